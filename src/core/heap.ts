/** A binary min-heap by a numeric key. Push and pop cost the logarithm of its size. */
export class Heap<T> {
  readonly #items: { key: number; value: T }[] = [];

  get size(): number {
    return this.#items.length;
  }

  /** The least key, or Infinity where the heap is empty. */
  peekKey(): number {
    return this.#items[0]?.key ?? Infinity;
  }

  push(key: number, value: T): void {
    const items = this.#items;
    const entry = { key, value };
    let i = items.length;
    items.push(entry);
    while (i > 0) {
      const parent = (i - 1) >>> 1;
      const above = items[parent] as { key: number; value: T };
      if (above.key <= key) break;
      items[i] = above;
      i = parent;
    }
    items[i] = entry;
  }

  pop(): T | undefined {
    const items = this.#items;
    const first = items[0];
    const last = items.pop();
    if (!first || !last || items.length === 0) return first?.value;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= items.length) break;
      const right = items[child + 1];
      if (right && right.key < (items[child] as { key: number }).key) child++;
      const below = items[child] as { key: number; value: T };
      if (below.key >= last.key) break;
      items[i] = below;
      i = child;
    }
    items[i] = last;
    return first.value;
  }
}
