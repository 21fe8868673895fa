import type { HashKeyRange } from "./hash-ranges.ts";
import type { KinesisLimits } from "../../core/limits/kinesis.ts";
import { ReadMeter } from "./read-meter.ts";
import { RecordIndex } from "./record-index.ts";
import type { RecordBody, RecordLog } from "./record-log.ts";
import { SequenceWriter } from "./sequence-number.ts";
import { WriteMeter } from "./write-meter.ts";

export interface ShardOptions {
  readonly index: number;
  readonly range: HashKeyRange;
  readonly createdMs: number;
  /** On the monotonic clock. */
  readonly nowUs: number;
  readonly limits: KinesisLimits;
  readonly log: RecordLog;
}

/** A record as a reader sees it. */
export interface ShardRecord extends RecordBody {
  readonly sequenceNumber: string;
  readonly arrivalMs: number;
}

/** A run of a shard's records. `next` is the ordinal to go on from. */
export interface ShardPage {
  readonly records: readonly ShardRecord[];
  readonly next: number;
  /** Partition keys included. */
  readonly bytes: number;
  /** `full` where the maximum of bytes cut it short. */
  readonly extent: "full" | "partial";
}

/** One shard: an ordered run of records, what it lets be written and read, and its hash range. */
export class Shard {
  readonly id: string;
  readonly index: number;
  readonly range: HashKeyRange;
  readonly createdS: number;
  readonly writes: WriteMeter;
  readonly reads: ReadMeter;
  readonly #index = new RecordIndex();
  readonly #log: RecordLog;
  readonly #sequence: SequenceWriter;

  constructor(options: ShardOptions) {
    this.id = shardId(options.index);
    this.index = options.index;
    this.range = options.range;
    this.createdS = Math.floor(options.createdMs / 1_000);
    this.writes = new WriteMeter(options.limits, options.nowUs);
    this.reads = new ReadMeter(options.limits, options.nowUs);
    this.#log = options.log;
    this.#sequence = new SequenceWriter(this.createdS, options.index);
  }

  /** The sequence number before the shard's first record. */
  get startingSequenceNumber(): string {
    return this.#sequence.write(0, this.createdS);
  }

  /** The ordinal of the oldest record kept. */
  get first(): number {
    return this.#index.first;
  }

  /** The ordinal that the next record will get. */
  get next(): number {
    return this.#index.next;
  }

  /** Adds a record and answers its sequence number. */
  append(body: RecordBody, bytes: number, nowMs: number): string {
    const ordinal = this.#index.next;
    const arrivalMs = this.#index.append(nowMs, bytes);
    this.#log.append(body);
    return this.#sequenceNumber(ordinal, arrivalMs);
  }

  /** Reads from an ordinal on, within the limits of one GetRecords call. */
  read(from: number, limit: number, bytesMax: number): ShardPage {
    const records: ShardRecord[] = [];
    const end = Math.min(this.#index.next, Math.max(from, this.first) + limit);
    let bytes = 0;
    let ordinal = Math.max(from, this.first);
    for (; ordinal < end; ordinal++) {
      const size = this.#index.bytes(ordinal);
      if (bytes + size > bytesMax && records.length > 0) {
        return { records, next: ordinal, bytes, extent: "full" };
      }
      bytes += size;
      const { partitionKey, data } = this.#log.read(ordinal);
      const arrivalMs = this.#index.arrivalMs(ordinal);
      const sequenceNumber = this.#sequenceNumber(ordinal, arrivalMs);
      records.push({ sequenceNumber, arrivalMs, partitionKey, data });
    }
    return { records, next: ordinal, bytes, extent: bytes >= bytesMax ? "full" : "partial" };
  }

  /** Milliseconds from the first record that a reader at `ordinal` has not read; 0 at the tip. */
  millisBehind(ordinal: number, nowMs: number): number {
    const unread = Math.max(ordinal, this.first);
    if (unread >= this.#index.next) return 0;
    return Math.max(1, nowMs - this.#index.arrivalMs(unread));
  }

  /** The ordinal of the oldest kept record that arrived at `ms` or later. */
  firstSince(ms: number): number {
    return this.#index.firstSince(ms);
  }

  trim(horizonMs: number): void {
    this.#index.trim(horizonMs);
    this.#log.trim(this.#index.first);
  }

  #sequenceNumber(ordinal: number, arrivalMs: number): string {
    return this.#sequence.write(ordinal + 1, Math.floor(arrivalMs / 1_000));
  }
}

/** `shardId-` and twelve decimal digits. */
export function shardId(index: number): string {
  return `shardId-${String(index).padStart(12, "0")}`;
}
