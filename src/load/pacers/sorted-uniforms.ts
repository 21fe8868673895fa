import { Random } from "../../core/random.ts";

/** Draws in a leaf, on average, at most. */
const leafDraws = 512;
/** Up to here coins are tossed; above it nobody could tell them from the normal distribution. */
const tossesMax = 1_024;

/**
 * `count` numbers drawn uniformly from [0, count), in ascending order, without drawing or keeping
 * them all: any of them, or how many lie below a value, in the logarithm of the count, and in order
 * at the cost of one draw each. The range is halved again and again; how many fall into the left
 * half is a binomial draw, seeded by the place in this tree. What is left is a leaf, whose draws
 * are in order when made of exponential gaps. So the n-th number is a function of (seed, count, n).
 */
export class SortedUniforms {
  readonly #count: number;
  readonly #labels: readonly (string | number)[];
  readonly #levels: number;
  readonly #leafWidth: number;
  /** Of each level the node that was asked last, and how many fell into its left half. */
  readonly #nodes: Float64Array;
  readonly #lefts: Float64Array;
  #leaf = -1;
  /** The number of draws below the leaf, and those within it. */
  #first = 0;
  #size = 0;
  #draws = new Float64Array(2 * leafDraws);

  /** The labels make the sequence one of its own, as those of `Random.from` do. */
  constructor(count: number, labels: readonly (string | number)[]) {
    this.#count = count;
    this.#labels = labels;
    this.#levels = Math.max(0, Math.ceil(Math.log2(count / leafDraws)));
    this.#leafWidth = count / 2 ** this.#levels;
    this.#nodes = new Float64Array(this.#levels).fill(-1);
    this.#lefts = new Float64Array(this.#levels);
  }

  /** The n-th smallest, from 0. */
  at(n: number): number {
    if (n < this.#first || n >= this.#first + this.#size) {
      this.#open((_, middle) => n >= middle);
    }
    return this.#draws[n - this.#first] as number;
  }

  /** How many are smaller than x. */
  below(x: number): number {
    if (x <= 0) return 0;
    if (x >= this.#count) return this.#count;
    const leaf = Math.floor(x / this.#leafWidth);
    if (leaf !== this.#leaf) {
      this.#open((level) => Math.floor(leaf / 2 ** (this.#levels - 1 - level)) % 2 === 1);
    }
    let low = 0;
    let high = this.#size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#draws[middle] as number) < x) low = middle + 1;
      else high = middle;
    }
    return this.#first + low;
  }

  /** Goes down to a leaf and makes its draws. `middle` is the number of draws left of a turn. */
  #open(goesRight: (level: number, middle: number) => boolean): void {
    let node = 0;
    let first = 0;
    let size = this.#count;
    for (let level = 0; level < this.#levels; level++) {
      const left = this.#left(level, node, size);
      const right = goesRight(level, first + left);
      node = 2 * node + (right ? 1 : 0);
      first += right ? left : 0;
      size = right ? size - left : left;
    }
    this.#leaf = node;
    this.#first = first;
    this.#size = size;
    this.#draw();
  }

  #left(level: number, node: number, size: number): number {
    if (this.#nodes[level] !== node) {
      this.#nodes[level] = node;
      this.#lefts[level] = heads(size, Random.from(...this.#labels, level, node));
    }
    return this.#lefts[level] as number;
  }

  #draw(): void {
    if (this.#draws.length < this.#size) this.#draws = new Float64Array(2 * this.#size);
    const random = Random.from(...this.#labels, "leaf", this.#leaf);
    let sum = 0;
    for (let i = 0; i < this.#size; i++) {
      sum += random.exponential(1);
      this.#draws[i] = sum;
    }
    const scale = this.#leafWidth / (sum + random.exponential(1));
    const start = this.#leaf * this.#leafWidth;
    for (let i = 0; i < this.#size; i++) {
      this.#draws[i] = start + (this.#draws[i] as number) * scale;
    }
  }
}

/** How many of so many coins fall on one side: binomial, with a probability of a half. */
function heads(tosses: number, random: Random): number {
  if (tosses > tossesMax) {
    const drawn = Math.round(random.normal(tosses / 2, Math.sqrt(tosses) / 2));
    return Math.min(tosses, Math.max(0, drawn));
  }
  let sum = 0;
  for (let left = tosses; left > 0; left -= 32) {
    const word = random.uint32();
    sum += bitsIn(left < 32 ? word >>> (32 - left) : word);
  }
  return sum;
}

function bitsIn(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
