/**
 * The worst of several verdicts wins, and invalid is worse than fail: such a run proves nothing.
 */
export type Verdict = "pass" | "fail" | "invalid";

export const checkNames = [
  "latency",
  "throttling",
  "deduplication",
  "ordering",
  "availability",
  "saturation",
  "reconciliation",
  "validity",
] as const;

export type CheckName = (typeof checkNames)[number];

/** What one check found. All texts are for people, in one line each. */
export interface CheckResult {
  readonly name: CheckName;
  readonly verdict: Verdict;
  /** As `p99 ≤ 250 ms acknowledged, p99 ≤ 2 s read`. */
  readonly expected: string;
  /** As `p99 31 ms acknowledged, p99 1.1 s read`. */
  readonly observed: string;
  /** What broke, where, when and by how much; what is worth knowing about a pass. */
  readonly detail: readonly string[];
}

/** The accounts of a run. The identities in the comments hold for every run that has ended. */
export interface Totals {
  /** = unique + duplicatesPlanted + malformedPlanted = confirmed + abandoned + unresolved */
  readonly intended: number;
  readonly unique: number;
  readonly duplicatesPlanted: number;
  readonly malformedPlanted: number;
  readonly confirmed: number;
  readonly abandoned: number;
  readonly unresolved: number;
  /** Attempts to write a record = attemptsConfirmed + throttled + failed + unknown */
  readonly attempted: number;
  readonly attemptsConfirmed: number;
  readonly throttled: number;
  readonly failed: number;
  readonly unknown: number;
  /** Attempts that were not the first of their record. */
  readonly retried: number;
  readonly malformedQuarantined: number;
  /** Copies planted beyond the window and confirmed: they are to pass. */
  readonly duplicatesBeyondWindow: number;
  /** Copies planted within the window that FINAL rightly does not hold. */
  readonly duplicatesDropped: number;
  readonly duplicatesMissed: number;
  readonly originalsDropped: number;
  readonly repeatsExplained: number;
  readonly repeatsUnexplained: number;
  /** Records read back, copies included. */
  readonly raw: number;
  readonly final: number;
  /** Confirmed, valid event ids that are not in FINAL. */
  readonly lost: number;
  readonly extra: number;
  readonly altered: number;
}
