const chunkEntriesMax = 512;

interface Chunk<V> {
  readonly keys: string[];
  readonly values: V[];
}

/**
 * An ordered map: a list of chunks of at most 512 sorted keys, no chunk empty, each below the
 * next.
 *
 * Costs for n keys: get and the start of a scan take two binary searches, O(log n) comparisons. A
 * write also moves at most 512 entries within a chunk, and once in some 256 writes the n / 256
 * chunk pointers. Keys that come in order fill chunks wholly. A scan step is O(1).
 */
export class KeyIndex<V> {
  readonly #chunks: Chunk<V>[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(key: string): V | undefined {
    const chunk = this.#chunks[this.#chunkFor(key)];
    if (!chunk) return undefined;
    const at = lowerBound(chunk.keys, key);
    return chunk.keys[at] === key ? chunk.values[at] : undefined;
  }

  /** Answers with the value that was replaced. */
  set(key: string, value: V): V | undefined {
    const chunkAt = this.#chunkFor(key);
    const chunk = this.#chunks[chunkAt];
    if (!chunk) {
      this.#chunks.push({ keys: [key], values: [value] });
      this.#size++;
      return undefined;
    }
    const at = lowerBound(chunk.keys, key);
    if (chunk.keys[at] === key) {
      const replaced = chunk.values[at];
      chunk.values[at] = value;
      return replaced;
    }
    this.#size++;
    if (chunk.keys.length < chunkEntriesMax) {
      insert(chunk, at, { key, value });
    } else {
      this.#insertIntoFull(chunkAt, at, { key, value });
    }
    return undefined;
  }

  /** Answers with the value that was taken out. */
  delete(key: string): V | undefined {
    const chunkAt = this.#chunkFor(key);
    const chunk = this.#chunks[chunkAt];
    if (!chunk) return undefined;
    const at = lowerBound(chunk.keys, key);
    if (chunk.keys[at] !== key) return undefined;
    chunk.keys.splice(at, 1);
    const [removed] = chunk.values.splice(at, 1);
    if (chunk.keys.length === 0) this.#chunks.splice(chunkAt, 1);
    this.#size--;
    return removed;
  }

  /** Entries from `key` on, itself included, in order. The index must not change meanwhile. */
  *from(key: string): Generator<readonly [key: string, value: V], void> {
    const first = this.#chunkFor(key);
    for (let chunkAt = first; chunkAt < this.#chunks.length; chunkAt++) {
      const { keys, values } = this.#chunks[chunkAt] as Chunk<V>;
      const start = chunkAt === first ? lowerBound(keys, key) : 0;
      for (let at = start; at < keys.length; at++) yield [keys[at] as string, values[at] as V];
    }
  }

  /** The chunk that holds the key, or would: the last one that does not begin above it. */
  #chunkFor(key: string): number {
    let low = 0;
    let high = this.#chunks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#chunks[middle]?.keys[0] as string) <= key) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }

  #insertIntoFull(chunkAt: number, at: number, entry: { key: string; value: V }): void {
    const chunk = this.#chunks[chunkAt] as Chunk<V>;
    // At the very end a new chunk begins: halves would stay half full under ascending keys.
    const splitAt = at === chunkEntriesMax ? chunkEntriesMax : chunkEntriesMax / 2;
    const right = { keys: chunk.keys.splice(splitAt), values: chunk.values.splice(splitAt) };
    if (at >= splitAt) insert(right, at - splitAt, entry);
    else insert(chunk, at, entry);
    this.#chunks.splice(chunkAt + 1, 0, right);
  }
}

function insert<V>(chunk: Chunk<V>, at: number, entry: { key: string; value: V }): void {
  chunk.keys.splice(at, 0, entry.key);
  chunk.values.splice(at, 0, entry.value);
}

/** The first position whose key is not below `key`. */
function lowerBound(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle] as string) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
