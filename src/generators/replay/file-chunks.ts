import type { Hash } from "node:crypto";
import { closeSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { messageOf } from "../../core/errors.ts";
import { RecordingError } from "./problem.ts";

const chunkBytes = 1_048_576;
/** A gzip file is unpacked in one piece: so many bytes at most, packed or unpacked. */
const gzipBytesMax = 536_870_912;

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
const gzipMagic = Buffer.from([0x1f, 0x8b]);

/**
 * The content of a file in pieces: unpacked where it is gzip (by its first bytes, whatever its
 * name), without a byte order mark. The digest is fed with the file's own bytes.
 * @throws RecordingError where it cannot be read.
 */
export function* fileChunks(path: string, digest: Hash): Generator<Buffer> {
  let isFirst = true;
  for (const chunk of isGzip(path) ? unpacked(path, digest) : plain(path, digest)) {
    const hasMark = isFirst && chunk.subarray(0, 3).equals(byteOrderMark);
    isFirst = false;
    yield hasMark ? chunk.subarray(3) : chunk;
  }
}

function isGzip(path: string): boolean {
  for (const chunk of plain(path)) return chunk.subarray(0, 2).equals(gzipMagic);
  return false;
}

function* plain(path: string, digest?: Hash): Generator<Buffer> {
  const file = opened(path);
  try {
    for (;;) {
      const chunk = Buffer.allocUnsafeSlow(chunkBytes);
      const bytes = readSync(file, chunk, 0, chunkBytes, null);
      if (bytes === 0) return;
      const read = chunk.subarray(0, bytes);
      digest?.update(read);
      yield read;
    }
  } finally {
    closeSync(file);
  }
}

function opened(path: string): number {
  try {
    if (statSync(path).isFile()) return openSync(path, "r");
  } catch (error) {
    throw new RecordingError(`cannot be read: ${messageOf(error)}`, { cause: error });
  }
  throw new RecordingError("is not a file");
}

function* unpacked(path: string, digest: Hash): Generator<Buffer> {
  const { size } = statSync(path);
  if (size > gzipBytesMax) throw tooLarge();
  const packed = readFileSync(path);
  digest.update(packed);
  let content: Buffer;
  try {
    content = gunzipSync(packed, { maxOutputLength: gzipBytesMax });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") throw tooLarge();
    throw new RecordingError(`cannot be unpacked: ${messageOf(error)}`, { cause: error });
  }
  for (let from = 0; from < content.length; from += chunkBytes) {
    yield content.subarray(from, from + chunkBytes);
  }
}

function tooLarge(): RecordingError {
  const mebibytes = gzipBytesMax / 1_048_576;
  return new RecordingError(
    `is more than ${mebibytes} MiB in gzip: unpack it, a plain file is read as a stream`,
  );
}
