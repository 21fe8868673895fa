import type { Clock } from "../../core/clock.ts";
import type { ClaimOutcome, IdempotencyStore } from "./store.ts";

interface Entry {
  /** The lease's holder, or undefined when the id is done. */
  readonly owner: string | undefined;
  readonly expiresUs: number;
}

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

  async claim(ids: readonly string[], owner: string, leaseMs: number): Promise<ClaimOutcome[]> {
    const nowUs = this.#clock.monotonicUs();
    this.#sweep(nowUs);
    return ids.map((id) => {
      const entry = this.#entries.get(id);
      if (entry && entry.expiresUs > nowUs)
        return entry.owner === undefined ? "done" : "in-progress";
      this.#put(id, { owner, expiresUs: nowUs + leaseMs * 1_000 });
      return "claimed";
    });
  }

  async complete(ids: readonly string[], owner: string, windowMs: number): Promise<boolean[]> {
    const nowUs = this.#clock.monotonicUs();
    return ids.map((id) => {
      const entry = this.#entries.get(id);
      if (entry && entry.owner !== owner && entry.expiresUs > nowUs) return false;
      this.#put(id, { owner: undefined, expiresUs: nowUs + windowMs * 1_000 });
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
