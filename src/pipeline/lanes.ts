/**
 * The work of one shard, divided into lanes: batches of one lane are handled one after the other,
 * those of different lanes side by side. What belongs together in order goes to the same lane.
 */
export class Lanes<T> {
  readonly #tails: Promise<void>[];
  readonly #batchSize: number;
  readonly #handle: (batch: readonly T[]) => Promise<void>;
  #pending = 0;

  constructor(options: {
    lanes: number;
    batchSize: number;
    /** Must not reject: whoever handles a batch tries until it is done. */
    handle: (batch: readonly T[]) => Promise<void>;
  }) {
    this.#tails = Array.from({ length: options.lanes }, () => Promise.resolve());
    this.#batchSize = options.batchSize;
    this.#handle = options.handle;
  }

  /** Items that were added and are not handled yet. */
  get pending(): number {
    return this.#pending;
  }

  add(items: readonly T[], laneOf: (item: T) => number): void {
    const lanes = this.#tails.map(() => [] as T[]);
    for (const item of items) lanes[laneOf(item) % lanes.length]?.push(item);
    for (const [lane, waiting] of lanes.entries()) {
      for (let from = 0; from < waiting.length; from += this.#batchSize) {
        this.#append(lane, waiting.slice(from, from + this.#batchSize));
      }
    }
  }

  /** Resolves when all that was added before is handled. */
  async idle(): Promise<void> {
    await Promise.all(this.#tails);
  }

  #append(lane: number, batch: readonly T[]): void {
    this.#pending += batch.length;
    const before = this.#tails[lane] as Promise<void>;
    this.#tails[lane] = before
      .then(() => this.#handle(batch))
      .finally(() => (this.#pending -= batch.length));
  }
}
