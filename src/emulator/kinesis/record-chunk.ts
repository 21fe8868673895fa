import { frameHeaderBytes, measureFrame, sealFrame } from "../storage/frame.ts";
import type { LoggedRecord, RecordBody } from "./record-log.ts";

/**
 * Records lie packed in chunks, in memory as in files. A chunk is one frame; its payload is the
 * ordinal of its first record (8 bytes, a double), their count (4), and the records:
 *
 *     data length (4) | key length (2) | arrival, ms (6) | partition key, UTF-8 | data
 *
 * All numbers are little-endian. A chunk is written in one go, so that a crash takes all or nothing
 * of it.
 */
export const chunkHeaderBytes = frameHeaderBytes + 12;
const recordHeaderBytes = 12;

/** The most that a record takes up, without working out how its key is encoded. */
export function recordBytesMax(body: RecordBody): number {
  return recordHeaderBytes + 3 * body.partitionKey.length + body.data.length;
}

/** Writes a record at `at`, where there is room for it, and answers its end. */
export function writeRecord(
  bytes: Buffer,
  at: number,
  record: { readonly body: RecordBody; readonly arrivalMs: number },
): number {
  const { partitionKey, data } = record.body;
  const keyAt = at + recordHeaderBytes;
  const keyLength = writeKey(bytes, keyAt, partitionKey);
  writeUint32(bytes, at, data.length);
  writeUint16(bytes, at + 4, keyLength);
  writeUint32(bytes, at + 6, record.arrivalMs % 0x1_0000_0000);
  writeUint16(bytes, at + 10, record.arrivalMs / 0x1_0000_0000);
  bytes.set(data, keyAt + keyLength);
  return keyAt + keyLength + data.length;
}

const shortKey = 48;

/** A short key of ASCII, as most are, is written faster without a call into the engine. */
function writeKey(bytes: Buffer, at: number, key: string): number {
  if (key.length > shortKey) return bytes.write(key, at, "utf8");
  for (let i = 0; i < key.length; i++) {
    const code = key.charCodeAt(i);
    if (code > 0x7f) return bytes.write(key, at, "utf8");
    bytes[at + i] = code;
  }
  return key.length;
}

/** What is kept is checksummed; what is spilled is read again by nobody but this process. */
export type LogPurpose = "keep" | "spill";

export interface OpenChunk {
  /** Where it begins in its bytes, and where its last record ends. */
  readonly start: number;
  readonly end: number;
  /** The ordinal of its first record. */
  readonly first: number;
  readonly count: number;
}

/** Closes a chunk whose records are in their places. */
export function sealChunk(bytes: Buffer, chunk: OpenChunk, purpose: LogPurpose): void {
  const { start, end, first, count } = chunk;
  bytes.writeDoubleLE(first, start + frameHeaderBytes);
  bytes.writeUInt32LE(count, start + frameHeaderBytes + 8);
  if (purpose === "keep") sealFrame(bytes, start, end);
  else measureFrame(bytes, start, end);
}

/** The span of a sealed chunk, from its frame's payload. */
export interface ChunkSpan {
  /** The ordinal of its first record. */
  readonly first: number;
  readonly count: number;
  readonly firstMs: number;
  readonly lastMs: number;
}

export function spanOf(payload: Buffer): ChunkSpan {
  const first = payload.readDoubleLE(0);
  const count = payload.readUInt32LE(8);
  let at = chunkHeaderBytes - frameHeaderBytes;
  const firstMs = payload.readUIntLE(at + 6, 6);
  let lastMs = firstMs;
  while (at < payload.length) {
    lastMs = payload.readUIntLE(at + 6, 6);
    at += recordHeaderBytes + payload.readUInt32LE(at) + payload.readUInt16LE(at + 4);
  }
  return { first, count, firstMs, lastMs };
}

/** The packed bytes of one or more chunks. The last may not be sealed yet. */
export interface PackedRecords {
  readonly bytes: Buffer;
  readonly end: number;
  /** The ordinal of the first record. */
  readonly first: number;
  /** Where the chunk begins that is not sealed yet. */
  readonly openChunk: number | undefined;
}

/** Walks over packed records, from the first on. */
export class RecordCursor {
  readonly #packed: PackedRecords;
  readonly #bytes: Buffer;
  #ordinal: number;
  #at = 0;
  #chunkEnd = 0;
  /** The ordinal behind the chunk's last record. */
  #chunkNext = 0;

  constructor(packed: PackedRecords) {
    this.#packed = packed;
    this.#bytes = packed.bytes;
    this.#ordinal = packed.first;
    this.#enterChunk();
  }

  /** Another one at the same record. */
  clone(): RecordCursor {
    const clone = new RecordCursor(this.#packed);
    clone.#ordinal = this.#ordinal;
    clone.#at = this.#at;
    clone.#chunkEnd = this.#chunkEnd;
    clone.#chunkNext = this.#chunkNext;
    return clone;
  }

  get isDone(): boolean {
    return this.#at >= this.#packed.end;
  }

  get ordinal(): number {
    return this.#ordinal;
  }

  get arrivalMs(): number {
    const at = this.#at + 6;
    return uint32(this.#bytes, at) + uint16(this.#bytes, at + 4) * 0x1_0000_0000;
  }

  /** Of data and partition key together. */
  get size(): number {
    return uint32(this.#bytes, this.#at) + uint16(this.#bytes, this.#at + 4);
  }

  /** What the places below refer to. */
  get bytes(): Buffer {
    return this.#bytes;
  }

  /** Where the partition key begins, in UTF-8. It ends where the data begins. */
  get keyAt(): number {
    return this.#at + recordHeaderBytes;
  }

  get dataAt(): number {
    return this.keyAt + uint16(this.#bytes, this.#at + 4);
  }

  get dataEnd(): number {
    return this.keyAt + this.size;
  }

  read(): LoggedRecord {
    const { dataAt } = this;
    return {
      ordinal: this.#ordinal,
      arrivalMs: this.arrivalMs,
      partitionKey: this.#bytes.toString("utf8", this.keyAt, dataAt),
      data: this.#bytes.subarray(dataAt, this.dataEnd),
    };
  }

  advance(): void {
    this.#at += recordHeaderBytes + this.size;
    this.#ordinal++;
    if (this.#at === this.#chunkEnd) this.#enterChunk();
  }

  /** Goes forward to an ordinal that is there. Whole chunks are passed in one step. */
  seek(ordinal: number): this {
    while (ordinal >= this.#chunkNext && !this.isDone) {
      this.#at = this.#chunkEnd;
      this.#ordinal = this.#chunkNext;
      this.#enterChunk();
    }
    while (this.#ordinal < ordinal) this.advance();
    return this;
  }

  /** Goes forward to the first record that arrived at `ms` or later, or to the end. */
  seekTime(ms: number): this {
    while (!this.isDone && this.arrivalMs < ms) this.advance();
    return this;
  }

  #enterChunk(): void {
    const start = this.#at;
    if (start >= this.#packed.end) return;
    this.#at = start + chunkHeaderBytes;
    if (start === this.#packed.openChunk) {
      this.#chunkEnd = this.#packed.end;
      this.#chunkNext = Infinity;
      return;
    }
    this.#chunkEnd = start + frameHeaderBytes + this.#bytes.readUInt32LE(start);
    this.#chunkNext = this.#ordinal + this.#bytes.readUInt32LE(start + frameHeaderBytes + 8);
  }
}

/** As `readUInt16LE`, without its checks, which are most of its time. */
function uint16(bytes: Buffer, at: number): number {
  return (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
}

function uint32(bytes: Buffer, at: number): number {
  return uint16(bytes, at) + uint16(bytes, at + 2) * 0x1_0000;
}

function writeUint16(bytes: Buffer, at: number, value: number): void {
  bytes[at] = value;
  bytes[at + 1] = value >>> 8;
}

function writeUint32(bytes: Buffer, at: number, value: number): void {
  writeUint16(bytes, at, value);
  writeUint16(bytes, at + 2, value >>> 16);
}
