import { hash } from "node:crypto";
import { md5Prefix48 } from "../core/md5-prefix.ts";

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
      return { shardId, hashKey: startingHashKey, end: BigInt(endingHashKey) };
    })
    .sort((a, b) => (a.end < b.end ? -1 : 1));
  // The upper 48 bits decide but for keys within 2^-48 of a border: those go the exact way.
  const ends = sorted.map((shard) => Number(shard.end >> 80n));
  const last = ends.length - 1;
  const exactIndex = (partitionKey: string, from: number) => {
    const exact = BigInt(`0x${hash("md5", partitionKey, "hex")}`);
    let i = from;
    while (i < last && exact > (sorted[i] as { end: bigint }).end) i++;
    return i;
  };
  return {
    shardIds: sorted.map((shard) => shard.shardId),
    hashKeys: sorted.map((shard) => shard.hashKey),
    indexOf(partitionKey) {
      const upper = md5Prefix48(partitionKey);
      let low = 0;
      let high = last;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (upper > (ends[middle] as number)) low = middle + 1;
        else high = middle;
      }
      return upper === ends[low] ? exactIndex(partitionKey, low) : low;
    },
  };
}
