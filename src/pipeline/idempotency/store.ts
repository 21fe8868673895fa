/**
 * What a claim found. `claimed`: the id was free, or its lease had run out, and is ours now.
 * `in-progress`: another holds its lease: wait. `done`: a copy is durable: drop this one.
 */
export type ClaimOutcome = "claimed" | "in-progress" | "done";

/** One copy of an event, as it came by the queue. */
export interface Arrival {
  readonly id: string;
  /**
   * When the queue took it, in milliseconds since the Unix epoch. A redelivery does not change it.
   */
  readonly atMs: number;
}

/**
 * The two states of an id, as idempotency libraries keep them:
 *
 *     free ── claim ──▶ in progress (owner, lease) ── complete ──▶ done (arrival) ──▶ free
 *                           └── lease runs out ──▶ free
 *
 * A copy is a duplicate where it arrived within the window after the one that is done. It is held
 * against the arrival, not against the time at which somebody looks: a message that waits in a
 * backlog, or that comes back after its receiver died, is judged as it would have been at once.
 *
 * Calls take many ids at once and answer in their order.
 */
export interface IdempotencyStore {
  claim(arrivals: readonly Arrival[], owner: string, terms: ClaimTerms): Promise<ClaimOutcome[]>;
  /**
   * Marks ids as done. Answers false for an id that another has taken over since: its lease ran out
   * before the work was durable, and the record may be delivered twice.
   */
  complete(arrivals: readonly Arrival[], owner: string, keepMs: number): Promise<boolean[]>;
  close(): Promise<void>;
}

export interface ClaimTerms {
  readonly leaseMs: number;
  /** A copy that arrived later than this after the one that is done is an event of its own. */
  readonly windowMs: number;
}
