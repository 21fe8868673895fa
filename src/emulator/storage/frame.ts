import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { crc32 } from "node:zlib";

/**
 * What stands before each payload in a segment file: its length and its CRC-32, four bytes each,
 * little-endian. The checksum begins from the length, so that it covers that too, and a length of 0
 * is no frame: the zeros that a power cut may leave at a file's end are none.
 */
export const frameHeaderBytes = 8;

/** Writes the header of the frame from `start` to `end`, whose payload is already in its place. */
export function sealFrame(bytes: Buffer, start: number, end: number): void {
  measureFrame(bytes, start, end);
  bytes.writeUInt32LE(checksum(bytes.subarray(start + frameHeaderBytes, end)), start + 4);
}

/** The same without a checksum, for what ends with the process and is never scanned. */
export function measureFrame(bytes: Buffer, start: number, end: number): void {
  bytes.writeUInt32LE(end - start - frameHeaderBytes, start);
}

function checksum(payload: Buffer): number {
  return crc32(payload, payload.length);
}

/** The end of the frame at `start`, or undefined where it is torn or altered. */
export function frameEnd(bytes: Buffer, start: number): number | undefined {
  if (start + frameHeaderBytes >= bytes.length) return undefined;
  const length = bytes.readUInt32LE(start);
  const from = start + frameHeaderBytes;
  if (length === 0 || from + length > bytes.length) return undefined;
  const isIntact = checksum(bytes.subarray(from, from + length)) === bytes.readUInt32LE(start + 4);
  return isIntact ? from + length : undefined;
}

/** How far the frames of a file are intact. */
export interface FrameScan {
  readonly intactBytes: number;
  readonly fileBytes: number;
}

/**
 * Reads a file's frames in order, up to the first that is torn or altered. A payload is good only
 * until the visitor returns: its memory is used again.
 */
export function scanFrames(
  path: string,
  visit: (payload: Buffer, offset: number) => void,
): FrameScan {
  const file = new FileWindow(path);
  try {
    let offset = 0;
    for (;;) {
      const length = file.view(offset, frameHeaderBytes)?.readUInt32LE(0);
      if (length === undefined || length === 0) break;
      const frame = file.view(offset, frameHeaderBytes + length);
      if (!frame || frameEnd(frame, 0) === undefined) break;
      visit(frame.subarray(frameHeaderBytes), offset);
      offset += frame.length;
    }
    return { intactBytes: offset, fileBytes: file.size };
  } finally {
    file.close();
  }
}

const windowBytes = 1_048_576;

/** A file as one runs through it forward: read in large pieces, given out in small ones. */
class FileWindow {
  readonly size: number;
  readonly #descriptor: number;
  #bytes = Buffer.alloc(0);
  #start = 0;
  #end = 0;

  constructor(path: string) {
    this.#descriptor = openSync(path, "r");
    this.size = fstatSync(this.#descriptor).size;
  }

  /** The bytes from `offset` on, or undefined where the file does not hold as many. */
  view(offset: number, length: number): Buffer | undefined {
    if (offset + length > this.size) return undefined;
    if (offset < this.#start || offset + length > this.#end) this.#fill(offset, length);
    return this.#bytes.subarray(offset - this.#start, offset - this.#start + length);
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #fill(offset: number, length: number): void {
    const wanted = Math.min(this.size - offset, Math.max(length, windowBytes));
    if (this.#bytes.length < wanted) this.#bytes = Buffer.allocUnsafeSlow(wanted);
    this.#start = offset;
    this.#end = offset;
    while (this.#end < offset + wanted) {
      const at = this.#end - offset;
      const read = readSync(this.#descriptor, this.#bytes, at, wanted - at, this.#end);
      if (read === 0) throw new RangeError(`the file became shorter than ${this.size}`);
      this.#end += read;
    }
  }
}
