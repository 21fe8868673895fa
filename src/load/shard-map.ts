import { HashRanges } from "../core/hash-ranges.ts";

export interface ShardRange {
  readonly shardId: string;
  /** Decimal, as the service states them; both ends included. */
  readonly startingHashKey: string;
  readonly endingHashKey: string;
}

/** Which shard takes a partition key: the MD5 of its UTF-8 as an unsigned 128-bit number. */
export interface ShardMap {
  /** In the order of their ranges. */
  readonly shardIds: readonly string[];
  /** By shard: an explicit hash key that leads to it, the first of its range. */
  readonly hashKeys: readonly string[];
  /** The index of the shard in those lists. */
  indexOf(partitionKey: string): number;
}

/**
 * Predicts the shard of a record as the KPL does, from ListShards. The answer to a throttled or
 * lost attempt does not name its shard in a field, so the producer has to know it beforehand.
 */
export function createShardMap(ranges: readonly ShardRange[]): ShardMap {
  const sorted = ranges
    .map(({ shardId, startingHashKey, endingHashKey }) => {
      return { shardId, start: BigInt(startingHashKey), end: BigInt(endingHashKey) };
    })
    .sort((a, b) => (a.end < b.end ? -1 : 1));
  const lookUp = new HashRanges(sorted);
  return {
    shardIds: sorted.map(({ shardId }) => shardId),
    hashKeys: sorted.map(({ start }) => String(start)),
    indexOf: (partitionKey) => lookUp.ofPartitionKey(partitionKey),
  };
}
