/** A commitment to a minimum throughput, on which On-demand Advantage rests. Plain data. */
export interface BillingCommitment {
  /** Undefined until the first commitment. */
  startedMs: number | undefined;
  /** When it ended or is to end; undefined while nobody has asked for it. */
  endMs: number | undefined;
}

export type CommitmentStatus = "ENABLED" | "DISABLED" | "ENABLED_UNTIL_EARLIEST_ALLOWED_END";

export function commitmentStatus(commitment: BillingCommitment, nowMs: number): CommitmentStatus {
  const { startedMs, endMs } = commitment;
  if (startedMs === undefined || (endMs !== undefined && nowMs >= endMs)) return "DISABLED";
  return endMs === undefined ? "ENABLED" : "ENABLED_UNTIL_EARLIEST_ALLOWED_END";
}

/** Begins a commitment; one that is to end goes on instead. */
export function enableCommitment(commitment: BillingCommitment, nowMs: number): void {
  if (commitmentStatus(commitment, nowMs) === "DISABLED") commitment.startedMs = nowMs;
  commitment.endMs = undefined;
}

/** Ends the commitment at once, or as soon as it has lasted as long as it must. */
export function disableCommitment(
  commitment: BillingCommitment,
  nowMs: number,
  minimumMs: number,
): void {
  if (commitmentStatus(commitment, nowMs) !== "ENABLED") return;
  commitment.endMs = Math.max(nowMs, (commitment.startedMs ?? nowMs) + minimumMs);
}
