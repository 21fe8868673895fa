import type { CheckName, Verdict } from "../checks/verdict.ts";
import type { Hop } from "../core/history/history.ts";
import { formatCount, formatDuration } from "../core/units.ts";
import type { Report } from "./schema.ts";

/** The words and sentences that the reports for people share. */

export const verdictMarks: Readonly<Record<Verdict, string>> = {
  pass: "✅ pass",
  fail: "❌ fail",
  invalid: "⚠️ invalid",
};

export const verdictSentences: Readonly<Record<Verdict, string>> = {
  pass: "Every check passed.",
  fail: "At least one check failed.",
  invalid: "The run itself was not valid: it proves nothing in the pipeline’s favour.",
};

export const checkTitles: Readonly<Record<CheckName, string>> = {
  latency: "End-to-end latency",
  throttling: "Shard throttling",
  deduplication: "De-duplication",
  ordering: "Ordering",
  availability: "Availability",
  reconciliation: "Reconciliation",
  validity: "Validity of the run",
};

export const hopTitles: Readonly<Record<Hop, string>> = {
  acknowledged: "Acknowledged by the stream",
  read: "Read from the stream",
  received: "Received from the queue",
  audience: "Received by the light consumer",
  raw: "Durable in RAW",
  final: "Durable in FINAL",
};

/** What was sent, in one sentence. */
export function sentLine(report: Report): string {
  const { load, playback, totals } = report;
  const pace =
    playback.compression === 1
      ? `${playback.span} of a day of ${formatCount(load.recordsPerDay)} records, in real time`
      : `${playback.span} of a day of ${formatCount(load.recordsPerDay)} records, walked in ` +
        `${playback.playedIn} at the day’s own rates`;
  return (
    `${formatCount(totals.intended)} records: ${pace} (${formatCount(load.meanPerSecond)} ` +
    `a second on average, ${formatCount(load.peakPerSecond)} in the busiest slice).`
  );
}

/** What it was sent against, and what the figures therefore mean. */
export function againstLine(report: Report): string {
  return report.target === "embedded"
    ? "Against the embedded emulator: this measures the pipeline and its limits, " +
        "not the latency of AWS."
    : `Against ${report.targetName} at ${report.target}: latencies include that endpoint and the ` +
        "way to it.";
}

/** Milliseconds as people read them, or a dash where there is no sample. */
export function msText(value: number, samples: number): string {
  return samples === 0 ? "–" : formatDuration(value);
}

/** The time of the played day, as `14:20`; beyond midnight as `24:15`. */
export function clockText(dayMs: number): string {
  const minutes = Math.floor(dayMs / 60_000);
  const pad = (value: number) => String(value).padStart(2, "0");
  return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

/** Without what every shard's id begins with: `shardId-000000000004` is `4`. */
export function shardText(id: string): string {
  return id.replace(/^shardId-0*(?=\d)/, "");
}

/** Says that the pipeline was broken on purpose, and how. */
export function sabotageLine({ sabotage }: Report): string {
  return `Broken on purpose: ${sabotage.join("; ")}.`;
}
