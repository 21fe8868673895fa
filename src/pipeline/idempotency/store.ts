/**
 * What a claim found. `claimed`: the id was free, or its lease had run out, and is ours now.
 * `in-progress`: another holds its lease: wait. `done`: a copy is durable: drop this one.
 */
export type ClaimOutcome = "claimed" | "in-progress" | "done";

/**
 * The two states of an id, as idempotency libraries keep them:
 *
 *     free ── claim ──▶ in progress (owner, lease) ── complete ──▶ done (for the window) ──▶ free
 *                           └── lease runs out ──▶ free
 *
 * Calls take many ids at once and answer in their order.
 */
export interface IdempotencyStore {
  claim(ids: readonly string[], owner: string, leaseMs: number): Promise<ClaimOutcome[]>;
  /**
   * Marks ids as done for the window. Answers false for an id that another has taken over since:
   * its lease ran out before the work was durable, and the record may be delivered twice.
   */
  complete(ids: readonly string[], owner: string, windowMs: number): Promise<boolean[]>;
  close(): Promise<void>;
}
