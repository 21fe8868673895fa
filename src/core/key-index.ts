import { hashText } from "./hash.ts";

const initialSlots = 256;

/**
 * Texts and the numbers that they were given, from 0. For tables that are emptied over and over:
 * a Map would let its memory go, and grow anew each time.
 */
export class KeyIndex {
  readonly #keys: string[] = [];
  #size = 0;
  /** Open addressing, at most half full: the number of a key plus one, or 0. */
  #slots = new Int32Array(initialSlots);

  get size(): number {
    return this.#size;
  }

  /** The number of a key that is there, or undefined. */
  of(key: string): number | undefined {
    const found = this.#slots[this.#slotOf(key)] as number;
    return found === 0 ? undefined : found - 1;
  }

  /** The key of a number that was given. */
  keyOf(index: number): string {
    return this.#keys[index] as string;
  }

  /** Gives the next number to a key that is not there yet. */
  add(key: string): number {
    if (2 * this.#size >= this.#slots.length) this.#grow();
    const index = this.#size++;
    this.#keys[index] = key;
    this.#slots[this.#slotOf(key)] = index + 1;
    return index;
  }

  clear(): void {
    if (this.#size === 0) return;
    this.#size = 0;
    this.#slots.fill(0);
  }

  /** The slot of a key, or the empty one that it would take. */
  #slotOf(key: string): number {
    const mask = this.#slots.length - 1;
    let slot = hashText(key) & mask;
    for (;;) {
      const found = this.#slots[slot] as number;
      if (found === 0 || this.#keys[found - 1] === key) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    this.#slots = new Int32Array(2 * this.#slots.length);
    for (let index = 0; index < this.#size; index++) {
      this.#slots[this.#slotOf(this.keyOf(index))] = index + 1;
    }
  }
}
