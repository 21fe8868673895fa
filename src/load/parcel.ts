import type { PutEntry } from "./put-records.ts";

/** One Kinesis record under way: a user record, or an aggregate of several. */
export interface Parcel extends PutEntry {
  /** The predicted shard. */
  readonly shardId: string;
  /** What may not travel in two calls at once, or they could be stored in either order. */
  readonly lane: string;
  /** The chain of its user records in the table. */
  readonly first: number;
  /** How many they are. */
  readonly records: number;
  /** Bytes that count against the shard: data and partition key. */
  readonly bytes: number;
  /** When the first of its records was accepted. */
  readonly queuedUs: number;
  attempts: number;
  wasUnknown: boolean;
}
