/** Values at or above it do not fit: an index is worked out by 32-bit operations. */
export const valueLimit = 0x8000_0000;

/**
 * How often each value was seen, in buckets that grow with the values: within a bucket they differ
 * by one part in 2^bits at most. An HdrHistogram of the same precision has the same buckets; this
 * only counts, and so takes a sample several times as fast.
 */
export class ValueCounts {
  readonly #bits: number;
  #counts: Uint32Array;
  #isEmpty = true;

  /** Values below 2^(bits + 1) are told apart one by one. */
  constructor(bits: number) {
    this.#bits = bits;
    this.#counts = new Uint32Array(2 << bits);
  }

  /** Counts a whole number from 0 to below `valueLimit`. */
  add(value: number, samples: number): void {
    const shift = Math.max(0, 31 - this.#bits - Math.clz32(value));
    const index = (shift << this.#bits) + (value >>> shift);
    if (index >= this.#counts.length) this.#grow(index);
    this.#counts[index] = (this.#counts[index] as number) + samples;
    this.#isEmpty = false;
  }

  /** Hands on every bucket by its least value, and forgets them. */
  drain(take: (value: number, samples: number) => void): void {
    if (this.#isEmpty) return;
    for (const [index, samples] of this.#counts.entries()) {
      if (samples === 0) continue;
      const shift = Math.max(0, (index >>> this.#bits) - 1);
      take((index - (shift << this.#bits)) << shift, samples);
    }
    this.#counts.fill(0);
    this.#isEmpty = true;
  }

  #grow(index: number): void {
    const counts = new Uint32Array(Math.max(index + 1, this.#counts.length * 2));
    counts.set(this.#counts);
    this.#counts = counts;
  }
}
