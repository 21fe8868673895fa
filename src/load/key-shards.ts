import type { LoadHistory } from "../core/history/load.ts";
import type { ShardMap } from "./shard-map.ts";

/** The most frequent keys whose shards are noted. */
const keysNoted = 20;

/** Notes to which shard each of the most frequent keys goes: only the load knows the ranges. */
export function noteKeyShards({ keys, keyShards }: LoadHistory, shardMap: ShardMap): void {
  for (const { key } of keys.top(keysNoted)) {
    keyShards.set(key, shardMap.shardIds[shardMap.indexOf(key)] as string);
  }
}
