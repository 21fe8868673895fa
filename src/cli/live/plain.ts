import { formatCount, formatDuration } from "../../core/units.ts";
import type { LiveView } from "../../run/live-view.ts";
import { inOneLine } from "./cells.ts";
import { countdown, percent } from "./figures.ts";
import { outlookOf } from "./outlook.ts";

/** The same in one line, for a pipe or a CI log. What was not measured is left out. */
export function renderLine(view: LiveView): string {
  const parts = [
    `${inOneLine(view.scenario)} ${view.phase}`,
    `${view.timeOfDay} (${progressOf(view)})`,
    `${formatCount(view.intended)} of ${formatCount(view.intendedTotal)} sent, ` +
      `${formatCount(view.confirmed)} confirmed, ${formatCount(view.throttled)} throttled`,
    `${formatCount(view.offeredPerSecond)}/s offered, ` +
      `${formatCount(view.confirmedPerSecond)}/s confirmed`,
    latencies(view),
    hottest(view),
    `backlog ${formatCount(view.backlog.stream)} stream, ` +
      `${formatCount(view.backlog.queues)} queues, ${formatCount(view.backlog.delivery)} delivery`,
    budgets(view),
    outlookOf(view).text,
  ];
  return parts.filter((part) => part !== "").join(" | ");
}

function progressOf(view: LiveView): string {
  const share = view.durationMs > 0 ? view.elapsedMs / view.durationMs : 0;
  return `${percent(Math.min(1, share))}, ${countdown(view.durationMs - view.elapsedMs)} left`;
}

function latencies(view: LiveView): string {
  const { acknowledged, read, received, final } = view.p99Ms;
  const measured = Object.entries({ acknowledged, read, received, FINAL: final })
    .filter(([, ms]) => Number.isFinite(ms))
    .map(([hop, ms]) => `${hop} ${formatDuration(ms)}`);
  return measured.length === 0 ? "" : `p99 ${measured.join(", ")}`;
}

function hottest(view: LiveView): string {
  if (view.shardUtilization.length === 0) return "";
  const share = Math.max(...view.shardUtilization);
  return `hottest shard ${view.shardUtilization.indexOf(share)} at ${percent(share)}`;
}

function budgets(view: LiveView): string {
  const left = (["ingest", "freshness"] as const).flatMap((name) => {
    const share = view.budgetLeft[name];
    return share === undefined ? [] : [`${name} ${share < 0 ? "overspent" : percent(share)}`];
  });
  return left.length === 0 ? "" : `budget left: ${left.join(", ")}`;
}
