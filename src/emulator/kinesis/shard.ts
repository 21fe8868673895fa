import type { HashKeyRange } from "../../core/hash-ranges.ts";
import type { KinesisLimits } from "../../core/limits/kinesis.ts";
import { ReadMeter } from "./read-meter.ts";
import type { RecordBody, RecordLog } from "./record-log.ts";
import { SequenceWriter } from "./sequence-number.ts";
import { sequenceDigits, ShardRecords } from "./shard-records.ts";
import { WriteMeter } from "./write-meter.ts";

/** What a shard is from its making on: plain data. */
export interface ShardSeed {
  readonly index: number;
  readonly range: HashKeyRange;
  readonly createdMs: number;
  /** The second that all sequence numbers of the shard begin with. */
  readonly createdS: number;
  /** The shards that it takes over from: none in a new stream, one after a split, two merged. */
  readonly parentIds: readonly string[];
}

export interface ShardOptions extends ShardSeed {
  /** On the monotonic clock. */
  readonly nowUs: number;
  readonly limits: KinesisLimits;
  readonly log: RecordLog;
}

/** A run of a shard's records. `next` is the ordinal to go on from. */
export interface ShardPage {
  readonly records: ShardRecords;
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
  readonly createdMs: number;
  readonly createdS: number;
  readonly parentIds: readonly string[];
  readonly writes: WriteMeter;
  readonly reads: ReadMeter;
  readonly #log: RecordLog;
  readonly #sequence: SequenceWriter;
  /** Those who wait for the next change; made when the first one comes. */
  #listeners: Set<() => void> | undefined;
  #endMs = Infinity;
  #children: readonly Shard[] = [];

  constructor(options: ShardOptions) {
    this.id = shardId(options.index);
    this.index = options.index;
    this.range = options.range;
    this.createdMs = options.createdMs;
    this.createdS = options.createdS;
    this.parentIds = options.parentIds;
    this.writes = new WriteMeter(options.limits, options.nowUs);
    this.reads = new ReadMeter(options.limits, options.nowUs);
    this.#log = options.log;
    this.#sequence = new SequenceWriter(this.createdS, options.index);
  }

  /** The sequence number before the shard's first record. */
  get startingSequenceNumber(): string {
    return this.#sequence.write(0, this.createdS);
  }

  /** Behind all that the shard will ever hold; undefined while it is open. */
  get endingSequenceNumber(): string | undefined {
    return this.isOpen ? undefined : this.#sequence.end(Math.floor(this.#endMs / 1_000));
  }

  get isOpen(): boolean {
    return this.#endMs === Infinity;
  }

  /** When the shard was closed, in milliseconds since 1970; Infinity while it is open. */
  get endMs(): number {
    return this.#endMs;
  }

  /** The shards that took over when this one was closed. */
  get children(): readonly Shard[] {
    return this.#children;
  }

  /** Takes no records from here on: the children do. */
  close(endMs: number, children: readonly Shard[]): void {
    this.#endMs = endMs;
    this.#children = children;
    this.#changed();
  }

  /** Whether a reader at `ordinal` has read all that there will ever be. */
  endsAt(ordinal: number): boolean {
    return !this.isOpen && ordinal >= this.#log.next;
  }

  /** The ordinal of the oldest record kept. */
  get first(): number {
    return this.#log.first;
  }

  /** The ordinal that the next record will get. */
  get next(): number {
    return this.#log.next;
  }

  /** How many records it holds. */
  get records(): number {
    return this.#log.next - this.#log.first;
  }

  /** What its records take as they are packed; some that have just expired are still in it. */
  get storedBytes(): number {
    return this.#log.storedBytes;
  }

  /** Adds a record and answers its sequence number. */
  append(body: RecordBody, nowMs: number): string {
    const ordinal = this.#log.next;
    const arrivalMs = this.#log.append(body, nowMs);
    this.#changed();
    return sequenceDigits(this.#sequence, ordinal, arrivalMs).toString("latin1");
  }

  /**
   * Calls the listener at each record that arrives and when the shard is closed, until the answered
   * function is called. A listener is called in the middle of the change: it may note that there
   * is something to read, and reads later.
   */
  onChange(listener: () => void): () => void {
    const listeners = (this.#listeners ??= new Set());
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /**
   * The sequence number from which a reader who has read all before `ordinal` goes on, as of now.
   * It lies at or behind the last record read, and before the next that arrives.
   */
  continuation(ordinal: number, nowMs: number): string {
    return this.#sequence.write(ordinal, Math.floor(nowMs / 1_000));
  }

  /** Whether a second of writing lies behind the one in which the record at `ordinal` arrived. */
  isBehind(ordinal: number, writtenS: number): boolean {
    if (ordinal < this.first || ordinal >= this.next) return false;
    return writtenS > Math.floor(this.#log.arrivalMs(ordinal) / 1_000);
  }

  /** Reads from an ordinal on, within the limits of one GetRecords call. */
  read(from: number, limit: number, bytesMax: number): ShardPage {
    const page = this.#log.read(from, { records: limit, bytes: bytesMax });
    return { ...page, records: new ShardRecords(page, this.#sequence) };
  }

  /**
   * Milliseconds from the first record that a reader at `ordinal` has not read; 0 at the tip. At
   * the end of a closed shard they count from its end: what is unread is in the children.
   */
  millisBehind(ordinal: number, nowMs: number): number {
    const unread = this.#log.keptFrom(ordinal);
    if (unread >= this.#log.next) return this.isOpen ? 0 : Math.max(0, nowMs - this.#endMs);
    return Math.max(1, nowMs - this.#log.arrivalMs(unread));
  }

  /** The ordinal of the oldest kept record that arrived at `ms` or later. */
  firstSince(ms: number): number {
    return this.#log.firstSince(ms);
  }

  trim(horizonMs: number): void {
    this.#log.trim(horizonMs);
  }

  /** The shard has expired: nothing of it will be read again. */
  drop(): void {
    this.#log.drop();
  }

  #changed(): void {
    if (!this.#listeners) return;
    for (const listener of this.#listeners) listener();
  }
}

/** `shardId-` and twelve decimal digits. */
export function shardId(index: number): string {
  return `shardId-${String(index).padStart(12, "0")}`;
}
