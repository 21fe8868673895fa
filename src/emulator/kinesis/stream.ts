import { HashRanges } from "./hash-ranges.ts";
import type { Shard } from "./shard.ts";

/**
 * CREATING → ACTIVE once the transition has passed; any → DELETING by DeleteStream, and gone once
 * the transition has passed again.
 */
export type StreamStatus = "CREATING" | "ACTIVE" | "DELETING";

export interface StreamOptions {
  readonly name: string;
  readonly arn: string;
  readonly createdMs: number;
  readonly transitionMs: number;
  readonly retentionHours: number;
  readonly maxRecordSizeKiB: number;
  readonly tags: Readonly<Record<string, string>>;
  /** In the order of their hash ranges, which cover all keys. */
  readonly shards: readonly Shard[];
}

export class Stream {
  readonly name: string;
  readonly arn: string;
  readonly createdMs: number;
  readonly retentionHours: number;
  readonly maxRecordSizeKiB: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly shards: readonly Shard[];
  readonly #transitionMs: number;
  readonly #ranges: HashRanges;
  #deletedMs = Infinity;

  constructor(options: StreamOptions) {
    this.name = options.name;
    this.arn = options.arn;
    this.createdMs = options.createdMs;
    this.retentionHours = options.retentionHours;
    this.maxRecordSizeKiB = options.maxRecordSizeKiB;
    this.tags = options.tags;
    this.shards = options.shards;
    this.#transitionMs = options.transitionMs;
    this.#ranges = new HashRanges(options.shards.map((shard) => shard.range));
  }

  status(nowMs: number): StreamStatus {
    if (nowMs >= this.#deletedMs) return "DELETING";
    return nowMs >= this.createdMs + this.#transitionMs ? "ACTIVE" : "CREATING";
  }

  delete(nowMs: number): void {
    this.#deletedMs = Math.min(this.#deletedMs, nowMs);
  }

  gone(nowMs: number): boolean {
    return nowMs >= this.#deletedMs + this.#transitionMs;
  }

  /** The shard that takes a record; an explicit hash key overrides the partition key's. */
  shardFor(partitionKey: string, explicitHashKey: bigint | undefined): Shard {
    const at =
      explicitHashKey === undefined
        ? this.#ranges.ofPartitionKey(partitionKey)
        : this.#ranges.ofHashKey(explicitHashKey);
    return this.shards[at] as Shard;
  }

  /** The shards as far as they exist: a stream that is being created shows none yet. */
  visibleShards(nowMs: number): readonly Shard[] {
    return this.status(nowMs) === "CREATING" ? [] : this.shards;
  }

  /** Drops the records of one shard that have outlived the retention period. */
  trim(shard: Shard, nowMs: number): void {
    shard.trim(nowMs - this.retentionHours * 3_600_000);
  }
}
