import { writeUtilization, type ShardWrites } from "../../core/shard-limits.ts";
import type { ShardTable } from "../../core/history/shards.ts";

/** One shard in one second of the run. */
export interface ShardSecond {
  readonly shard: string;
  readonly second: number;
  readonly throttled: number;
  /**
   * Share of the limit that binds first, by confirmed records; a call's second is its beginning.
   */
  readonly utilization: number;
}

/** Every shard-second in which something was written or refused. */
export function* shardSeconds(
  { byShard }: ShardTable,
  limits: ShardWrites,
): Generator<ShardSecond> {
  for (const [shard, series] of byShard) {
    const seconds = Math.max(series.confirmed.length, series.throttled.length);
    for (let second = 0; second < seconds; second++) {
      const throttled = series.throttled.at(second);
      const taken = {
        records: series.confirmed.at(second),
        bytes: series.confirmedBytes.at(second),
      };
      const utilization = writeUtilization(taken, limits);
      if (throttled > 0 || utilization > 0) yield { shard, second, throttled, utilization };
    }
  }
}

/** The seconds of the run in which anything was attempted, counted from its beginning. */
export function secondsOf({ byShard }: ShardTable): number {
  let seconds = 0;
  for (const { confirmed, throttled, failed, unknown } of byShard.values()) {
    seconds = Math.max(
      seconds,
      ...[confirmed, throttled, failed, unknown].map((series) => series.length),
    );
  }
  return seconds;
}
