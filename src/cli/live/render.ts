import { formatCount } from "../../core/units.ts";
import type { LiveView } from "../../run/live-view.ts";
import { inOneLine } from "./cells.ts";
import { count, countdown, latency, percent } from "./figures.ts";
import { type Colour, flow, ink, type Line, lineWidth, paint, type Tone } from "./ink.ts";
import { outlookOf } from "./outlook.ts";
import { bar, sparkline } from "./shapes.ts";
import { shardLines } from "./shards.ts";

/** Wider than this the eye loses the line: a wider terminal stays empty at its right. */
const columnsMax = 120;
const labelCells = 10;
const eventsMax = 3;

/**
 * The live picture as lines, each of fewer cells than `columns`: a terminal that is given a full
 * line may wrap it. At 80 columns with six shards it has at most 16 lines.
 */
export function renderLive(
  view: LiveView,
  options: { readonly columns: number; readonly colour: Colour },
): string[] {
  const columns = Math.max(1, Math.min(options.columns, columnsMax) - 1);
  const cells = Math.max(1, columns - labelCells);
  const lines: Line[] = [
    titleLine(view, columns),
    ...labelled("progress", [progressLine(view, cells)]),
    ...labelled("day", [dayLine(view, cells)]),
    ...labelled("rate", flow(rateItems(view), cells)),
    ...labelled("records", flow(recordItems(view), cells)),
    ...labelled("p99", flow(latencyItems(view), cells)),
    ...labelled("shards", shardLines(view.shardUtilization, cells)),
    ...labelled("backlog", flow(backlogItems(view), cells)),
    ...labelled("budget", flow(budgetItems(view), cells)),
    ...labelled(
      "events",
      view.events.slice(-eventsMax).map((event) => [ink(inOneLine(event))]),
    ),
  ];
  return lines.map((line) => paint(line, { columns, colour: options.colour }));
}

/** Puts a label before the first of several lines, and nothing before none. */
function labelled(label: string, lines: readonly Line[]): Line[] {
  return lines.map((line, index) => [
    ink((index === 0 ? ` ${label}` : "").padEnd(labelCells), "faint"),
    ...line,
  ]);
}

function titleLine(view: LiveView, columns: number): Line {
  const outlook = outlookOf(view);
  const left: Line = [
    ink(" aforo", "accent"),
    ink("  "),
    ink(inOneLine(view.scenario), "strong"),
    ink(`  ${view.phase}`, "faint"),
  ];
  const gap = Math.max(2, columns - lineWidth(left) - outlook.text.length);
  return [...left, ink(" ".repeat(gap)), ink(outlook.text, outlook.tone)];
}

function shareDone(view: LiveView): number {
  if (!(view.durationMs > 0)) return 0;
  return Math.min(1, Math.max(0, view.elapsedMs / view.durationMs));
}

function progressLine(view: LiveView, cells: number): Line {
  const share = shareDone(view);
  const left = `${countdown(view.durationMs - view.elapsedMs)} left`;
  const figures = `  ${percent(share).padStart(5)}  ${left.padStart(10)}  ${view.timeOfDay}`;
  const { full, rest } = bar(share, Math.max(4, cells - figures.length));
  return [ink(full, "accent"), ink(rest, "faint"), ink(figures)];
}

/** The day's curve: what has been, and faintly what is to come. */
function dayLine(view: LiveView, cells: number): Line {
  const ahead = view.curveAhead ?? [];
  const top = Math.max(0, ...view.curve, ...ahead);
  const sliceCount = view.curve.length + ahead.length;
  const share = ahead.length > 0 ? view.curve.length / sliceCount : shareDone(view);
  const past = view.curve.length === 0 ? 0 : Math.max(1, Math.round(share * cells));
  const coming = sparkline(ahead, cells - past, top);
  return [
    ink(sparkline(view.curve, past, top).padEnd(past), "accent"),
    ink(coming === "" ? "·".repeat(cells - past) : coming, "faint"),
  ];
}

function rateItems(view: LiveView): Line[] {
  return [
    item("offered", `${count(view.offeredPerSecond)}/s`, { cells: 9 }),
    item("confirmed", `${count(view.confirmedPerSecond)}/s`, { cells: 9 }),
  ];
}

function recordItems(view: LiveView): Line[] {
  const total = formatCount(view.intendedTotal);
  return [
    [ink(formatCount(view.intended).padStart(total.length)), ink(` of ${total} sent`, "faint")],
    item("confirmed", formatCount(view.confirmed), { cells: total.length }),
    item("throttled", count(view.throttled), {
      cells: 7,
      tone: view.throttled > 0 ? "warn" : "plain",
    }),
  ];
}

function latencyItems(view: LiveView): Line[] {
  const { acknowledged, read, received, final } = view.p99Ms;
  return [
    item("acknowledged", latency(acknowledged), { cells: 6 }),
    item("read", latency(read), { cells: 6 }),
    item("received", latency(received), { cells: 6 }),
    item("FINAL", latency(final), { cells: 6 }),
  ];
}

function backlogItems(view: LiveView): Line[] {
  return [
    item("stream", count(view.backlog.stream), { cells: 7 }),
    item("queues", count(view.backlog.queues), { cells: 7 }),
    item("delivery", count(view.backlog.delivery), { cells: 7 }),
  ];
}

function budgetItems(view: LiveView): Line[] {
  return (["ingest", "freshness"] as const).flatMap((name) => {
    const left = view.budgetLeft[name];
    return left === undefined ? [] : [budgetItem(name, left)];
  });
}

function budgetItem(name: string, left: number): Line {
  const tone = left < 0 ? "bad" : left < 0.5 ? "warn" : "good";
  const { full, rest } = bar(left, 10);
  const figure = left < 0 ? "overspent" : `${percent(left)} left`;
  return [
    ink(`${name} `, "faint"),
    ink(full, tone),
    ink(rest, "faint"),
    ink(` ${figure.padStart(10)}`, tone === "good" ? "plain" : tone),
  ];
}

function item(name: string, value: string, options: { cells: number; tone?: Tone }): Line {
  return [ink(`${name} `, "faint"), ink(value.padStart(options.cells), options.tone ?? "plain")];
}
