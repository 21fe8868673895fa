import type { History } from "../core/history/history.ts";
import { isLoadInstance } from "../core/load-instance.ts";
import { formatCount, formatDuration, formatShare } from "../core/units.ts";
import type { Plan } from "../scenario/plan.ts";
import { settleAccounts } from "./accounts.ts";
import { timeOfDay } from "./evidence/day-time.ts";
import { Findings } from "./evidence/findings.ts";
import { expectedHops, hopHistory, hopOrder, hopWords } from "./evidence/hops.ts";
import { counted } from "./evidence/record-names.ts";
import { tooFewSamples } from "./evidence/sample-size.ts";
import type { CheckResult, Totals } from "./verdict.ts";

/** Whether the run can carry a verdict at all. It never fails: it is valid, or it is not. */
export function checkValidity(
  history: History,
  plan: Plan,
  { totals }: { readonly totals: Totals } = settleAccounts(history, plan),
): CheckResult {
  const findings = new Findings();
  if (history.interrupted) findings.invalid("the run was interrupted");
  judgeAccounts(totals, { history, plan, findings });
  const pace = judgePace({ history, plan, findings });
  for (const hop of expectedHops(plan)) {
    if ((hopHistory(history, hop)?.latency.count ?? 0) === 0) {
      findings.invalid(`no sample of ${hopWords[hop]}`);
    }
  }
  const { drain } = history;
  if (!drain.completed) {
    findings.invalid(
      `the drain was not finished after ${formatDuration(drain.tookMs)}: ${drain.waitingFor}`,
    );
  }
  noteRest({ history, plan, findings });
  const drained = drain.completed ? `drained in ${formatDuration(drain.tookMs)}` : "not drained";
  return findings.result({
    name: "validity",
    expected: `${pace.expected}, no metric empty, drain finished`,
    observed: `${pace.observed}, ${drained}`,
  });
}

/** What was asked of the pace of the load, and what came of it. */
interface Pace {
  readonly expected: string;
  readonly observed: string;
}

/** A load at its true rate is to keep its schedule; one that keeps its volume, its deadline. */
function judgePace(setting: Setting): Pace {
  const { validity } = setting.plan.checks;
  const { deadlineMs } = setting.plan.playback;
  if (deadlineMs !== undefined) return judgeDeadline(setting, deadlineMs);
  judgeLag(setting);
  const utilization = judgeThreads(setting);
  const lag = setting.history.load.scheduleLag;
  const lagText = lag.count === 0 ? "no sample" : `p99 ${formatDuration(lag.percentileMs(99))}`;
  const busyText = utilization === undefined ? "–" : formatShare(utilization, 1);
  return {
    expected:
      `schedule lag p99 ≤ ${formatDuration(validity.scheduleLagP99MsMax)}, ` +
      `load thread busy ≤ ${formatShare(validity.loadUtilizationMax)}`,
    observed: `schedule lag ${lagText}, load thread busy ${busyText}`,
  };
}

function judgeDeadline({ history, findings }: Setting, deadlineMs: number): Pace {
  const tookMs = history.load.lastAnswerUs / 1_000;
  const took = formatDuration(tookMs);
  const deadline = formatDuration(deadlineMs);
  if (tookMs > deadlineMs) findings.invalid(`the load took ${took}, beyond its ${deadline}`);
  return { expected: `load sent within ${deadline}`, observed: `load sent in ${took}` };
}

interface Setting {
  readonly history: History;
  readonly plan: Plan;
  readonly findings: Findings;
}

/** The sums have to add up, and the whole load has to have been offered. */
function judgeAccounts(totals: Totals, { history, plan, findings }: Setting): void {
  const { intended, confirmed, abandoned, unresolved } = totals;
  if (confirmed === 0) findings.invalid("no record was confirmed");
  const settled = confirmed + abandoned + unresolved;
  if (intended !== settled) {
    findings.invalid(
      `the accounts do not add up: ${formatCount(intended)} intended, ` +
        `${formatCount(settled)} confirmed, abandoned or unresolved`,
    );
  }
  if (!history.interrupted && intended !== plan.load.records) {
    findings.invalid(
      `${formatCount(intended)} of ${counted(plan.load.records, "planned record")} were offered`,
    );
  }
}

function judgeLag({ history, plan, findings }: Setting): void {
  const { scheduleLagP99MsMax, samplesBeyondMin } = plan.checks.validity;
  const lag = history.load.scheduleLag;
  const tooFew = tooFewSamples(lag.count, 99, samplesBeyondMin);
  if (lag.count === 0) findings.invalid("no sample of the schedule lag");
  else if (tooFew) findings.invalid(`schedule lag: ${tooFew}`);
  else if (lag.percentileMs(99) > scheduleLagP99MsMax) {
    findings.invalid(
      `the load did not keep its schedule: lag p99 is ${formatDuration(lag.percentileMs(99))}`,
    );
  }
  if (lag.belowZero > 0) {
    findings.note(`schedule lag: ${counted(lag.belowZero, "sample")} below zero`);
  }
}

/** Answers how busy the busiest thread of the load was; undefined where none was measured. */
function judgeThreads({ history, plan, findings }: Setting): number | undefined {
  const { loadUtilizationMax } = plan.checks.validity;
  const load = history.harness.threads.filter(({ role }) => isLoadInstance(role));
  if (load.length === 0) {
    findings.invalid("how busy the load thread was is not known");
    return undefined;
  }
  const busiest = Math.max(...load.map((thread) => thread.utilization));
  if (!(busiest <= loadUtilizationMax)) {
    findings.invalid(`the load thread was busy ${formatShare(busiest, 1)} of the time`);
  }
  return busiest;
}

function noteRest({ history, plan, findings }: Setting): void {
  for (const hop of hopOrder) {
    const belowZero = hopHistory(history, hop)?.latency.belowZero ?? 0;
    if (belowZero > 0) {
      findings.note(`${hopWords[hop]}: ${counted(belowZero, "sample")} below zero`);
    }
  }
  const { harness } = history;
  for (const { role, utilization, eventLoopDelayMs } of harness.threads) {
    findings.note(
      `thread ${role}: busy ${formatShare(utilization, 1)}, event-loop delay ` +
        `p99 ${formatDuration(eventLoopDelayMs.p99)}, max ${formatDuration(eventLoopDelayMs.max)}`,
    );
  }
  if (harness.wallMs > 0) {
    const cores = (harness.cpuUserMs + harness.cpuSystemMs) / harness.wallMs;
    findings.note(`harness: ${cores.toFixed(2)} of ${counted(harness.cores, "core")} busy`);
  }
  for (const { atUs, kind, instance, detail } of [...history.disturbances].sort(
    (a, b) => a.atUs - b.atUs || (a.instance < b.instance ? -1 : 1),
  )) {
    const text = `${timeOfDay(plan, atUs / 1_000)} ${kind} ${instance}: ${detail}`;
    // A kill was asked for and is judged by what it left; a stage that fails by itself is our
    // fault.
    if (kind === "stage-failed") findings.invalid(text);
    else findings.note(text);
  }
}
