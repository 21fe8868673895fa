import { hash } from "node:crypto";

export interface ShardRange {
  readonly shardId: string;
  /** Decimal, as the service states them; both ends included. */
  readonly startingHashKey: string;
  readonly endingHashKey: string;
}

/** Which shard takes a partition key: the MD5 of its UTF-8 as an unsigned 128-bit number. */
export interface ShardMap {
  readonly shardIds: readonly string[];
  shardOf(partitionKey: string): string;
}

/**
 * Predicts the shard of a record as the KPL does, from ListShards. The answer to a throttled or
 * lost attempt does not name its shard in a field, so the producer has to know it beforehand.
 */
export function createShardMap(ranges: readonly ShardRange[]): ShardMap {
  const sorted = ranges
    .map((range) => ({ shardId: range.shardId, end: BigInt(range.endingHashKey) }))
    .sort((a, b) => (a.end < b.end ? -1 : 1));
  // The upper 48 bits decide but for keys within 2^-48 of a border: those go the exact way.
  const ends = sorted.map((shard) => Number(shard.end >> 80n));
  return {
    shardIds: sorted.map((shard) => shard.shardId),
    shardOf(partitionKey) {
      const digest = hash("md5", partitionKey, "buffer");
      const upper = digest.readUIntBE(0, 6);
      let i = 0;
      while (i < ends.length - 1 && upper > (ends[i] as number)) i++;
      if (upper === ends[i]) {
        const exact = BigInt(`0x${digest.toString("hex")}`);
        while (i < sorted.length - 1 && exact > (sorted[i] as { end: bigint }).end) i++;
      }
      return (sorted[i] as { shardId: string }).shardId;
    },
  };
}
