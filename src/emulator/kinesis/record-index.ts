const blockSize = 1_024;

interface Block {
  readonly arrivalMs: Float64Array;
  readonly bytes: Uint32Array;
}

/**
 * When each record of a shard arrived and how large it is, by its ordinal: dense from 0. Kept in
 * blocks, so that neither appending nor trimming moves what is there. Arrivals do not go back, even
 * where the wall clock does: look-ups by time are binary searches.
 */
export class RecordIndex {
  readonly #blocks = new Map<number, Block>();
  #first = 0;
  #next = 0;
  #latestMs = 0;
  // The block last touched: reads and writes run along.
  #key = -1;
  #block: Block | undefined;

  /** The ordinal of the oldest record kept. */
  get first(): number {
    return this.#first;
  }

  /** The ordinal that the next record will get. */
  get next(): number {
    return this.#next;
  }

  /** Adds a record and answers its arrival time. */
  append(nowMs: number, bytes: number): number {
    this.#latestMs = Math.max(this.#latestMs, nowMs);
    const key = Math.floor(this.#next / blockSize);
    if (this.#next % blockSize === 0) {
      this.#key = key;
      this.#block = {
        arrivalMs: new Float64Array(blockSize),
        bytes: new Uint32Array(blockSize),
      };
      this.#blocks.set(key, this.#block);
    }
    const block = this.#blockOf(this.#next);
    block.arrivalMs[this.#next % blockSize] = this.#latestMs;
    block.bytes[this.#next % blockSize] = bytes;
    this.#next++;
    return this.#latestMs;
  }

  arrivalMs(ordinal: number): number {
    return this.#blockOf(ordinal).arrivalMs[ordinal % blockSize] as number;
  }

  bytes(ordinal: number): number {
    return this.#blockOf(ordinal).bytes[ordinal % blockSize] as number;
  }

  /** The oldest kept record that arrived at `ms` or later, or `next` where there is none. */
  firstSince(ms: number): number {
    let low = this.#first;
    let high = this.#next;
    while (low < high) {
      const middle = low + Math.floor((high - low) / 2);
      if (this.arrivalMs(middle) < ms) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Forgets what arrived before `horizonMs`; each record is passed once, whatever the calls. */
  trim(horizonMs: number): void {
    const from = Math.floor(this.#first / blockSize);
    while (this.#first < this.#next && this.arrivalMs(this.#first) < horizonMs) this.#first++;
    const to = Math.floor(this.#first / blockSize);
    for (let key = from; key < to; key++) this.#blocks.delete(key);
  }

  #blockOf(ordinal: number): Block {
    const key = Math.floor(ordinal / blockSize);
    if (key !== this.#key) {
      this.#block = this.#blocks.get(key);
      this.#key = key;
    }
    if (!this.#block) throw new RangeError(`no record at ${ordinal}`);
    return this.#block;
  }
}
