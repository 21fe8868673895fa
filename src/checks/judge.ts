import { exitCodes, type ExitCode } from "../core/errors.ts";
import type { History } from "../core/history/history.ts";
import type { Plan } from "../scenario/plan.ts";
import { settleAccounts } from "./accounts.ts";
import { worstOf } from "./evidence/findings.ts";
import { checks } from "./table.ts";
import {
  checkNames,
  type CheckName,
  type CheckResult,
  type Totals,
  type Verdict,
} from "./verdict.ts";

export interface Judgement {
  readonly verdict: Verdict;
  readonly exitCode: ExitCode;
  readonly checks: readonly CheckResult[];
  readonly totals: Totals;
}

const ofCorrectness: readonly CheckName[] = ["reconciliation", "deduplication", "ordering"];

/**
 * Makes every check that the plan has, and judges the run by them. The worst verdict wins, with one
 * exception: where correctness is violated the run fails, even if it is invalid as well. Lost data
 * is lost, however slow the generator was.
 */
export function judge(history: History, plan: Plan): Judgement {
  const accounts = settleAccounts(history, plan);
  const results = checkNames
    .filter((name) => plan.checks[name] !== undefined)
    .map((name) => checks[name](history, plan, accounts));
  const isViolated = results.some(
    (result) => ofCorrectness.includes(result.name) && result.verdict === "fail",
  );
  const verdict = isViolated ? "fail" : worstOf(results.map((result) => result.verdict));
  const exitCode = exitCodeOf(verdict, { isViolated, isInterrupted: history.interrupted });
  return { verdict, exitCode, checks: results, totals: accounts.totals };
}

/** Of the codes that apply, the first of the documented order. */
function exitCodeOf(
  verdict: Verdict,
  run: { readonly isViolated: boolean; readonly isInterrupted: boolean },
): ExitCode {
  if (run.isInterrupted) return exitCodes.interrupted;
  if (run.isViolated) return exitCodes.correctnessViolated;
  if (verdict === "invalid") return exitCodes.invalidRun;
  return verdict === "fail" ? exitCodes.objectiveFailed : exitCodes.pass;
}
