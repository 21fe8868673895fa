import type { History } from "../core/history/history.ts";
import { shardWritesOf } from "../scenario/limits-in-force.ts";
import { formatCount, formatDuration, formatShare } from "../core/units.ts";
import type { Plan } from "../scenario/plan.ts";
import { settleAccounts } from "./accounts.ts";
import { timeOfDay } from "./evidence/day-time.ts";
import { Findings } from "./evidence/findings.ts";
import { counted } from "./evidence/record-names.ts";
import { findHotShard, hotShardWords } from "./throttling/hot-shard.ts";
import { secondsOf, shardSeconds, type ShardSecond } from "./throttling/shard-seconds.ts";
import type { CheckResult, Totals } from "./verdict.ts";

const worstShown = 5;
/** Where a scenario sets no threshold of its own. */
const hotUtilizationDefault = 0.85;

/** Shard throttling: how much was refused, and how near the hottest shard was to its limit. */
export function checkThrottling(
  history: History,
  plan: Plan,
  { totals }: { readonly totals: Totals } = settleAccounts(history, plan),
): CheckResult {
  const limits = plan.checks.throttling ?? {
    throttledShareMax: 0,
    hotUtilization: 1,
    hotSecondsShareMax: 0,
  };
  const findings = new Findings();
  const { attempted, throttled, intended } = totals;
  if (attempted === 0 || secondsOf(history.load.shards) === 0)
    findings.invalid("no attempt to write was seen");
  if (totals.confirmed === 0) findings.invalid("no record was confirmed");

  const ranked = [...shardSeconds(history.load.shards, shardWritesOf(plan))].sort(
    (a, b) =>
      b.throttled - a.throttled ||
      b.utilization - a.utilization ||
      a.second - b.second ||
      (a.shard < b.shard ? -1 : 1),
  );
  const hot = new Set(
    ranked.filter((at) => at.utilization > limits.hotUtilization).map((at) => at.second),
  );
  const seconds = runSeconds(history, plan);
  const throttledShare = attempted === 0 ? 0 : throttled / attempted;
  const hotShare = seconds === 0 ? 0 : hot.size / seconds;
  const hottest = ranked.reduce((most, at) => Math.max(most, at.utilization), 0);

  if (throttledShare > limits.throttledShareMax) {
    findings.fail(
      `throttled ${formatCount(throttled)} of ${formatCount(attempted)} attempts: ` +
        `${formatShare(throttledShare)}, allowed ${formatShare(limits.throttledShareMax)}`,
    );
  }
  if (hotShare > limits.hotSecondsShareMax) {
    findings.fail(
      `the hottest shard was above ${formatShare(limits.hotUtilization)} of a limit in ` +
        `${hot.size} of ${counted(seconds, "second")}, ` +
        `allowed ${formatShare(limits.hotSecondsShareMax)}`,
    );
  }
  judgeHotShard(history, plan, findings);
  noteWorst(ranked, plan, findings);
  noteAttempts(totals, history, findings);
  const amplification = intended === 0 ? 0 : attempted / intended;
  return findings.result({
    name: "throttling",
    expected:
      `throttled ≤ ${formatShare(limits.throttledShareMax)} of attempts, a shard above ` +
      `${formatShare(limits.hotUtilization)} of a limit in ≤ ` +
      `${formatShare(limits.hotSecondsShareMax)} of seconds`,
    observed:
      `throttled ${formatShare(throttledShare)} (${formatCount(throttled)}), hot in ` +
      `${formatShare(hotShare)} of seconds, hottest shard-second at ${formatShare(hottest, 1)}, ` +
      `retry amplification ${Number(amplification.toFixed(4))}`,
  });
}

/** A hot shard is named wherever there is one; a scenario that is to show one fails without it. */
function judgeHotShard(history: History, plan: Plan, findings: Findings): void {
  const { checks } = plan;
  const isExpected = checks.throttling?.hotShard === "expected";
  const hot = findHotShard(history, {
    hotUtilization: checks.throttling?.hotUtilization ?? hotUtilizationDefault,
    limits: shardWritesOf(plan),
  });
  if (hot) findings.note(hotShardWords(hot));
  else if (isExpected) {
    findings.fail("a hot shard was expected: none was at its limit while the others idled");
  }
  if (hot && hot.keys.length === 0 && isExpected) {
    findings.fail("a hot shard was found, and no key that makes it one");
  }
}

/** The seconds that the load was meant to last, or lasted, if that is longer. */
function runSeconds(history: History, plan: Plan): number {
  const planned = history.interrupted ? 0 : Math.ceil(plan.playback.playedInMs / 1_000);
  return Math.max(planned, secondsOf(history.load.shards));
}

function noteWorst(ranked: readonly ShardSecond[], plan: Plan, findings: Findings): void {
  const words = ({ shard, second, throttled, utilization }: ShardSecond) =>
    `${shard} in second ${second} (${timeOfDay(plan, second * 1_000)}): ` +
    `${formatCount(throttled)} throttled, ${formatShare(utilization, 1)} of a limit used`;
  const [worst] = ranked;
  if (worst && worst.throttled > 0) findings.note(`worst throttling: ${words(worst)}`);
  for (const at of ranked.slice(0, worstShown)) findings.note(`worst shard-second: ${words(at)}`);
}

function noteAttempts(totals: Totals, { load, iteratorAge }: History, findings: Findings): void {
  const count = (key: keyof Totals) => formatCount(totals[key]);
  findings.note(
    `${count("attempted")} attempts: ${count("attemptsConfirmed")} confirmed, ` +
      `${count("throttled")} throttled, ${count("failed")} failed, ${count("unknown")} unknown; ` +
      `${count("retried")} were retries`,
  );
  for (const [shard, series] of [...load.shards.byShard].sort(([a], [b]) => (a < b ? -1 : 1))) {
    findings.note(
      `${shard}: ${formatCount(series.attempted())} attempts, ` +
        `${formatCount(series.confirmed.total())} confirmed, ` +
        `${formatCount(series.throttled.total())} throttled`,
    );
  }
  if (iteratorAge.count === 0) return;
  findings.note(
    `iterator age: p50 ${formatDuration(iteratorAge.percentileMs(50))}, ` +
      `p99 ${formatDuration(iteratorAge.percentileMs(99))}, ` +
      `max ${formatDuration(iteratorAge.maxMs())}`,
  );
}
