import { formatShare } from "../../core/units.ts";
import { hops } from "../../core/history/history.ts";
import type { Report } from "../schema.ts";
import { timeAxis } from "../time-axis.ts";
import { hopTitles, shardText } from "../words.ts";

/** What the page's script draws. Colours are names of custom properties of the style sheet. */
export interface ChartSpec {
  readonly id: string;
  readonly x: {
    readonly kind: "day" | "elapsed" | "percentile";
    readonly values: readonly number[];
  };
  readonly range: readonly [number, number];
  readonly y: {
    readonly scale: "linear" | "log";
    readonly unit: "rate" | "count" | "ms" | "share";
  };
  readonly series: readonly ChartSeries[];
  readonly marks: readonly { readonly x: number; readonly label: string }[];
}

interface ChartSeries {
  readonly label: string;
  readonly colour: string;
  readonly style: "line" | "dashed" | "area";
  readonly values: readonly (number | null)[];
}

/** The charts of the page, and the numbers that the heat map tells when it is pointed at. */
export function chartSpecs(report: Report): { charts: ChartSpec[]; heat: object } {
  const { shards, playback } = report;
  const axis = timeAxis(report);
  const charts = [rate(report), latency(report), backlog(report), budgets(report), curve(report)];
  return {
    charts: charts.filter(
      ({ id, series }) =>
        (playback.keep === "rate" || id === "backlog") &&
        series.some(({ values }) => values.length > 0),
    ),
    heat: {
      kind: axis.kind,
      startMs: axis.of(playback.startDayMs),
      columnMs: columnMs(report),
      columns: shards.columns,
      rows: shards.rows.slice(0, heatRowsMax).map((row) => ({
        shard: shardText(row.shard),
        confirmed: row.confirmedByColumn,
        throttled: row.throttledByColumn,
        utilization: row.utilizationByColumn,
      })),
    },
  };
}

/** How much of its axis a column of the heat map takes. */
export function columnMs(report: Report): number {
  const { playback, shards } = report;
  const { of } = timeAxis(report);
  const dayMs = shards.secondsPerColumn * 1_000 * playback.compression;
  return of(playback.startDayMs + dayMs) - of(playback.startDayMs);
}

/** Rows of the heat map: beyond it they would be thinner than a finger. */
export const heatRowsMax = 32;

/** Disturbances by the numbers that the list under the charts gives them. */
export function marksOf(report: Report): ChartSpec["marks"] {
  const { of } = timeAxis(report);
  return report.disturbances.map(({ atDayMs }, i) => ({ x: of(atDayMs), label: String(i + 1) }));
}

function dayAxis(report: Report): Pick<ChartSpec, "x" | "range" | "marks"> {
  const { startDayMs, spanMs } = report.playback;
  return {
    x: { kind: "day", values: report.day.atDayMs },
    range: [startDayMs, startDayMs + spanMs],
    marks: marksOf(report),
  };
}

function rate(report: Report): ChartSpec {
  const { offeredPerSecond, confirmedPerSecond } = report.day;
  return {
    id: "rate",
    ...dayAxis(report),
    y: { scale: "linear", unit: "rate" },
    series: [
      { label: "offered", colour: "offered", style: "area", values: offeredPerSecond },
      { label: "confirmed", colour: "confirmed", style: "line", values: confirmedPerSecond },
    ],
  };
}

function latency(report: Report): ChartSpec {
  const series = hops.flatMap((hop): ChartSeries[] => {
    const rows = report.day.latencyMs[hop];
    if (!rows) return [];
    return [
      { label: `${hop} p99`, colour: hop, style: "line", values: rows.p99.map(aboveZero) },
      { label: `${hop} p50`, colour: hop, style: "dashed", values: rows.p50.map(aboveZero) },
    ];
  });
  return { id: "latency", ...dayAxis(report), y: { scale: "log", unit: "ms" }, series };
}

function backlog(report: Report): ChartSpec {
  const { stream, queues, delivery } = report.backlog;
  const { startDayMs } = report.playback;
  const { kind, of } = timeAxis(report);
  const values = report.backlog.atDayMs.map(of);
  const end = loadEnd(report);
  return {
    id: "backlog",
    x: { kind, values },
    range: [of(startDayMs), Math.max(end, ...values)],
    y: { scale: "linear", unit: "count" },
    series: [
      { label: "in the stream", colour: "read", style: "line", values: stream },
      { label: "in the queues", colour: "received", style: "line", values: queues },
      { label: "held for delivery", colour: "final", style: "dashed", values: delivery },
    ],
    marks: [...marksOf(report), { x: end, label: "load ends" }],
  };
}

/** When the load was over: by its schedule, or when it was through where it has none. */
function loadEnd({ playback, phases }: Report): number {
  if (playback.keep === "rate") return playback.startDayMs + playback.spanMs;
  return phases.find(({ name }) => name === "load")?.tookMs ?? playback.playedInMs;
}

function budgets(report: Report): ChartSpec {
  const series = (["ingest", "freshness"] as const).flatMap((name): ChartSeries[] => {
    const budget = report.budgets[name];
    if (!budget) return [];
    const label = `${name} (${formatShare(budget.objective, 4)})`;
    const colour = name === "ingest" ? "acknowledged" : "final";
    const style = name === "ingest" ? "line" : "dashed";
    return [{ label, colour, style, values: budget.spentBySlice }];
  });
  return { id: "budgets", ...dayAxis(report), y: { scale: "linear", unit: "share" }, series };
}

function curve({ percentiles }: Report): ChartSpec {
  const x = percentiles.at.map((percentile) => -Math.log10(1 - percentile / 100));
  const series = hops.flatMap((hop): ChartSeries[] => {
    const values = percentiles.latencyMs[hop];
    if (!values) return [];
    return [{ label: hopTitles[hop], colour: hop, style: "line", values: values.map(aboveZero) }];
  });
  return {
    id: "curve",
    x: { kind: "percentile", values: x },
    range: [0, Math.max(2, ...x)],
    y: { scale: "log", unit: "ms" },
    series,
    marks: [],
  };
}

/** A logarithmic axis has no zero: what is below a hundredth of a millisecond is drawn there. */
function aboveZero(value: number | null): number | null {
  return value === null ? null : Math.max(0.01, value);
}
