import type { CheckName, Verdict } from "../checks/verdict.ts";
import type { Hop } from "../core/history/history.ts";
import { formatCount, formatDuration, formatSize } from "../core/units.ts";
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
  saturation: "What one collector takes",
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
      : playback.keep === "volume"
        ? `${playback.span} of a day of ${formatCount(load.recordsPerDay)} records, every one of ` +
          `them, at one rate; a second has the limits of ${formatCount(playback.compression)}`
        : `${playback.span} of a day of ${formatCount(load.recordsPerDay)} records, walked in ` +
          `${playback.playedIn} at the day’s own rates`;
  const busiest =
    playback.keep === "volume" ? "" : `, ${formatCount(load.peakPerSecond)} in the busiest slice`;
  return (
    `${formatCount(totals.intended)} records: ${pace} (${formatCount(load.meanPerSecond)} ` +
    `a second on average${busiest}).${sentAs(report)}`
  );
}

function sentAs({ load: { aggregation } }: Report): string {
  if (!aggregation) return "";
  const bytes = formatSize(aggregation.bytesMax);
  return ` Sent aggregated, as the KPL does it: up to ${bytes} in a Kinesis record.`;
}

/** What it was sent against, and what the figures therefore mean. */
export function againstLine(report: Report): string {
  const answers =
    report.emulator?.latency === "aws"
      ? "which answers as late as AWS does, after published percentiles."
      : "this measures the pipeline and its limits, not the latency of AWS.";
  return report.target === "embedded"
    ? `Against the embedded emulator${report.emulator?.latency === "aws" ? "," : ":"} ${answers}`
    : `Against ${report.targetName} at ${report.target}: latencies include that endpoint and the ` +
        "way to it.";
}

/** Milliseconds as people read them, or a dash where there is no sample. */
export function msText(value: number, samples: number): string {
  return samples === 0 ? "–" : formatDuration(value);
}

/** Without what every shard's id begins with: `shardId-000000000004` is `4`. */
export function shardText(id: string): string {
  return id.replace(/^shardId-0*(?=\d)/, "");
}

/** What was done on purpose to the pipeline or to the emulator, each in a sentence. */
export function onPurposeLines({ sabotage, emulator, target }: Report): readonly string[] {
  const lines = sabotage.length === 0 ? [] : [`Broken on purpose: ${sabotage.join("; ")}.`];
  if (target !== "embedded" || !emulator) return lines;
  const { faults, changedLimits } = emulator;
  const struck = faults.map(
    (fault) =>
      `${fault.name} struck ${formatCount(fault.struck)} of ${formatCount(fault.considered)}`,
  );
  if (struck.length > 0) lines.push(`Faults injected: ${struck.join("; ")}.`);
  if (changedLimits.length > 0) lines.push(`Limits not AWS’s own: ${changedLimits.join("; ")}.`);
  return lines;
}
