/** No slot: the end of a chain. */
export const none = -1;

const initialSlots = 1_024;

/**
 * What is kept of each accepted record until it is settled, in parallel arrays: a hundred thousand
 * records in flight are a few arrays, not as many objects. Slots are chained, so that the records
 * of one Kinesis record are found from its first one.
 */
export class RecordTable {
  #source = new Uint8Array(initialSlots);
  #ordinal = new Uint32Array(initialSlots);
  #intendedUs = new Float64Array(initialSlots);
  #isValid = new Uint8Array(initialSlots);
  #next = new Int32Array(initialSlots);
  #free = none;
  /** Slots below it were given out at least once. */
  #touched = 0;
  #count = 0;

  /** Records that are there. */
  get count(): number {
    return this.#count;
  }

  /** Keeps a record, and answers its slot: the end of a chain of its own. */
  add(record: RowOfTable): number {
    const slot = this.#takeSlot();
    this.#source[slot] = record.source;
    this.#ordinal[slot] = record.ordinal;
    this.#intendedUs[slot] = record.intendedUs;
    this.#isValid[slot] = record.kind === "malformed" ? 0 : 1;
    this.#next[slot] = none;
    this.#count++;
    return slot;
  }

  /** Puts a slot behind the last one of a chain. */
  link(last: number, slot: number): void {
    this.#next[last] = slot;
  }

  /** Forgets all records of a chain. */
  release(first: number): void {
    for (let slot = first; slot !== none;) {
      const next = this.next(slot);
      this.#next[slot] = this.#free;
      this.#free = slot;
      this.#count--;
      slot = next;
    }
  }

  next(slot: number): number {
    return this.#next[slot] as number;
  }

  source(slot: number): number {
    return this.#source[slot] as number;
  }

  ordinal(slot: number): number {
    return this.#ordinal[slot] as number;
  }

  intendedUs(slot: number): number {
    return this.#intendedUs[slot] as number;
  }

  /** Whether the record keeps the contract: malformed ones have no part in the budget. */
  isValid(slot: number): boolean {
    return this.#isValid[slot] === 1;
  }

  #takeSlot(): number {
    if (this.#free !== none) {
      const slot = this.#free;
      this.#free = this.next(slot);
      return slot;
    }
    if (this.#touched === this.#next.length) this.#grow();
    return this.#touched++;
  }

  #grow(): void {
    const slots = this.#next.length * 2;
    this.#source = larger(this.#source, new Uint8Array(slots));
    this.#ordinal = larger(this.#ordinal, new Uint32Array(slots));
    this.#intendedUs = larger(this.#intendedUs, new Float64Array(slots));
    this.#isValid = larger(this.#isValid, new Uint8Array(slots));
    this.#next = larger(this.#next, new Int32Array(slots));
  }
}

/** What the table takes of a record. */
export interface RowOfTable {
  readonly source: number;
  readonly ordinal: number;
  /** Microseconds after the start of the run. */
  readonly intendedUs: number;
  readonly kind: "unique" | "malformed" | "duplicate";
}

function larger<T extends { set(from: T): void }>(from: T, to: T): T {
  to.set(from);
  return to;
}
