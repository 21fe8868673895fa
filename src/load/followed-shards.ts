import type { PutRecords } from "./put-records.ts";
import type { ShardMap } from "./shard-map.ts";

export interface FollowedShards {
  /** The newest map, under one name. */
  readonly shardMap: ShardMap;
  readonly putRecords: PutRecords;
}

export interface FollowShardsOptions {
  readonly first: ShardMap;
  readonly putRecords: PutRecords;
  /** Asks the service for the open shards. */
  readonly read: () => Promise<ShardMap>;
}

/**
 * Keeps a shard map in step with a stream that is resharded: when an answer names a shard that is
 * not in it, the map is read again, once at a time, as the KPL does it. Until then a record is
 * predicted for the parent; the service stores it in the right child all the same.
 */
export function followShards({ first, putRecords, read }: FollowShardsOptions): FollowedShards {
  let map = first;
  let known = new Set(first.shardIds);
  let reading = false;
  const refresh = async () => {
    reading = true;
    try {
      map = await read();
      known = new Set(map.shardIds);
    } catch {
      // The next answer of a shard that is not known asks again.
    } finally {
      reading = false;
    }
  };
  return {
    shardMap: {
      get shardIds() {
        return map.shardIds;
      },
      get hashKeys() {
        return map.hashKeys;
      },
      indexOf: (partitionKey) => map.indexOf(partitionKey),
    },
    async putRecords(entries, options) {
      const outcomes = await putRecords(entries, options);
      const isBehind = outcomes.some(
        (outcome) => outcome.kind === "confirmed" && !known.has(outcome.shardId),
      );
      if (isBehind && !reading) void refresh();
      return outcomes;
    },
  };
}
