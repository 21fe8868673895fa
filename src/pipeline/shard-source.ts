import type { _Record as KinesisRecord } from "@aws-sdk/client-kinesis";
import type { ShardLink } from "./lineage.ts";

/** How the reading of a shard ended. */
export type ShardEnd =
  /**
   * The shard is closed and was read to its end. The children are those that the service named.
   */
  | { readonly kind: "closed"; readonly children: readonly ShardLink[] }
  /** Nothing was left in it after the drain was asked for. */
  | { readonly kind: "drained" }
  | { readonly kind: "stopped" };

/** A way to read a shard: by polls, or by subscriptions. One source reads any number of shards. */
export interface ShardSource {
  /**
   * Reads a shard from its beginning, without a gap and without a repeat, through failures of the
   * service: it does not throw. `phase` (of one) puts off the first call by a share of the interval
   * where there is one, so that not all shards are called at once.
   */
  read(shardId: string, phase: number): Promise<ShardEnd>;
}

/** What a source asks of the reader that it reads for, and tells it. */
export interface Reading {
  /** Aborted to end at once. */
  readonly stopping: AbortSignal;
  /** When the drain was asked for, on the monotonic clock; infinite before. */
  readonly drainAskedUs: number;
  /**
   * Takes what was read next of a shard, which may be nothing. Nothing more of that shard may be
   * read before it resolves.
   */
  take(shardId: string, records: readonly KinesisRecord[]): Promise<void>;
  /** The service said that nothing was left to read in this shard. */
  atTip(shardId: string): void;
  /** Resolves when the consumer may read: after the pause that holds now, if there is one. */
  resumed(): Promise<void>;
  /** How long the consumer may go on reading, in milliseconds. */
  untilPauseMs(): number;
  readonly counters: ReadCounters;
}

// A type, not an interface: a stage counts by name, and an interface has no index.
export type ReadCounters = {
  /** GetRecords calls. */
  polls: number;
  /** SubscribeToShard calls that were answered with a subscription. */
  subscriptions: number;
  records: number;
  throttled: number;
  /** SubscribeToShard calls refused since the last subscription still held its place. */
  inUse: number;
  errors: number;
  /** Closed shards that were read to their end. */
  shardsEnded: number;
};
