import { Resident } from "../storage/memory-budget.ts";
import {
  chunkHeaderBytes,
  type LogPurpose,
  recordBytesMax,
  type PackedRecords,
  sealChunk,
  writeRecord,
} from "./record-chunk.ts";
import type { RecordBody } from "./record-log.ts";
import type { RecordSegment } from "./record-segments.ts";

/** A block begins small: 10,000 idle shards are not to hold a full one each. */
const smallestBytes = 2_048;
/** A block that is not full grows by this, so that little is copied. */
const growth = 4;
/** A block that fills faster than this is given all its memory at once. */
const hotMs = 1_000;

export interface RecordBlockOptions {
  /** The ordinal of its first record. */
  readonly first: number;
  /** A block of one large record may be larger. */
  readonly bytesMax: number;
  /** The block before it: where that one filled in no time, so will this one. */
  readonly before: RecordBlock | undefined;
  /** Called when its bytes are to leave memory. */
  readonly evict: (block: RecordBlock) => void;
}

/** A chunk in the file of an earlier run. */
export interface FoundChunk {
  readonly offset: number;
  /** Its frame's header included. */
  readonly bytes: number;
  readonly count: number;
  readonly firstMs: number;
  readonly lastMs: number;
}

/**
 * A run of a shard's records as packed bytes: in memory, in a file, or in both. What stays in
 * memory when its bytes have left is the index: where it lies, which ordinals and times it spans.
 */
export class RecordBlock extends Resident {
  readonly first: number;
  count = 0;
  firstMs = 0;
  lastMs = 0;
  /** The bytes of all chunks. */
  end = 0;
  /** How many of them are in the file. */
  written = 0;
  segment: RecordSegment | undefined;
  /** Where it begins in the segment. */
  offset = 0;
  bytes: Buffer | undefined;
  readonly #bytesMax: number;
  readonly #initialBytes: number;
  readonly #evict: (block: RecordBlock) => void;
  #openChunk: number | undefined;
  #openFirst = 0;

  constructor(options: RecordBlockOptions) {
    super();
    this.first = options.first;
    this.#bytesMax = options.bytesMax;
    const { before } = options;
    const isHot = before && before.lastMs - before.firstMs < hotMs;
    this.#initialBytes = isHot ? options.bytesMax : smallestBytes;
    this.#evict = options.evict;
  }

  /** The ordinal behind its last record. */
  get next(): number {
    return this.first + this.count;
  }

  /** Bytes of memory that it must have before this record is added; undefined if it is full. */
  capacityFor(body: RecordBody): number | undefined {
    const need = this.end + chunkHeaderBytes + recordBytesMax(body);
    const capacity = this.bytes?.length ?? 0;
    if (need <= capacity) return capacity;
    if (need > this.#bytesMax) return this.count === 0 ? need : undefined;
    return Math.max(
      need,
      Math.min(this.#bytesMax, Math.max(this.#initialBytes, capacity * growth)),
    );
  }

  grow(capacity: number): void {
    const bytes = Buffer.allocUnsafeSlow(capacity);
    this.bytes?.copy(bytes, 0, 0, this.end);
    this.bytes = bytes;
  }

  /** Adds a record for which there is room. */
  add(body: RecordBody, arrivalMs: number): void {
    const bytes = this.bytes as Buffer;
    if (this.#openChunk === undefined) {
      this.#openChunk = this.end;
      this.#openFirst = this.next;
      this.end += chunkHeaderBytes;
    }
    if (this.count === 0) this.firstMs = arrivalMs;
    this.lastMs = arrivalMs;
    this.end = writeRecord(bytes, this.end, { body, arrivalMs });
    this.count++;
  }

  /** Adds a chunk that lies behind the others in the file. */
  adopt(chunk: FoundChunk): void {
    if (this.count === 0) this.firstMs = chunk.firstMs;
    this.lastMs = chunk.lastMs;
    this.count += chunk.count;
    this.end += chunk.bytes;
    this.written = this.end;
  }

  /** Closes the chunk that is open, and answers what is not in the file yet. */
  takeUnwritten(purpose: LogPurpose): Buffer | undefined {
    const { bytes } = this;
    if (!bytes || this.written === this.end) return undefined;
    if (this.#openChunk !== undefined) {
      const [start, first] = [this.#openChunk, this.#openFirst];
      const chunk = { start, end: this.end, first, count: this.next - first };
      sealChunk(bytes, chunk, purpose);
      this.#openChunk = undefined;
    }
    return bytes.subarray(this.written, this.end);
  }

  /** The records in `bytes`: its own, or those that were read from the file. */
  packed(bytes: Buffer): PackedRecords {
    return { bytes, end: this.end, first: this.first, openChunk: this.#openChunk };
  }

  override evict(): void {
    this.#evict(this);
  }
}
