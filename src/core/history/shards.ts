import { SliceSeries } from "./slices.ts";

/** How an attempt to write a record ended. A time-out is unknown, never failed. */
export type AttemptOutcome = "confirmed" | "throttled" | "failed" | "unknown";

const attemptOutcomes: readonly AttemptOutcome[] = ["confirmed", "throttled", "failed", "unknown"];

/**
 * What the producer saw of one shard, by second of the run (the second in which the call began).
 * Attempts are of Kinesis records: they, and their bytes, are what the shard's limits count.
 */
export class ShardSeries {
  readonly confirmed = new SliceSeries();
  readonly throttled = new SliceSeries();
  readonly failed = new SliceSeries();
  readonly unknown = new SliceSeries();
  /** Bytes of confirmed records, partition keys included. */
  readonly confirmedBytes = new SliceSeries();
  /** What producers put: more than `confirmed` where one Kinesis record holds several. */
  readonly confirmedUserRecords = new SliceSeries();
  /** Attempts that were not the first of their record. */
  readonly retried = new SliceSeries();

  merge(other: ShardSeries): void {
    for (const key of shardKeys) this[key].merge(other[key]);
  }

  attempted(): number {
    return attemptOutcomes.reduce((sum, outcome) => sum + this[outcome].total(), 0);
  }
}

const shardKeys = [
  ...attemptOutcomes,
  "confirmedBytes",
  "confirmedUserRecords",
  "retried",
] as const;

export class ShardTable {
  readonly byShard = new Map<string, ShardSeries>();

  of(shard: string): ShardSeries {
    let series = this.byShard.get(shard);
    if (!series) this.byShard.set(shard, (series = new ShardSeries()));
    return series;
  }

  merge(other: ShardTable): void {
    for (const [shard, series] of other.byShard) this.of(shard).merge(series);
  }

  toJSON(): Record<string, Record<string, number[]>> {
    return Object.fromEntries(
      [...this.byShard].map(([shard, series]) => [
        shard,
        Object.fromEntries(shardKeys.map((key) => [key, series[key].toJSON()])),
      ]),
    );
  }

  static fromJSON(json: Readonly<Record<string, Record<string, number[]>>>): ShardTable {
    const table = new ShardTable();
    for (const [shard, rows] of Object.entries(json)) {
      const series = table.of(shard);
      for (const key of shardKeys) series[key].merge(SliceSeries.fromJSON(rows[key] ?? []));
    }
    return table;
  }
}
