import { KeyIndex } from "../key-index.ts";

/** Keys kept. A key with more than 1/1,000 of all records is certain to be among them. */
const capacity = 1_000;

/**
 * The most frequent keys of a stream in bounded memory (Misra–Gries). A kept count is too low by at
 * most `total / capacity`, and never too high.
 */
export class HeavyHitters {
  readonly #keys = new KeyIndex();
  /** By the number of the key. There are more than the capacity while two are merged alone. */
  #counts: number[] = [];
  #total = 0;

  add(key: string, amount = 1): void {
    this.#total += amount;
    let rest = amount;
    while (rest > 0) {
      const known = this.#keys.of(key);
      if (known !== undefined || this.#keys.size < capacity) {
        this.#count(known ?? this.#keys.add(key), rest);
        return;
      }
      // Taking more than the least count would take it from the frequent keys alone.
      const least = this.#counts.reduce((least, count) => Math.min(least, count), rest);
      this.#decrement(least);
      rest -= least;
    }
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
    return this.#entries()
      .map(([key, count]) => ({ key, count }))
      .sort((a, b) => b.count - a.count || a.key.localeCompare(b.key))
      .slice(0, length);
  }

  merge(other: HeavyHitters): void {
    for (const [key, count] of other.#entries()) {
      this.#count(this.#keys.of(key) ?? this.#keys.add(key), count);
    }
    this.#total += other.#total;
    const ranked = this.#counts.toSorted((a, b) => b - a);
    const excess = ranked[capacity] ?? 0;
    if (excess > 0) this.#decrement(excess);
  }

  toJSON(): { total: number; counts: [string, number][] } {
    return { total: this.#total, counts: this.#entries() };
  }

  static fromJSON(json: ReturnType<HeavyHitters["toJSON"]>): HeavyHitters {
    const hitters = new HeavyHitters();
    hitters.#total = json.total;
    hitters.#keep(json.counts);
    return hitters;
  }

  #entries(): [string, number][] {
    return this.#counts.map((count, index) => [this.#keys.keyOf(index), count]);
  }

  #count(index: number, amount: number): void {
    this.#counts[index] = (this.#counts[index] ?? 0) + amount;
  }

  #decrement(amount: number): void {
    const left = this.#entries().map(([key, count]) => [key, count - amount] as const);
    this.#keep(left.filter(([, count]) => count > 0));
  }

  #keep(entries: readonly (readonly [string, number])[]): void {
    this.#keys.clear();
    this.#counts = [];
    for (const [key, count] of entries) this.#count(this.#keys.add(key), count);
  }
}
