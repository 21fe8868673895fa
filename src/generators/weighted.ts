import type { Random } from "../core/random.ts";

/** Draws items by their weights: a search in the cumulated weights. */
export class Weighted<T> {
  readonly #items: readonly T[];
  readonly #cumulated: Float64Array;
  readonly #total: number;

  /** Weights are relative: they need not add up to one. */
  constructor(items: readonly T[], weights: readonly number[]) {
    if (items.length === 0 || items.length !== weights.length) {
      throw new RangeError(`${items.length} items and ${weights.length} weights`);
    }
    let total = 0;
    this.#items = items;
    this.#cumulated = Float64Array.from(weights, (weight) => (total += weight));
    this.#total = total;
  }

  static fromShares<T extends string>(shares: Readonly<Partial<Record<T, number>>>): Weighted<T> {
    const entries = Object.entries(shares) as [T, number][];
    return new Weighted(
      entries.map(([item]) => item),
      entries.map(([, share]) => share),
    );
  }

  pick(random: Random): T {
    const target = random.float() * this.#total;
    let low = 0;
    let high = this.#cumulated.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#cumulated[middle] as number) > target) high = middle;
      else low = middle + 1;
    }
    return this.#items[low] as T;
  }
}

/** Popularity by Zipf's law: the item of rank n (from 1) is drawn in proportion to n^-exponent. */
export function zipfWeights(items: number, exponent: number): number[] {
  return Array.from({ length: items }, (_, index) => (index + 1) ** -exponent);
}
