import type { LatencyHistogram } from "../core/latency.ts";
import type { ShardWrites } from "../core/shard-limits.ts";
import { Fifo } from "./fifo.ts";
import type { Parcel } from "./parcel.ts";

export interface ShardLimiterOptions {
  /** The rate of each shard, as a share of its limits: the KPL's default is 1.5. */
  readonly share: number;
  readonly limits: ShardWrites;
  /** Takes a parcel that its shard has room for. */
  readonly pass: (parcel: Parcel) => void;
  /** How long the parcels waited that had to. */
  readonly waited: LatencyHistogram;
}

/**
 * Holds parcels back before their shard would be overrun, as the KPL does it (aws/kinesis/core/
 * limiter.h): a bucket of one second's records and bytes for each shard, full at first, that fills
 * at `share` of the shard's limits. It does not do away with throttling, but bounds how much of it
 * there can be; several producers do not know of each other.
 */
export class ShardLimiter {
  readonly #options: ShardLimiterOptions;
  readonly #shards = new Map<string, LimitedShard>();

  constructor(options: ShardLimiterOptions) {
    this.#options = options;
  }

  /** Passes a parcel on, now or when `release` finds that its turn has come. */
  admit(parcel: Parcel, nowUs: number): void {
    let shard = this.#shards.get(parcel.shardId);
    if (!shard) {
      shard = new LimitedShard(this.#options, nowUs);
      this.#shards.set(parcel.shardId, shard);
    }
    if (shard.held.length === 0 && shard.take(parcel, nowUs)) this.#options.pass(parcel);
    else shard.held.push({ parcel, sinceUs: nowUs });
  }

  /** Passes on what shards have room for by now. */
  release(nowUs: number): void {
    for (const shard of this.#shards.values()) {
      for (let next = shard.held.peek(); next; next = shard.held.peek()) {
        if (!shard.take(next.parcel, nowUs)) break;
        shard.held.take();
        this.#options.waited.recordUs(nowUs - next.sinceUs);
        this.#options.pass(next.parcel);
      }
    }
  }

  /** When the next parcel can pass, or Infinity. */
  dueUs(): number {
    let least = Infinity;
    for (const shard of this.#shards.values()) {
      const next = shard.held.peek();
      if (next) least = Math.min(least, shard.fitsUs(next.parcel));
    }
    return least;
  }

  /** Takes all that is held back. */
  clear(): Parcel[] {
    const all: Parcel[] = [];
    for (const { held } of this.#shards.values()) {
      for (let next = held.take(); next; next = held.take()) all.push(next.parcel);
    }
    return all;
  }
}

/** The buckets of one shard, and who waits for them. */
class LimitedShard {
  readonly held = new Fifo<{ readonly parcel: Parcel; readonly sinceUs: number }>();
  readonly #share: number;
  readonly #limits: ShardWrites;
  #records: number;
  #bytes: number;
  #filledUs: number;

  constructor({ share, limits }: ShardLimiterOptions, nowUs: number) {
    this.#share = share;
    this.#limits = limits;
    this.#records = limits.recordsPerSecond;
    this.#bytes = limits.bytesPerSecond;
    this.#filledUs = nowUs;
  }

  /** Takes a parcel's share out of the buckets, if both hold it. */
  take({ bytes }: Parcel, nowUs: number): boolean {
    this.#fill(nowUs);
    // What is larger than a bucket passes when the bucket is full.
    const taken = Math.min(bytes, this.#limits.bytesPerSecond);
    if (this.#records < 1 - rounding || this.#bytes < taken - rounding) return false;
    this.#records -= 1;
    this.#bytes -= taken;
    return true;
  }

  /** When both buckets will hold a parcel's share. */
  fitsUs({ bytes }: Parcel): number {
    const { recordsPerSecond, bytesPerSecond } = this.#limits;
    const records = Math.max(0, 1 - this.#records) / recordsPerSecond;
    const missing = Math.max(0, Math.min(bytes, bytesPerSecond) - this.#bytes) / bytesPerSecond;
    return this.#filledUs + Math.ceil((Math.max(records, missing) / this.#share) * 1_000_000);
  }

  #fill(nowUs: number): void {
    const seconds = Math.max(0, nowUs - this.#filledUs) / 1_000_000;
    this.#filledUs = Math.max(this.#filledUs, nowUs);
    const { recordsPerSecond, bytesPerSecond } = this.#limits;
    const grown = seconds * this.#share;
    this.#records = Math.min(recordsPerSecond, this.#records + grown * recordsPerSecond);
    this.#bytes = Math.min(bytesPerSecond, this.#bytes + grown * bytesPerSecond);
  }
}

/** A bucket that was filled in many small steps is not to miss its turn by the last bit. */
const rounding = 1e-6;
