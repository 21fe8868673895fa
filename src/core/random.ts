/**
 * Seeded random numbers (sfc32). Equal seeds give equal sequences on every machine and Node
 * version: a run is repeatable from the seed that it prints.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  private constructor(a: number, b: number, c: number) {
    this.#a = a | 0;
    this.#b = b | 0;
    this.#c = c | 0;
    // The first outputs still show the seed: run them off.
    for (let i = 0; i < 12; i++) this.uint32();
  }

  /** A sequence of its own for each list of labels, independent of all others. */
  static from(...labels: readonly (string | number)[]): Random {
    let a = 0x9e3779b9;
    let b = 0x243f6a88;
    let c = 0xb7e15162;
    for (const char of labels.join("\u0000")) {
      const code = char.codePointAt(0) ?? 0;
      a = Math.imul(a ^ code, 0x85ebca6b);
      b = Math.imul(b + code, 0xc2b2ae35) ^ (a >>> 15);
      c = Math.imul(c ^ (b >>> 13), 0x27d4eb2f) + code;
    }
    return new Random(a, b, c);
  }

  /** An integer in [0, 2^32). */
  uint32(): number {
    const t = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + t;
    return t >>> 0;
  }

  /** A number in [0, 1). */
  float(): number {
    return this.uint32() / 4_294_967_296;
  }

  /** An integer in [0, bound). */
  below(bound: number): number {
    return Math.floor(this.float() * bound);
  }

  /** A number in [low, high). */
  between(low: number, high: number): number {
    return low + this.float() * (high - low);
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.float() < probability;
  }

  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RangeError("cannot pick from nothing");
    return items[this.below(items.length)] as T;
  }

  /** Normally distributed (Box–Muller). */
  normal(mean: number, deviation: number): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.float()));
    return mean + deviation * radius * Math.cos(2 * Math.PI * this.float());
  }

  /** Exponentially distributed. */
  exponential(mean: number): number {
    return -mean * Math.log(1 - this.float());
  }
}
