import { formatCount, formatDuration, formatShare, formatSize } from "../../core/units.ts";
import type { Report } from "../schema.ts";
import { msText } from "../words.ts";
import { type Content, html, type Markup } from "./markup.ts";
import { figureTable, latencyCells, latencyHead } from "./tables.ts";

/** Whether the harness itself was fit to measure. */
export function harnessSection({ scheduleLagMs, environment }: Report): Markup {
  const { harness, cores } = environment;
  return html`<section aria-labelledby="harness">
    <h2 id="harness">Harness</h2>
    <p>
      CPU ${formatShare(harness.cpuShare, 0)} of ${cores} cores
      (${formatDuration(harness.cpuUserMs + harness.cpuSystemMs)} in
      ${formatDuration(harness.wallMs)}); at most ${formatSize(harness.residentBytesMax)} resident.
    </p>
    ${figureTable({
      caption: "Schedule lag: from the intended time to the acceptance by the driver",
      head: ["", ...latencyHead],
      rows: [["Schedule lag", ...latencyCells(scheduleLagMs)]],
    })}
    ${figureTable({
      caption: "Threads",
      head: ["Thread", "Event loop busy", "Delay p50", "Delay p99", "Delay max"],
      rows: harness.threads.map(({ role, utilization, eventLoopDelayMs: { p50, p99, max } }) => [
        role,
        formatShare(utilization, 0),
        ...[p50, p99, max].map((ms) => msText(ms, 1)),
      ]),
    })}
  </section>`;
}

export function methodSection(report: Report): Markup {
  const { environment, latencyBelowZero, playback, standIns } = report;
  const belowZero = Object.values(latencyBelowZero).reduce((sum, count) => sum + (count ?? 0), 0);
  const scaled =
    playback.compression === 1
      ? "The day is played in real time: nothing is scaled."
      : `The day is walked ${formatCount(playback.compression)} times as fast, each ` +
        "moment at its true rate. What belongs to the day is divided by that: retention, the " +
        "de-duplication window, the delay of planted duplicates, the windows of burn rates. What " +
        "belongs to the wire is not: shard limits, polls, batching windows, visibility, " +
        "delivery intervals, backoff.";
  return html`<section aria-labelledby="method">
    <h2 id="method">How it was measured</h2>
    <p>
      The schedule is open: when a record is to be sent follows from the scenario and the seed
      alone. It never waits for an answer, but where the producer’s buffer is full; that wait is
      schedule lag. Every latency counts from that intended time, but for what is called a service
      time. A producer or a pipeline that falls behind therefore shows in the figures of all the
      records behind it, and is not hidden by sending fewer of them (coordinated omission). How well
      the harness kept its schedule is the schedule lag.
    </p>
    <p>
      Clocks: ${environment.clockMethod}. ${formatCount(belowZero)} samples came out below zero;
      such samples are counted, and recorded as zero.
    </p>
    <p>
      Percentiles come from histograms exact to three significant digits, two for those over the
      day; histograms are merged, percentiles never averaged.
    </p>
    <p>${scaled}</p>
    <p>
      What was lost, added, altered or repeated was established after the drain by reading RAW,
      FINAL, quarantine and dead letters back over the wire, and comparing them with what was sent.
      No stage’s own counters enter into it.
    </p>
    ${
      standIns.length === 0
        ? undefined
        : html`<p>What AWS has and a stage here stood in for:</p>
            <ul>
              ${standIns.map(
                ({ stage, standsFor }) => html`<li><code>${stage}</code> for ${standsFor}</li>`,
              )}
            </ul>`
    }
  </section>`;
}

export function environmentSection({ environment, phases, drain }: Report): Markup {
  const { aforo, node, platform, cpu, cores, memoryBytes } = environment;
  return html`<section aria-labelledby="environment">
    <h2 id="environment">Environment</h2>
    ${facts([
      ["aforo", aforo],
      ["Node.js", node],
      ["Platform", platform],
      ["CPU", `${cpu}, ${cores} cores`],
      ["Memory", formatSize(memoryBytes)],
      ["Phases", phases.map(({ name, tookMs }) => `${name} ${formatDuration(tookMs)}`).join(", ")],
      [
        "Drain",
        drain.completed
          ? `completed in ${formatDuration(drain.tookMs)}`
          : `not completed after ${formatDuration(drain.tookMs)}, waiting for ${drain.waitingFor}`,
      ],
    ])}
  </section>`;
}

export function scenarioSection({ scenario, load, command, digest }: Report): Markup {
  const sources = load.sources.map(
    ({ generator, share, records }) =>
      `${generator} ${formatShare(share, 1)} (${formatCount(records)})`,
  );
  const { ok, partial, failed, unknown } = load.calls;
  return html`<section aria-labelledby="scenario">
    <h2 id="scenario">Scenario</h2>
    <p>${scenario.description}</p>
    ${facts([
      ["Name", scenario.name],
      ["Hash", html`<code>${scenario.hash}</code>`],
      ["Seed", scenario.seed],
      ["Digest of the load", html`<code>${digest}</code>`],
      ["Sources", sources.join(", ")],
      ["Payload", formatSize(load.payloadBytes)],
      [
        "PutRecords calls",
        `${formatCount(ok)} wholly confirmed, ${formatCount(partial)} in part, ` +
          `${formatCount(failed)} failed, ${formatCount(unknown)} unknown`,
      ],
      ["Repeat it", html`<code>${command}</code>`],
    ])}
  </section>`;
}

function facts(rows: readonly (readonly [string, Content])[]): Markup {
  return html`<dl class="facts">
    ${rows.map(
      ([name, value]) =>
        html`<dt>${name}</dt>
          <dd>${value}</dd>`,
    )}
  </dl>`;
}
