import { RecordingError } from "./problem.ts";

/** One element of the list, as it stands in the text. */
export interface ListElement {
  /** The line on which it begins, from 1. */
  readonly line: number;
  readonly bytes: Buffer;
}

/** An element that is longer is taken for a list that lost a bracket. */
const elementBytesMax = 67_108_864;
const [quote, backslash, comma, newline] = [0x22, 0x5c, 0x2c, 0x0a];
const [openList, closeList, openMap, closeMap] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Splits the text of one JSON list into the texts of its elements, as a stream: by brackets and
 * quotes alone, so that an element that is no JSON is still told apart from its neighbours.
 * @throws RecordingError where the list does not end, or something follows it.
 */
export function* listElements(chunks: Iterable<Buffer>): Generator<ListElement> {
  const scan = new ListScan();
  for (const chunk of chunks) yield* scan.take(chunk);
  if (scan.depth !== 0) {
    throw new RecordingError(`line ${scan.line}: the list does not end: a bracket is missing`);
  }
}

class ListScan {
  depth = 0;
  line = 1;
  #inText = false;
  #isEscaped = false;
  #hasEnded = false;
  /** What is held of the element that is being read, from the pieces before this one. */
  #held: Buffer[] = [];
  #heldBytes = 0;
  /** The line on which it begins; 0 before its first byte. */
  #elementLine = 0;

  *take(chunk: Buffer): Generator<ListElement> {
    let from = 0;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i] as number;
      if (this.#inText) {
        this.#text(byte);
        continue;
      }
      if (byte <= 0x20) {
        if (byte === newline) this.line++;
        continue;
      }
      if (this.#hasEnded) {
        throw new RecordingError(`line ${this.line}: something follows the end of the list`);
      }
      const opens = byte === openList || byte === openMap;
      const closes = byte === closeList || byte === closeMap;
      if (opens && ++this.depth === 1) {
        from = i + 1;
        continue;
      }
      if (closes) this.depth--;
      const isEnd = closes && this.depth === 0;
      if (isEnd || (byte === comma && this.depth === 1)) {
        yield* this.#element(chunk.subarray(from, i), isEnd ? "last" : "further");
        from = i + 1;
        this.#hasEnded = isEnd;
        continue;
      }
      if (this.#elementLine === 0) this.#elementLine = this.line;
      if (byte === quote) this.#inText = true;
    }
    this.#hold(chunk.subarray(from));
  }

  #text(byte: number): void {
    if (byte === newline) this.line++;
    if (this.#isEscaped) this.#isEscaped = false;
    else if (byte === backslash) this.#isEscaped = true;
    else if (byte === quote) this.#inText = false;
  }

  *#element(piece: Buffer, which: "last" | "further"): Generator<ListElement> {
    const bytes = this.#heldBytes === 0 ? piece : Buffer.concat([...this.#held, piece]);
    const line = this.#elementLine || this.line;
    // An empty list has one empty place, and no element.
    if (this.#elementLine > 0 || which === "further") yield { line, bytes };
    this.#held = [];
    this.#heldBytes = 0;
    this.#elementLine = 0;
  }

  #hold(rest: Buffer): void {
    if (rest.length === 0 || this.#hasEnded) return;
    this.#held.push(rest);
    this.#heldBytes += rest.length;
    if (this.#heldBytes > elementBytesMax) {
      throw new RecordingError(`line ${this.#elementLine}: an element does not end`);
    }
  }
}
