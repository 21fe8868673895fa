/** A binary heap: the item with the least key comes out first. */
export class MinHeap<T> {
  readonly #keys: number[] = [];
  readonly #items: T[] = [];

  get size(): number {
    return this.#items.length;
  }

  /** The least key, or infinity where the heap is empty. */
  leastKey(): number {
    return this.#keys[0] ?? Number.POSITIVE_INFINITY;
  }

  push(key: number, item: T): void {
    let at = this.#items.length;
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      if ((this.#keys[parent] as number) <= key) break;
      this.#put(at, this.#keys[parent] as number, this.#items[parent] as T);
      at = parent;
    }
    this.#put(at, key, item);
  }

  pop(): T | undefined {
    const least = this.#items[0];
    const key = this.#keys.pop();
    const item = this.#items.pop();
    if (key !== undefined && this.#items.length > 0) this.#sink(key, item as T);
    return least;
  }

  #sink(key: number, item: T): void {
    const size = this.#items.length;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      const right = child + 1;
      if (right < size && (this.#keys[right] as number) < (this.#keys[child] as number)) {
        child = right;
      }
      if ((this.#keys[child] as number) >= key) break;
      this.#put(at, this.#keys[child] as number, this.#items[child] as T);
      at = child;
    }
    this.#put(at, key, item);
  }

  #put(at: number, key: number, item: T): void {
    this.#keys[at] = key;
    this.#items[at] = item;
  }
}
