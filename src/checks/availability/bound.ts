import type { BudgetTally } from "../../core/history/budget.ts";
import { clopperPearsonUpper } from "../statistics.ts";

export const confidence = 0.95;

/**
 * An upper bound on the share of bad records, at 95 % confidence, after Korn and Graubard: the
 * exact bound of Clopper and Pearson at the effective sample size. Records of one cluster (a call,
 * an object) fail together; how much so shows in the variance between the clusters. Where nothing
 * was bad there is no variance to see, and the clusters are the trials.
 */
export function badShareBound(tally: BudgetTally): number {
  const bad = tally.bad.total();
  const records = bad + tally.good.total();
  if (records === 0 || tally.clusters === 0) return 1;
  if (bad === 0) return clopperPearsonUpper(0, tally.clusters, confidence);
  const share = bad / records;
  const trials = effectiveTrials(tally, records, share);
  return clopperPearsonUpper(share * trials, trials, confidence);
}

/** The independent trials that would estimate the share as surely as these clusters do. */
function effectiveTrials(tally: BudgetTally, records: number, share: number): number {
  const { clusters, sumNN, sumNB, sumBB } = tally;
  if (clusters < 2) return 0;
  // Σ (b − p·n)² over the clusters, which rounding must not take below zero.
  const squares = Math.max(0, sumBB - 2 * share * sumNB + share * share * sumNN);
  const variance = ((clusters / (clusters - 1)) * squares) / records ** 2;
  return Math.min(records, (share * (1 - share)) / variance);
}
