import { HashRanges } from "./hash-ranges.ts";
import type { Shard } from "./shard.ts";
import type { StreamSettings } from "./stream-settings.ts";

/**
 * CREATING → ACTIVE once the transition has passed; ACTIVE → UPDATING → ACTIVE with each change
 * that takes a transition; any → DELETING by DeleteStream, and gone once the transition has passed
 * again.
 */
export type StreamStatus = "CREATING" | "ACTIVE" | "UPDATING" | "DELETING";

export interface StreamOptions {
  readonly name: string;
  readonly arn: string;
  readonly createdMs: number;
  readonly transitionMs: number;
  readonly settings: StreamSettings;
  /** In the order of their hash ranges, which cover all keys. */
  readonly shards: readonly Shard[];
}

export class Stream {
  readonly name: string;
  readonly arn: string;
  readonly createdMs: number;
  readonly settings: StreamSettings;
  readonly shards: readonly Shard[];
  readonly #transitionMs: number;
  readonly #ranges: HashRanges;
  #updatedMs = -Infinity;
  #deletedMs = Infinity;

  constructor(options: StreamOptions) {
    this.name = options.name;
    this.arn = options.arn;
    this.createdMs = options.createdMs;
    this.settings = options.settings;
    this.shards = options.shards;
    this.#transitionMs = options.transitionMs;
    this.#ranges = new HashRanges(options.shards.map((shard) => shard.range));
  }

  status(nowMs: number): StreamStatus {
    if (nowMs >= this.#deletedMs) return "DELETING";
    if (nowMs < this.createdMs + this.#transitionMs) return "CREATING";
    return nowMs < this.#updatedMs + this.#transitionMs ? "UPDATING" : "ACTIVE";
  }

  /** Begins a change that the service does not make at once: the stream is UPDATING for a while. */
  beginUpdate(nowMs: number): void {
    this.#updatedMs = nowMs;
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
    shard.trim(nowMs - this.settings.retentionHours * 3_600_000);
  }
}
