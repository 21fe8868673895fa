import { Bitset } from "./bitset.ts";

/**
 * One intended record among all of a run: the source (an index into the plan's sources) and the
 * record's ordinal, dense from 0, within that source.
 */
export interface RecordRef {
  readonly source: number;
  readonly ordinal: number;
}

/** A set of intended records: a bit each, so that 80 million records take 10 MB. */
export class RecordSet {
  readonly #bySource: Bitset[] = [];

  /** Adds a record; answers whether it was new. */
  add(source: number, ordinal: number): boolean {
    return this.#of(source).add(ordinal);
  }

  delete(source: number, ordinal: number): void {
    this.#bySource[source]?.delete(ordinal);
  }

  has(source: number, ordinal: number): boolean {
    return this.#bySource[source]?.has(ordinal) ?? false;
  }

  count(): number {
    return this.#bySource.reduce((total, bits) => total + bits.count(), 0);
  }

  isEmpty(): boolean {
    return this.#bySource.every((bits) => bits.isEmpty());
  }

  addAll(other: RecordSet): void {
    for (const [source, bits] of other.#bySource.entries()) this.#of(source).addAll(bits);
  }

  /** The records of this set that are in none of the others. */
  without(...others: readonly RecordSet[]): RecordSet {
    return this.#derived((bits, source) => {
      for (const other of others) {
        const theirs = other.#bySource[source];
        if (theirs) bits.deleteAll(theirs);
      }
    });
  }

  /** The records of this set that are in the other one too. */
  common(other: RecordSet): RecordSet {
    return this.#derived((bits, source) => bits.keepAll(other.#of(source)));
  }

  *[Symbol.iterator](): Generator<RecordRef> {
    for (const [source, bits] of this.#bySource.entries()) {
      for (const ordinal of bits) yield { source, ordinal };
    }
  }

  toJSON(): string[] {
    return this.#bySource.map((bits) => bits.toBase64());
  }

  static fromJSON(json: readonly string[]): RecordSet {
    const set = new RecordSet();
    for (const text of json) set.#bySource.push(Bitset.fromBase64(text));
    return set;
  }

  #derived(change: (bits: Bitset, source: number) => void): RecordSet {
    const derived = new RecordSet();
    for (const [source, bits] of this.#bySource.entries()) {
      const clone = bits.clone();
      change(clone, source);
      derived.#bySource.push(clone);
    }
    return derived;
  }

  #of(source: number): Bitset {
    while (this.#bySource.length <= source) this.#bySource.push(new Bitset());
    return this.#bySource[source] as Bitset;
  }
}
