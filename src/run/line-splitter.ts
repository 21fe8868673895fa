import type { ByteSpan } from "../core/hash.ts";

const newline = 0x0a;

/** Cuts a stream of bytes into its lines, where they lie. Empty lines are none. */
export class LineSplitter {
  readonly #line: (bytes: Buffer, span: ByteSpan) => void;
  /** The beginning of a line whose end has not come yet. */
  #begun: Buffer[] = [];

  /** `line` is told of each line without its end. The bytes are good during the call. */
  constructor(line: (bytes: Buffer, span: ByteSpan) => void) {
    this.#line = line;
  }

  add(chunk: Buffer): void {
    let at = 0;
    for (;;) {
      const end = chunk.indexOf(newline, at);
      if (end < 0) break;
      if (this.#begun.length > 0) {
        this.#begun.push(chunk.subarray(at, end));
        this.end();
      } else if (end > at) this.#line(chunk, { at, end });
      at = end + 1;
    }
    if (at < chunk.length) this.#begun.push(chunk.subarray(at));
  }

  /** Nothing more comes: what has no end is a line too. */
  end(): void {
    const line = Buffer.concat(this.#begun);
    this.#begun = [];
    if (line.length > 0) this.#line(line, { at: 0, end: line.length });
  }
}
