/** Refills this near to the amount asked for count as enough: sums of fractions drift. */
const tolerance = 1e-6;

/**
 * A bucket that refills steadily and holds one second's worth unless told otherwise. It may be
 * drawn below zero: it then has to refill before it has anything again.
 */
export class TokenBucket {
  readonly #perSecond: number;
  readonly #capacity: number;
  #level: number;
  #filledAtUs: number;

  constructor(perSecond: number, nowUs: number, capacity: number = perSecond) {
    this.#perSecond = perSecond;
    this.#capacity = capacity;
    this.#level = capacity;
    this.#filledAtUs = nowUs;
  }

  /** Whether the bucket holds at least `amount` at `nowUs`, on the monotonic clock. */
  has(amount: number, nowUs: number): boolean {
    const gained = ((nowUs - this.#filledAtUs) * this.#perSecond) / 1_000_000;
    if (gained > 0) {
      this.#level = Math.min(this.#capacity, this.#level + gained);
      this.#filledAtUs = nowUs;
    }
    return this.#level + tolerance >= amount;
  }

  /** Whether it is as good as new. */
  isFull(nowUs: number): boolean {
    return this.has(this.#capacity, nowUs);
  }

  /** After how many microseconds from `nowUs` on the bucket will hold `amount`; 0 if it does. */
  untilUs(amount: number, nowUs: number): number {
    if (this.has(amount, nowUs)) return 0;
    return ((amount - this.#level) * 1_000_000) / this.#perSecond;
  }

  /** Draws an amount, below zero if need be. Ask `has` first, so that the bucket is filled up. */
  take(amount: number): void {
    this.#level -= amount;
  }

  /** Draws an amount, but leaves the bucket no further below zero than `debt`. */
  takeDownTo(amount: number, debt: number): void {
    this.#level = Math.max(-debt, this.#level - amount);
  }

  /** Sets the bucket to a debt. */
  indebt(debt: number): void {
    this.#level = -debt;
  }
}
