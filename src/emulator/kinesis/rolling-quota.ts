/** So many successes in any window of so many milliseconds, as in "10 in a rolling 24 hours". */
export interface Quota {
  readonly max: number;
  readonly windowMs: number;
}

/**
 * When the successes that still count happened, oldest first. Plain data: it is part of what a
 * resource is, and only RollingQuota changes it.
 */
export type QuotaUses = number[];

/** Counts successes against a quota. Ask `hasRoom` first; `use` once the call has succeeded. */
export class RollingQuota {
  readonly #quota: Quota;
  readonly #uses: QuotaUses;

  /** `uses` is kept by whatever the quota is of, and is [] at first. */
  constructor(quota: Quota, uses: QuotaUses) {
    this.#quota = quota;
    this.#uses = uses;
  }

  hasRoom(nowMs: number): boolean {
    const sinceMs = nowMs - this.#quota.windowMs;
    let expired = 0;
    while (expired < this.#uses.length && (this.#uses[expired] as number) <= sinceMs) expired++;
    this.#uses.splice(0, expired);
    return this.#uses.length < this.#quota.max;
  }

  use(nowMs: number): void {
    this.#uses.push(nowMs);
  }
}
