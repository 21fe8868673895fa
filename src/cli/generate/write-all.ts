import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { AforoError, messageOf } from "../../core/errors.ts";

/** How a stream says that nobody reads it any more. */
const closedCodes: ReadonlySet<unknown> = new Set([
  "EPIPE",
  "ERR_STREAM_DESTROYED",
  "ERR_STREAM_PREMATURE_CLOSE",
]);

/**
 * Writes the pieces, each when the stream has room for it, and leaves the stream open. A reader
 * that goes away has what it wanted: that is an end like any other. What else goes wrong is thrown.
 */
export async function writeAll(pieces: Iterable<string>, stream: Writable): Promise<void> {
  try {
    await pipeline(Readable.from(pieces), stream, { end: false });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (closedCodes.has(code)) return;
    if (code === undefined) throw error;
    const message = `the output cannot be written: ${messageOf(error)}`;
    throw new AforoError("stage-failed", message, { cause: error });
  }
}
