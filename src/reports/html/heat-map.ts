import { formatShare } from "../../core/units.ts";
import type { Report } from "../schema.ts";
import { timeAxis } from "../time-axis.ts";
import { shardText } from "../words.ts";
import { columnMs, heatRowsMax, marksOf } from "./chart-specs.ts";
import { html, type Markup } from "./markup.ts";

type Row = Report["shards"]["rows"][number];

/** Height of a row in pixels, and of the bar that marks throttles, as a share of the row. */
const rowHeight = 26;
const throttleHeight = 0.3;
const ticksMax = 8;
const stepsMs = [1, 5, 15, 60, 300, 900, 1_800, 3_600, 10_800, 21_600].map((s) => s * 1_000);

/**
 * The load of every shard over the day: one path for each shade, so that the size stays small. A
 * throttle is a bar at the foot of its cell: told by its shape, and not by colour alone.
 */
export function heatMap(report: Report): Markup {
  const { shards } = report;
  const rows = shards.rows.slice(0, heatRowsMax);
  const marks = marksOf(report).map(({ x, label }) => ({ at: share(report, x), label }));
  const lines = marks.map(
    ({ at }) =>
      html`<line
        class="mark"
        x1="${at * shards.columns}"
        x2="${at * shards.columns}"
        y1="0"
        y2="${rows.length}"
      />`,
  );
  const flags = marks.map(
    ({ at, label }) => html`<b class="flag" style="left:${percent(at)}">${label}</b>`,
  );
  return html`<div class="heat">
      <ol class="shards">
        ${rows.map((row) => html`<li>shard ${shardText(row.shard)}</li>`)}
      </ol>
      <div class="plot">
        <svg
          role="img"
          aria-label="${heatLabel(report)}"
          preserveAspectRatio="none"
          viewBox="0 0 ${shards.columns} ${rows.length}"
          height="${rows.length * rowHeight}"
        >
          ${shades(shards.hotUtilization).map(({ name, least, below }) => {
            const cells = cellPath(rows, { within: (value) => value >= least && value < below });
            return html`<path class="${name}" d="${cells}" />`;
          })}
          <path class="throttle" d="${throttlePath(rows)}" />
          ${lines}
        </svg>
        ${flags}
        <div class="ticks" aria-hidden="true">${ticks(report)}</div>
      </div>
    </div>
    ${legend(shards.hotUtilization)}
    <p class="note" id="heat-note">Point at a cell for its figures.</p>`;
}

function shades(hot: number) {
  const bounds = [0.02, 0.25, 0.5, 0.7].filter((bound) => bound < hot);
  const leasts = [...bounds, hot];
  return leasts.map((least, index) => ({
    name: index === leasts.length - 1 ? "hot" : `shade-${index + 1}`,
    least,
    below: leasts[index + 1] ?? Number.POSITIVE_INFINITY,
  }));
}

/** Neighbouring cells of one shade are one rectangle. */
function cellPath(
  rows: readonly Row[],
  { within }: { within: (value: number) => boolean },
): string {
  const rectangles: string[] = [];
  for (const [y, { utilizationByColumn }] of rows.entries()) {
    let from = -1;
    for (let x = 0; x <= utilizationByColumn.length; x++) {
      const inside = x < utilizationByColumn.length && within(utilizationByColumn[x] ?? 0);
      if (inside && from < 0) from = x;
      if (!inside && from >= 0) {
        rectangles.push(`M${from} ${y + 0.04}H${x}V${y + 0.96}H${from}z`);
        from = -1;
      }
    }
  }
  return rectangles.join("");
}

function throttlePath(rows: readonly Row[]): string {
  return rows
    .flatMap(({ throttledByColumn }, y) =>
      throttledByColumn.map((throttled, x) =>
        throttled > 0 ? `M${x} ${y + 0.96 - throttleHeight}h1v${throttleHeight}h-1z` : "",
      ),
    )
    .join("");
}

function legend(hot: number): Markup {
  const items = shades(hot).map(({ name, least, below }) => {
    const text =
      name === "hot" ? `${formatShare(least, 0)} and more` : `to ${formatShare(below, 0)}`;
    return html`<li><i class="${name}"></i>${text}</li>`;
  });
  return html`<ul class="legend">
    <li>Busiest second, of the limit:</li>
    ${items}
    <li><i class="throttle"></i>throttled</li>
  </ul>`;
}

function heatLabel({ shards }: Report): string {
  const throttled = shards.rows
    .filter((row) => row.throttled > 0)
    .map((row) => shardText(row.shard));
  const busiest = Math.max(0, ...shards.rows.map((row) => row.utilizationMax));
  return (
    `Load of ${shards.rows.length} shards over the day; the busiest second used ` +
    `${formatShare(busiest, 0)} of a limit; ` +
    (throttled.length === 0 ? "no throttles." : `throttles on shard ${throttled.join(", ")}.`)
  );
}

function ticks(report: Report): Markup[] {
  const { of, words } = timeAxis(report);
  const start = of(report.playback.startDayMs);
  const span = columnMs(report) * report.shards.columns;
  const step = stepsMs.find((step) => span / step <= ticksMax) ?? 86_400_000;
  const first = Math.ceil(start / step) * step;
  const times: number[] = [];
  for (let at = first; at < start + span && times.length <= ticksMax; at += step) times.push(at);
  return times.map(
    (at) => html`<span style="left:${percent(share(report, at))}">${words(at)}</span>`,
  );
}

/** Where a time of the axis lies along the map. */
function share(report: Report, at: number): number {
  const start = timeAxis(report).of(report.playback.startDayMs);
  return (at - start) / (columnMs(report) * Math.max(1, report.shards.columns));
}

function percent(share: number): string {
  return `${(Math.min(1, share) * 100).toFixed(2)}%`;
}
