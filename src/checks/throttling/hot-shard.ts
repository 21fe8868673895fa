import type { History } from "../../core/history/history.ts";
import type { ShardWrites } from "../../core/shard-limits.ts";
import { formatCount, formatShare } from "../../core/units.ts";
import { shardSeconds } from "./shard-seconds.ts";

/** A shard is hot that was saturated in this share of the seconds in which it was written to … */
const saturatedShareMin = 0.5;
/** … while the others used less than this share of their limits on average. */
const othersUtilizationMax = 0.5;
const keysNamed = 3;

/** One shard at its limit while the others idle, and the keys that made it so. */
export interface HotShard {
  readonly shard: string;
  /** Of all confirmed records. */
  readonly share: number;
  /** Seconds in which it refused records or was above the hot utilization, of those in which … */
  readonly saturatedSeconds: number;
  /** … anything was written to it. */
  readonly seconds: number;
  /** Of the other shards' limits, on average over the same seconds. */
  readonly othersUtilization: number;
  /** Of the most frequent keys those that go there, with their least shares of all records. */
  readonly keys: readonly { readonly key: string; readonly share: number }[];
}

/** The hot shard of a run, if it had one. A stream of one shard has no other to compare it with. */
export function findHotShard(
  { load }: History,
  { hotUtilization, limits }: { readonly hotUtilization: number; readonly limits: ShardWrites },
): HotShard | undefined {
  const shards = new Map<string, Tally>();
  for (const { shard, second, throttled, utilization } of shardSeconds(load.shards, limits)) {
    const tally = shards.get(shard) ?? { seconds: 0, saturated: new Set(), used: 0 };
    shards.set(shard, tally);
    tally.seconds++;
    tally.used += utilization;
    if (throttled > 0 || utilization > hotUtilization) tally.saturated.add(second);
  }
  const [hottest] = [...shards].sort(([, a], [, b]) => b.saturated.size - a.saturated.size);
  if (!hottest || shards.size < 2) return undefined;
  const [shard, { seconds, saturated }] = hottest;
  const othersUsed = [...shards].reduce(
    (sum, [id, { used }]) => sum + (id === shard ? 0 : used),
    0,
  );
  const othersUtilization = othersUsed / seconds / (shards.size - 1);
  if (saturated.size < saturatedShareMin * seconds) return undefined;
  if (othersUtilization > othersUtilizationMax) return undefined;
  const confirmed = (id: string) => load.shards.of(id).confirmed.total();
  const total = [...shards.keys()].reduce((sum, id) => sum + confirmed(id), 0);
  return {
    shard,
    share: total === 0 ? 0 : confirmed(shard) / total,
    saturatedSeconds: saturated.size,
    seconds,
    othersUtilization,
    keys: load.keys
      .top(load.keyShards.size)
      .filter(({ key }) => load.keyShards.get(key) === shard)
      .map(({ key, count }) => ({ key, share: count / load.keys.total }))
      .slice(0, keysNamed),
  };
}

interface Tally {
  seconds: number;
  readonly saturated: Set<number>;
  /** Summed utilization of its seconds. */
  used: number;
}

/** What was found, in a line. */
export function hotShardWords(hot: HotShard): string {
  const [key] = hot.keys;
  const blame = key
    ? `key \`${key.key}\` goes there, and is at least ${formatShare(key.share, 1)} of all ` +
      "records: no reshard divides one key"
    : "none of the most frequent keys goes there";
  return (
    `hot shard ${hot.shard}: at its limit in ${formatCount(hot.saturatedSeconds)} of ` +
    `${formatCount(hot.seconds)} seconds with ${formatShare(hot.share, 1)} of the records, while ` +
    `the others used ${formatShare(hot.othersUtilization, 1)} of theirs on average; ${blame}`
  );
}
