import type { History } from "../../src/core/history/history.ts";
import { judge, type Judgement } from "../../src/checks/judge.ts";
import type { CheckName, CheckResult, Totals, Verdict } from "../../src/checks/verdict.ts";
import { syntheticPlan } from "./synthetic-plan.ts";
import { cleanHistory } from "./synthetic-run.ts";

/** What a mutation of the clean run changed: everything else is as it was. */
export interface Change {
  /** The verdicts of the checks that no longer pass. */
  readonly verdicts: Partial<Record<CheckName, Verdict>>;
  /** Added to each total. */
  readonly totals: Partial<Record<keyof Totals, number>>;
  /** Of checks that observe something else than before. */
  readonly observed: readonly CheckName[];
  readonly verdict: Verdict;
  readonly exitCode: number;
}

/** Breaks a clean run and tells what the checks make of it. */
export function changeBy(mutate: (history: History) => void): Change {
  const before = judge(cleanHistory(), syntheticPlan);
  const after = judgementAfter(mutate);
  const totals: Partial<Record<keyof Totals, number>> = {};
  for (const key of Object.keys(before.totals) as (keyof Totals)[]) {
    const added = after.totals[key] - before.totals[key];
    if (added !== 0) totals[key] = added;
  }
  const changed = after.checks.filter((check) => check.verdict !== "pass");
  const verdicts = Object.fromEntries(changed.map(({ name, verdict }) => [name, verdict]));
  const observed = after.checks
    .filter((check, i) => check.observed !== before.checks[i]?.observed)
    .map((check) => check.name);
  return { verdicts, totals, observed, verdict: after.verdict, exitCode: after.exitCode };
}

export function judgementAfter(mutate: (history: History) => void): Judgement {
  const history = cleanHistory();
  mutate(history);
  return judge(history, syntheticPlan);
}

/** One check's result on a broken run. */
export function resultAfter(name: CheckName, mutate: (history: History) => void): CheckResult {
  return judgementAfter(mutate).checks.find((check) => check.name === name) as CheckResult;
}
