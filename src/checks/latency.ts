import type { History, Timed } from "../core/history/history.ts";
import type { HopHistory } from "../core/history/hop.ts";
import { formatCount, formatDuration } from "../core/units.ts";
import type { LatencyThreshold, Plan } from "../scenario/plan.ts";
import { timeOfSlice } from "./evidence/day-time.ts";
import { Findings } from "./evidence/findings.ts";
import { hopHistory, hopOrder, hopWords } from "./evidence/hops.ts";
import { percentileWord, tooFewSamples, valueMs } from "./evidence/sample-size.ts";
import { counted } from "./evidence/record-names.ts";
import type { CheckResult } from "./verdict.ts";

const worstSlices = 3;

/**
 * Each hop's percentiles, from the intended time, within their thresholds; and so the times in
 * which collectors answered, which are service times.
 */
export function checkLatency(history: History, plan: Plan): CheckResult {
  const thresholds = plan.checks.latency?.thresholds ?? [];
  const findings = new Findings();
  if (thresholds.length === 0) findings.invalid("no threshold is set");
  const observed = thresholds.map((threshold) => {
    const value = judgeThreshold(threshold, { history, plan, findings });
    return `${percentileWord(threshold.percentile)} ${formatDuration(value)} ${wordOf(threshold)}`;
  });
  for (const hop of hopOrder) noteHop(hop, hopHistory(history, hop), findings);
  noteAnswers(history, findings);
  for (const hop of new Set(thresholds.map((threshold) => threshold.hop))) {
    noteWorstSlices(hop, { history, plan, findings });
  }
  const expected = thresholds.map(
    (threshold) =>
      `${percentileWord(threshold.percentile)} ≤ ${formatDuration(threshold.ms)} ` +
      wordOf(threshold),
  );
  return findings.result({
    name: "latency",
    expected: expected.join(", "),
    observed: observed.join(", "),
  });
}

interface Setting {
  readonly history: History;
  readonly plan: Plan;
  readonly findings: Findings;
}

/** The value that is held against the threshold; NaN without samples. */
function judgeThreshold(threshold: LatencyThreshold, { history, plan, findings }: Setting): number {
  const { hop, percentile, ms } = threshold;
  const latency = hopHistory(history, hop)?.latency;
  if (!latency || latency.count === 0) {
    findings.invalid(`no sample of ${wordOf(threshold)}`);
    return Number.NaN;
  }
  const value = valueMs(latency, percentile);
  const tooFew = tooFewSamples(latency.count, percentile, plan.checks.validity.samplesBeyondMin);
  if (tooFew) findings.invalid(`${hopWords[hop]}: ${tooFew}`);
  else if (value > ms) {
    findings.fail(
      `${hopWords[hop]}: ${percentileWord(percentile)} is ${formatDuration(value)}, ` +
        `${formatDuration(value - ms)} above ${formatDuration(ms)}`,
    );
  }
  return value;
}

function noteHop(hop: Timed, history: HopHistory | undefined, findings: Findings): void {
  const latency = history?.latency;
  if (!latency || latency.count === 0) return;
  const figures = [50, 90, 99, 99.9, 99.99, 100].map(
    (percentile) => `${percentileWord(percentile)} ${formatDuration(valueMs(latency, percentile))}`,
  );
  const below =
    latency.belowZero > 0
      ? `; ${counted(latency.belowZero, "sample")} below zero, counted as zero`
      : "";
  findings.note(
    `${hopWords[hop]}: ${formatCount(latency.count)} samples, ${figures.join(", ")}${below}`,
  );
}

/** What is not among the times of the collectors' answers. */
function noteAnswers({ answers }: History, findings: Findings): void {
  const { refused, pushedBack, failed, gone, missing } = answers;
  const word = hopWords.answered;
  const beside = [
    [refused, "refused"],
    [pushedBack, "pushed back"],
    [failed, "failed"],
    [gone, "broken off by the client"],
  ] as const;
  const others = beside.filter(([count]) => count > 0);
  if (others.length > 0) {
    const texts = others.map(([count, what]) => `${formatCount(count)} ${what}`);
    findings.note(`${word}: counted beside it, requests that were ${texts.join(", ")}`);
  }
  if (missing.length > 0) {
    findings.note(`${word}: without ${missing.join(", ")}, of which nothing came back`);
  }
}

function noteWorstSlices(hop: Timed, { history, plan, findings }: Setting): void {
  const worst = [...(hopHistory(history, hop)?.bySlice ?? [])]
    .map(([slice, latency]) => ({ slice, p99Ms: latency.percentileMs(99) }))
    .sort((a, b) => b.p99Ms - a.p99Ms || a.slice - b.slice)
    .slice(0, worstSlices)
    .map(({ slice, p99Ms }) => `${formatDuration(p99Ms)} at ${timeOfSlice(plan, slice)}`);
  if (worst.length > 0) findings.note(`${hopWords[hop]}: worst p99 by slice ${worst.join(", ")}`);
}

function wordOf({ hop }: LatencyThreshold): string {
  return hopWords[hop];
}
