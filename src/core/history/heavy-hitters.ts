/** Keys kept. A key with more than 1/1,000 of all records is certain to be among them. */
const capacity = 1_000;

/**
 * The most frequent keys of a stream in bounded memory (Misra–Gries). A kept count is too low by at
 * most `total / capacity`, and never too high.
 */
export class HeavyHitters {
  #counts = new Map<string, number>();
  #total = 0;

  add(key: string, amount = 1): void {
    this.#total += amount;
    const known = this.#counts.get(key);
    if (known !== undefined) {
      this.#counts.set(key, known + amount);
      return;
    }
    let rest = amount;
    while (rest > 0 && !this.#counts.has(key) && this.#counts.size >= capacity) {
      // Taking more than the least count would take it from the frequent keys alone.
      const least = Math.min(rest, ...this.#counts.values());
      this.#decrement(least);
      rest -= least;
    }
    if (rest > 0) this.#counts.set(key, (this.#counts.get(key) ?? 0) + rest);
  }

  get total(): number {
    return this.#total;
  }

  /** A count may be too low by this much at most. */
  get countErrorMax(): number {
    return Math.floor(this.#total / capacity);
  }

  /** The most frequent keys first, with the least count that each is certain to have. */
  top(length: number): { key: string; count: number }[] {
    return [...this.#counts]
      .map(([key, count]) => ({ key, count }))
      .sort((a, b) => b.count - a.count || a.key.localeCompare(b.key))
      .slice(0, length);
  }

  merge(other: HeavyHitters): void {
    for (const [key, count] of other.#counts) {
      this.#counts.set(key, (this.#counts.get(key) ?? 0) + count);
    }
    this.#total += other.#total;
    const ranked = [...this.#counts.values()].sort((a, b) => b - a);
    const excess = ranked[capacity] ?? 0;
    if (excess > 0) this.#decrement(excess);
  }

  toJSON(): { total: number; counts: [string, number][] } {
    return { total: this.#total, counts: [...this.#counts] };
  }

  static fromJSON(json: ReturnType<HeavyHitters["toJSON"]>): HeavyHitters {
    const hitters = new HeavyHitters();
    hitters.#total = json.total;
    hitters.#counts = new Map(json.counts);
    return hitters;
  }

  #decrement(amount: number): void {
    for (const [key, count] of this.#counts) {
      if (count > amount) this.#counts.set(key, count - amount);
      else this.#counts.delete(key);
    }
  }
}
