import { hash } from "node:crypto";
import { md5Prefix48 } from "./md5-prefix.ts";

/** Both ends included; unsigned 128-bit. */
export interface HashKeyRange {
  readonly start: bigint;
  readonly end: bigint;
}

export const hashKeyMax = (1n << 128n) - 1n;

/** The bits of a hash key that a number holds exactly and that decide nearly every look-up. */
const upperShift = 80n;

/** The ranges of a new stream: equal but for the last, which takes the remainder. */
export function evenRanges(count: number): readonly HashKeyRange[] {
  const width = (1n << 128n) / BigInt(count);
  return Array.from({ length: count }, (_, i) => ({
    start: width * BigInt(i),
    end: i === count - 1 ? hashKeyMax : width * BigInt(i + 1) - 1n,
  }));
}

/** Finds which of adjacent ranges, in ascending order and covering all keys, holds a hash key. */
export class HashRanges {
  readonly #ends: readonly bigint[];
  readonly #uppers: Float64Array;

  constructor(ranges: readonly HashKeyRange[]) {
    this.#ends = ranges.map((range) => range.end);
    this.#uppers = Float64Array.from(this.#ends, (end) => Number(end >> upperShift));
  }

  /** The range of a partition key: the MD5 of its UTF-8 as an unsigned 128-bit number. */
  ofPartitionKey(partitionKey: string): number {
    if (this.#ends.length === 1) return 0;
    const upper = md5Prefix48(partitionKey);
    const at = this.#firstEndingAt(upper);
    if (this.#uppers[at] !== upper) return at;
    // Only a key that shares its upper 48 bits with a border needs all 128.
    return this.#exact(at, BigInt(`0x${hash("md5", partitionKey, "hex")}`));
  }

  ofHashKey(hashKey: bigint): number {
    return this.#exact(this.#firstEndingAt(Number(hashKey >> upperShift)), hashKey);
  }

  /** The first range whose end has upper bits of at least `upper`. */
  #firstEndingAt(upper: number): number {
    let low = 0;
    let high = this.#uppers.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#uppers[middle] as number) < upper) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The first range from `from` on that ends at the hash key or above. */
  #exact(from: number, hashKey: bigint): number {
    if (hashKey <= (this.#ends[from] as bigint)) return from;
    let low = from + 1;
    let high = this.#ends.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#ends[middle] as bigint) < hashKey) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
