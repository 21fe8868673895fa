/** An item of a `DueHeap` carries its own place in it; -1 while it is in none. */
export interface Slotted {
  slot: number;
}

/**
 * A binary min-heap by time from which any item can be taken out or given another time, at the cost
 * of the logarithm of its size. The core's heap leaves removal to its user's laziness; here deleted
 * messages would then stay in memory until their retention is over, for days.
 */
export class DueHeap<T extends Slotted> {
  readonly #keys: number[] = [];
  readonly #items: T[] = [];

  get size(): number {
    return this.#items.length;
  }

  /** The earliest time, or Infinity where the heap is empty. */
  peekKey(): number {
    return this.#keys[0] ?? Infinity;
  }

  peek(): T | undefined {
    return this.#items[0];
  }

  /** The time of an item that is in the heap. */
  keyOf(item: T): number {
    return this.#keys[item.slot] as number;
  }

  push(key: number, item: T): void {
    this.#keys.push(key);
    this.#items.push(item);
    this.#rise(this.#items.length - 1, key, item);
  }

  /** Gives an item that is in the heap another time. */
  update(key: number, item: T): void {
    const slot = item.slot;
    if (key < (this.#keys[slot] as number)) this.#rise(slot, key, item);
    else this.#sink(slot, key, item);
  }

  /** Takes out an item that is in the heap. */
  remove(item: T): void {
    const slot = item.slot;
    const removedKey = this.#keys[slot] as number;
    const key = this.#keys.pop() as number;
    const last = this.#items.pop() as T;
    item.slot = -1;
    if (last === item) return;
    if (key < removedKey) this.#rise(slot, key, last);
    else this.#sink(slot, key, last);
  }

  #rise(from: number, key: number, item: T): void {
    let slot = from;
    while (slot > 0) {
      const parent = (slot - 1) >>> 1;
      const parentKey = this.#keys[parent] as number;
      if (parentKey <= key) break;
      this.#place(slot, parentKey, this.#items[parent] as T);
      slot = parent;
    }
    this.#place(slot, key, item);
  }

  #sink(from: number, key: number, item: T): void {
    const size = this.#items.length;
    let slot = from;
    for (;;) {
      let child = 2 * slot + 1;
      if (child >= size) break;
      if (child + 1 < size && (this.#keys[child + 1] as number) < (this.#keys[child] as number)) {
        child++;
      }
      const childKey = this.#keys[child] as number;
      if (childKey >= key) break;
      this.#place(slot, childKey, this.#items[child] as T);
      slot = child;
    }
    this.#place(slot, key, item);
  }

  #place(slot: number, key: number, item: T): void {
    this.#keys[slot] = key;
    this.#items[slot] = item;
    item.slot = slot;
  }
}
