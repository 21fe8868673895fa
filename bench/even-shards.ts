import { evenRanges } from "../src/core/hash-ranges.ts";
import { createShardMap, type ShardMap } from "../src/load/shard-map.ts";

/** The map of a new stream's shards. */
export function evenShards(count: number): ShardMap {
  return createShardMap(
    evenRanges(count).map(({ start, end }, i) => ({
      shardId: `shardId-${String(i).padStart(12, "0")}`,
      startingHashKey: String(start),
      endingHashKey: String(end),
    })),
  );
}
