import { writeUtilization, type ShardWrites } from "../core/shard-limits.ts";
import type { ShardSeries, ShardTable } from "../core/history/shards.ts";
import type { SliceSeries } from "../core/history/slices.ts";
import { rounded } from "./rounding.ts";
import type { Report } from "./schema.ts";

/** The hottest shards are shown; the rest are counted. */
const shardsMax = 100;
/** Columns of the heat map. */
const columnsMax = 240;

/** The shards, hottest first, with their load by second of the run, put together into columns. */
export function shardRows(
  table: ShardTable,
  { hotUtilization, limits }: { readonly hotUtilization: number; readonly limits: ShardWrites },
): Report["shards"] {
  const all = [...table.byShard];
  const totals = all.map(([, series]) => series.confirmed.total());
  const confirmed = totals.reduce((sum, total) => sum + total, 0);
  const seconds = Math.max(0, ...all.map(([, series]) => secondsOf(series)));
  const secondsPerColumn = Math.max(1, Math.ceil(seconds / columnsMax));
  const grid = { secondsPerColumn, columns: Math.ceil(seconds / secondsPerColumn), limits };
  const rows = all
    .map(([shard, series]) => shardRow(shard, series, { ...grid, confirmed }))
    .sort((a, b) => b.confirmed - a.confirmed || a.shard.localeCompare(b.shard));
  return {
    hotUtilization,
    skewFactor: confirmed === 0 ? 0 : rounded((Math.max(...totals) * all.length) / confirmed),
    ...grid,
    omitted: Math.max(0, rows.length - shardsMax),
    rows: rows.slice(0, shardsMax),
  };
}

interface Grid {
  readonly limits: ShardWrites;
  readonly secondsPerColumn: number;
  readonly columns: number;
  /** Records confirmed by all shards. */
  readonly confirmed: number;
}

function shardRow(
  shard: string,
  series: ShardSeries,
  grid: Grid,
): Report["shards"]["rows"][number] {
  const utilization = maxima(series, grid);
  const confirmed = series.confirmed.total();
  return {
    shard,
    attempted: series.attempted(),
    confirmed,
    throttled: series.throttled.total(),
    failed: series.failed.total(),
    unknown: series.unknown.total(),
    retried: series.retried.total(),
    confirmedBytes: series.confirmedBytes.total(),
    share: grid.confirmed === 0 ? 0 : rounded(confirmed / grid.confirmed, 4),
    utilizationMax: Math.max(0, ...utilization),
    confirmedByColumn: sums(series.confirmed, grid),
    throttledByColumn: sums(series.throttled, grid),
    utilizationByColumn: utilization,
  };
}

function secondsOf(series: ShardSeries): number {
  const { confirmed, throttled, failed, unknown } = series;
  return Math.max(...[confirmed, throttled, failed, unknown].map((row) => row.length));
}

function sums(series: SliceSeries, grid: Grid): number[] {
  return byColumn(
    grid,
    (second) => series.at(second),
    (a, b) => a + b,
  );
}

/** The nearer of the two limits in each second, and the busiest second of each column. */
function maxima(series: ShardSeries, grid: Grid): number[] {
  const ofSecond = (second: number) =>
    writeUtilization(
      { records: series.confirmed.at(second), bytes: series.confirmedBytes.at(second) },
      grid.limits,
    );
  return byColumn(grid, ofSecond, Math.max).map((share) => rounded(share));
}

function byColumn(
  grid: Grid,
  ofSecond: (second: number) => number,
  join: (a: number, b: number) => number,
): number[] {
  return Array.from({ length: grid.columns }, (_, column) => {
    let value = 0;
    for (let i = 0; i < grid.secondsPerColumn; i++) {
      value = join(value, ofSecond(column * grid.secondsPerColumn + i));
    }
    return value;
  });
}
