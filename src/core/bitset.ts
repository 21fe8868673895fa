/** The members are below this: an index is taken apart by 32-bit operations. */
const indexLimit = 0x1_0000_0000;

/** A growable set of integers in [0, 2^32): one bit each, up to the greatest. */
export class Bitset {
  #words: Uint32Array;

  constructor(words: Uint32Array = new Uint32Array(64)) {
    this.#words = words;
  }

  /** Adds a member; answers whether it was new. */
  add(index: number): boolean {
    if (!isIndex(index)) throw new RangeError(`${index} cannot be a member of a bitset`);
    const word = index >>> 5;
    if (word >= this.#words.length) this.#grow(word + 1);
    const bit = 1 << (index & 31);
    const before = this.#words[word] as number;
    this.#words[word] = before | bit;
    return (before & bit) === 0;
  }

  delete(index: number): void {
    if (!isIndex(index)) return;
    const word = index >>> 5;
    if (word < this.#words.length) {
      this.#words[word] = (this.#words[word] as number) & ~(1 << (index & 31));
    }
  }

  has(index: number): boolean {
    return isIndex(index) && ((this.#words[index >>> 5] ?? 0) & (1 << (index & 31))) !== 0;
  }

  count(): number {
    let total = 0;
    for (const word of this.#words) total += popcount(word);
    return total;
  }

  isEmpty(): boolean {
    return this.#words.every((word) => word === 0);
  }

  addAll(other: Bitset): void {
    if (other.#words.length > this.#words.length) this.#grow(other.#words.length);
    for (let i = 0; i < other.#words.length; i++) {
      this.#words[i] = (this.#words[i] as number) | (other.#words[i] as number);
    }
  }

  /** Takes all members of the other set out. */
  deleteAll(other: Bitset): void {
    for (let i = Math.min(this.#words.length, other.#words.length) - 1; i >= 0; i--) {
      this.#words[i] = (this.#words[i] as number) & ~(other.#words[i] as number);
    }
  }

  /** Takes all but the members of the other set out. */
  keepAll(other: Bitset): void {
    for (let i = 0; i < this.#words.length; i++) {
      this.#words[i] = (this.#words[i] as number) & (other.#words[i] ?? 0);
    }
  }

  clone(): Bitset {
    return new Bitset(this.#words.slice());
  }

  /** The members in ascending order. */
  *[Symbol.iterator](): Generator<number> {
    for (let i = 0; i < this.#words.length; i++) {
      let word = this.#words[i] as number;
      while (word !== 0) {
        const lowest = word & -word;
        yield i * 32 + (31 - Math.clz32(lowest));
        word ^= lowest;
      }
    }
  }

  toBase64(): string {
    let used = this.#words.length;
    while (used > 0 && this.#words[used - 1] === 0) used--;
    return Buffer.from(this.#words.buffer, this.#words.byteOffset, used * 4).toString("base64");
  }

  static fromBase64(text: string): Bitset {
    const bytes = Buffer.from(text, "base64");
    const words = new Uint32Array(Math.max(1, bytes.length / 4));
    for (let i = 0; i < bytes.length / 4; i++) words[i] = bytes.readUInt32LE(i * 4);
    return new Bitset(words);
  }

  #grow(words: number): void {
    const next = new Uint32Array(Math.max(words, this.#words.length * 2));
    next.set(this.#words);
    this.#words = next;
  }
}

function isIndex(value: number): boolean {
  return value >= 0 && value < indexLimit && Number.isInteger(value);
}

function popcount(value: number): number {
  let v = value - ((value >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
