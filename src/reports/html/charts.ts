import { formatClock, formatCount, formatShare, formatSize } from "../../core/units.ts";
import type { Report } from "../schema.ts";
import { timeAxis } from "../time-axis.ts";
import { msText } from "../words.ts";
import { heatMap } from "./heat-map.ts";
import { html, type Markup } from "./markup.ts";

/** The charts over the day, and the percentile curve. Each says in words what it shows. */
export function chartSections(report: Report): Markup {
  const { shards, budgets, backlog, playback } = report;
  // What is drawn by the time at which records were meant to be sent is nothing without a schedule.
  const isScheduled = playback.keep === "rate";
  const hasBudgets = budgets.ingest !== undefined || budgets.freshness !== undefined;
  return html`<section aria-labelledby="day">
      <h2 id="day">${isScheduled ? "Over the day" : "Over the run"}</h2>
      <noscript
        ><p class="note">The charts need scripts; the tables and the heat map do not.</p></noscript
      >
      ${disturbanceList(report)} ${isScheduled ? scheduleFigures(report) : undefined}
      ${
        shards.rows.length === 0
          ? undefined
          : html`<figure>
              <figcaption>
                <h3>Load of the shards</h3>
                <p>
                  Confirmed writes against ${formatCount(shards.limits.recordsPerSecond)} records
                  and ${formatSize(shards.limits.bytesPerSecond)} a second, the nearer of the two;
                  hottest shard first.
                </p>
              </figcaption>
              ${heatMap(report)}
            </figure>`
      }
      ${
        backlog.atDayMs.length === 0
          ? undefined
          : figure("backlog", {
              title: "Backlog",
              note: "Records that wait, until the pipeline has drained.",
              label: backlogLabel(report),
            })
      }
      ${
        hasBudgets
          ? figure("budgets", {
              title: "Error budgets spent",
              note: "Of the bad records that the objective allows at this size, which are 100 %.",
              label: budgetLabel(report),
            })
          : undefined
      }
    </section>
    ${isScheduled ? percentileSection(report) : undefined}`;
}

function scheduleFigures(report: Report): Markup {
  return html`${figure("rate", {
    title: "Offered and confirmed rate",
    note: "Records a second, by the time at which they were meant to be sent.",
    label: rateLabel(report),
  })}
  ${figure("latency", {
    title: "Latency by hop",
    note: "From the intended time of a record to the hop; p99 solid, p50 dashed; logarithmic.",
    label: latencyLabel(report),
  })}`;
}

function percentileSection(report: Report): Markup {
  return html`<section aria-labelledby="percentiles">
    <h2 id="percentiles">Percentile curve</h2>
    ${figure("curve", {
      title: "Latency by percentile",
      note: "Each step to the right is ten times rarer; a curve ends where the samples do.",
      label: `${latencyLabel(report)} The table below has the figures.`,
    })}
  </section>`;
}

function figure(id: string, text: { title: string; note: string; label: string }): Markup {
  return html`<figure>
    <figcaption>
      <h3>${text.title}</h3>
      <p>${text.note}</p>
    </figcaption>
    <div class="chart" id="chart-${id}" role="img" aria-label="${text.label}"></div>
  </figure>`;
}

function disturbanceList(report: Report): Markup | undefined {
  if (report.disturbances.length === 0) return undefined;
  const { of, words } = timeAxis(report);
  const items = report.disturbances.map(
    ({ atDayMs, kind, instance, detail }) =>
      html`<li><b>${words(of(atDayMs))}</b> ${kind.replace("-", " ")}: ${instance}. ${detail}</li>`,
  );
  return html`<p class="note">Disturbances, marked by their numbers in the charts:</p>
    <ol class="disturbances">
      ${items}
    </ol>`;
}

function rateLabel({ day }: Report): string {
  const least = Math.min(...day.offeredPerSecond);
  const most = Math.max(...day.offeredPerSecond);
  const at = day.atDayMs[day.offeredPerSecond.indexOf(most)] ?? 0;
  return (
    `Offered rate by time of day, from ${formatCount(least)} to ${formatCount(most)} records a ` +
    `second at ${formatClock(at)}, and the rate that was confirmed.`
  );
}

function latencyLabel({ latencyMs }: Report): string {
  const parts = Object.entries(latencyMs).map(([hop, figures]) =>
    figures ? `${hop} ${msText(figures.p99, figures.count)}` : "",
  );
  return `Latency from the intended time; p99 over the run: ${parts.join(", ")}.`;
}

function backlogLabel({ backlog }: Report): string {
  const most = (row: readonly number[]) => formatCount(Math.max(0, ...row));
  return (
    `Backlog by time of day; at most ${most(backlog.stream)} records in the stream, ` +
    `${most(backlog.queues)} in the queues, ${most(backlog.delivery)} held for delivery.`
  );
}

function budgetLabel({ budgets }: Report): string {
  const parts = Object.entries(budgets).map(([name, budget]) =>
    budget ? `${name} ${formatShare(budget.spent, 1)}` : "",
  );
  return `Error budgets spent by time of day; at the end: ${parts.join(", ")}.`;
}
