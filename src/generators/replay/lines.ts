import { RecordingError } from "./problem.ts";

/** A line, or a document on a line of its own, holds so many bytes at most. */
export const lineBytesMax = 67_108_864;
const newline = 0x0a;
const carriageReturn = 0x0d;

export interface Line {
  /** From 1. */
  readonly number: number;
  /** Without its line break, be it LF or CRLF. */
  readonly bytes: Buffer;
}

/** Splits pieces of a text into its lines. Only the line that is being read is held. */
export function* linesOf(chunks: Iterable<Buffer>): Generator<Line> {
  let number = 1;
  let held: Buffer[] = [];
  let heldBytes = 0;
  for (const chunk of chunks) {
    let from = 0;
    let end = chunk.indexOf(newline);
    for (; end >= 0; end = chunk.indexOf(newline, from)) {
      const piece = chunk.subarray(from, end);
      const bytes = heldBytes === 0 ? piece : Buffer.concat([...held, piece]);
      yield { number, bytes: withoutReturn(bytes) };
      number++;
      held = [];
      heldBytes = 0;
      from = end + 1;
    }
    if (from === chunk.length) continue;
    held.push(chunk.subarray(from));
    heldBytes += chunk.length - from;
    if (heldBytes > lineBytesMax) {
      throw new RecordingError(`line ${number} is longer than ${lineBytesMax} bytes`);
    }
  }
  if (heldBytes > 0) yield { number, bytes: withoutReturn(Buffer.concat(held)) };
}

function withoutReturn(bytes: Buffer): Buffer {
  return bytes.at(-1) === carriageReturn ? bytes.subarray(0, -1) : bytes;
}
