import type { Clock } from "../../core/clock.ts";
import type { Arrival, ClaimOutcome, ClaimTerms, IdempotencyStore } from "./store.ts";

type Entry =
  | { readonly state: "in-progress"; readonly owner: string; readonly expiresUs: number }
  | { readonly state: "done"; readonly atMs: number; readonly expiresUs: number };

/** The embedded store: a map with expiry, for the workers of one machine. */
export class MemoryStore implements IdempotencyStore {
  /** In the order of the last change, so that what expires first stands near the front. */
  readonly #entries = new Map<string, Entry>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get size(): number {
    return this.#entries.size;
  }

  async claim(
    arrivals: readonly Arrival[],
    owner: string,
    { leaseMs, windowMs }: ClaimTerms,
  ): Promise<ClaimOutcome[]> {
    const nowUs = this.#clock.monotonicUs();
    this.#sweep(nowUs);
    return arrivals.map(({ id, atMs }) => {
      const entry = this.#entries.get(id);
      if (entry && entry.expiresUs > nowUs) {
        if (entry.state === "in-progress") return "in-progress";
        if (atMs - entry.atMs <= windowMs) return "done";
      }
      this.#put(id, { state: "in-progress", owner, expiresUs: nowUs + leaseMs * 1_000 });
      return "claimed";
    });
  }

  async complete(arrivals: readonly Arrival[], owner: string, keepMs: number): Promise<boolean[]> {
    const nowUs = this.#clock.monotonicUs();
    return arrivals.map(({ id, atMs }) => {
      const entry = this.#entries.get(id);
      const isOurs = entry?.state === "in-progress" && entry.owner === owner;
      if (entry && !isOurs && entry.expiresUs > nowUs) return false;
      this.#put(id, { state: "done", atMs, expiresUs: nowUs + keepMs * 1_000 });
      return true;
    });
  }

  async close(): Promise<void> {
    this.#entries.clear();
  }

  #put(id: string, entry: Entry): void {
    this.#entries.delete(id);
    this.#entries.set(id, entry);
  }

  /** Forgets expired entries from the front: amortised constant time a claim. */
  #sweep(nowUs: number): void {
    for (const [id, entry] of this.#entries) {
      if (entry.expiresUs > nowUs) return;
      this.#entries.delete(id);
    }
  }
}
