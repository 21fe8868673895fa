import type { Random } from "../core/random.ts";

/**
 * Draws items by their weights, in constant time however many there are (Walker's alias method):
 * each column of a table holds one item, and another that fills it up to the mean weight.
 */
export class Weighted<T> {
  readonly #items: readonly T[];
  /** Of each column, the share that is its own item's. */
  readonly #own: Float64Array;
  readonly #alias: Int32Array;

  /** Weights are relative: they need not add up to one. */
  constructor(items: readonly T[], weights: readonly number[]) {
    if (items.length === 0 || items.length !== weights.length) {
      throw new RangeError(`${items.length} items and ${weights.length} weights`);
    }
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    this.#items = items;
    this.#own = Float64Array.from(weights, (weight) => (weight * items.length) / total);
    this.#alias = Int32Array.from(items, (_, index) => index);
    this.#fillUp();
  }

  /** Vose's order: each column below the mean is filled up from one above it. */
  #fillUp(): void {
    const own = this.#own;
    const small: number[] = [];
    const large: number[] = [];
    own.forEach((share, column) => void (share < 1 ? small : large).push(column));
    const rest = own.slice();
    while (small.length > 0 && large.length > 0) {
      const column = small.pop() as number;
      const giver = large.at(-1) as number;
      own[column] = rest[column] as number;
      this.#alias[column] = giver;
      const left = (rest[giver] as number) - 1 + (rest[column] as number);
      rest[giver] = left;
      if (left < 1) small.push(large.pop() as number);
    }
    // What rounding has left over is full.
    for (const column of [...small, ...large]) own[column] = 1;
  }

  static fromShares<T extends string>(shares: Readonly<Partial<Record<T, number>>>): Weighted<T> {
    const entries = Object.entries(shares) as [T, number][];
    return new Weighted(
      entries.map(([item]) => item),
      entries.map(([, share]) => share),
    );
  }

  pick(random: Random): T {
    const place = random.float() * this.#items.length;
    const column = Math.floor(place);
    const isOwn = place - column < (this.#own[column] as number);
    return this.#items[isOwn ? column : (this.#alias[column] as number)] as T;
  }
}

/** Popularity by Zipf's law: the item of rank n (from 1) is drawn in proportion to n^-exponent. */
export function zipfWeights(items: number, exponent: number): number[] {
  return Array.from({ length: items }, (_, index) => (index + 1) ** -exponent);
}
