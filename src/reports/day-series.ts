import type { BudgetTally } from "../core/history/budget.ts";
import type { HopHistory } from "../core/history/hop.ts";
import type { SliceSeries } from "../core/history/slices.ts";
import { LatencyHistogram } from "../core/latency.ts";
import type { Playback } from "../scenario/plan.ts";
import { rounded, roundedOrNull } from "./rounding.ts";
import { hops, type Hop, type History } from "../core/history/history.ts";
import { hopHistory } from "../checks/evidence/hops.ts";
import type { Report } from "./schema.ts";

/** Slices of the day that a report shows at most: five minutes each of a whole day. */
const columnsMax = 288;

/** How the slices of the history are put together into the columns of the report. */
export interface SliceGrid {
  readonly columns: number;
  readonly slicesPerColumn: number;
  /** Real seconds of each column; the last one may be short. */
  readonly seconds: readonly number[];
}

export function sliceGrid(playback: Playback): SliceGrid {
  const slices = Math.max(1, Math.ceil(playback.playedInMs / playback.sliceMs));
  const slicesPerColumn = Math.ceil(slices / columnsMax);
  const columns = Math.ceil(slices / slicesPerColumn);
  const columnMs = playback.sliceMs * slicesPerColumn;
  const seconds = Array.from(
    { length: columns },
    (_, column) => Math.min(columnMs, playback.playedInMs - column * columnMs) / 1_000,
  );
  return { columns, slicesPerColumn, seconds };
}

/** Every hop that has a history, in the order of the path. */
export function hopHistories(history: History): [Hop, HopHistory][] {
  return hops.flatMap((hop): [Hop, HopHistory][] => {
    const found = hopHistory(history, hop);
    return found ? [[hop, found]] : [];
  });
}

/** Rates and latencies by time of day. Histograms are merged, percentiles never averaged. */
export function daySeries(playback: Playback, history: History): Report["day"] {
  const grid = sliceGrid(playback);
  const sliceMs = playback.sliceMs * grid.slicesPerColumn;
  const perSecond = (series: SliceSeries) =>
    columnSums(series, grid).map((sum, column) => rounded(sum / (grid.seconds[column] ?? 1)));
  return {
    sliceMs,
    atDayMs: Array.from({ length: grid.columns }, (_, column) =>
      rounded(playback.startOfDayMs + column * sliceMs * playback.compression),
    ),
    offeredPerSecond: perSecond(history.load.offered),
    confirmedPerSecond: perSecond(history.load.confirmedBySlice),
    latencyMs: Object.fromEntries(
      hopHistories(history).map(([hop, hopHistory]) => [hop, latencySeries(hopHistory, grid)]),
    ),
  };
}

/** One budget, and how much of it was spent by the end of each slice of the day. */
export function budgetSpent(
  tally: BudgetTally,
  options: { objective: number; withinMs: number; grid: SliceGrid },
): NonNullable<Report["budgets"]["ingest"]> {
  const { objective, withinMs, grid } = options;
  const good = tally.good.total();
  const bad = tally.bad.total();
  const allowed = (1 - objective) * (good + bad);
  const spent = (records: number) => (records === 0 ? 0 : rounded(records / allowed, 4));
  let sum = 0;
  const spentBySlice = columnSums(tally.bad, grid).map((records) => spent((sum += records)));
  return {
    objective,
    withinMs,
    good,
    bad,
    allowed: rounded(allowed),
    spent: spent(bad),
    spentBySlice,
  };
}

function columnSums(series: SliceSeries, grid: SliceGrid): number[] {
  const sums = Array.from({ length: grid.columns }, () => 0);
  for (let slice = 0; slice < series.length; slice++) {
    const column = Math.min(grid.columns - 1, Math.floor(slice / grid.slicesPerColumn));
    sums[column] = (sums[column] ?? 0) + series.at(slice);
  }
  return sums;
}

/** Percentiles of each column. */
export function latencySeries(hop: HopHistory, grid: SliceGrid) {
  const columns = Array.from({ length: grid.columns }, (_, column) =>
    mergedColumn(hop, grid, column),
  );
  const at = (percentile: number) =>
    columns.map((histogram) => roundedOrNull(histogram.percentileMs(percentile)));
  return { p50: at(50), p99: at(99) };
}

function mergedColumn(hop: HopHistory, grid: SliceGrid, column: number): LatencyHistogram {
  const merged = new LatencyHistogram(2);
  for (let i = 0; i < grid.slicesPerColumn; i++) {
    const histogram = hop.bySlice.get(column * grid.slicesPerColumn + i);
    if (histogram) merged.merge(histogram);
  }
  return merged;
}
