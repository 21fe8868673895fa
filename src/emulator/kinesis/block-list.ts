import type { RecordBlock } from "./record-block.ts";

/** A shard's blocks, oldest first. What is dropped at one end moves nothing at the other. */
export class BlockList {
  #blocks: RecordBlock[] = [];
  #dropped = 0;
  /** The ordinal to go on from where there is no block. */
  #next: number;

  constructor(next: number) {
    this.#next = next;
  }

  get oldest(): RecordBlock | undefined {
    return this.#blocks[this.#dropped];
  }

  get last(): RecordBlock | undefined {
    return this.#blocks.length > this.#dropped ? this.#blocks.at(-1) : undefined;
  }

  /** The ordinal that the next record will get. */
  get next(): number {
    return this.last?.next ?? this.#next;
  }

  push(block: RecordBlock): void {
    this.#blocks.push(block);
  }

  dropOldest(): void {
    this.#next = this.next;
    this.#dropped++;
    if (this.#dropped < 64 || this.#dropped * 2 < this.#blocks.length) return;
    this.#blocks = this.#blocks.slice(this.#dropped);
    this.#dropped = 0;
  }

  clear(): void {
    this.#next = this.next;
    this.#blocks = [];
    this.#dropped = 0;
  }

  /**
   * The block that holds an ordinal.
   *
   * @throws RangeError where none does.
   */
  at(ordinal: number): RecordBlock {
    const { last } = this;
    // Most reads are near the tip.
    const block =
      last && ordinal >= last.first ? last : this.#find((block) => block.next > ordinal);
    if (block && ordinal >= block.first && ordinal < block.next) return block;
    throw new RangeError(`no record at ${ordinal}`);
  }

  /** The first block that holds a record which arrived at `ms` or later. */
  since(ms: number): RecordBlock | undefined {
    return this.#find((block) => block.lastMs >= ms);
  }

  *[Symbol.iterator](): Iterator<RecordBlock> {
    for (let at = this.#dropped; at < this.#blocks.length; at++) {
      yield this.#blocks[at] as RecordBlock;
    }
  }

  /** The first block of which `holds` is true, as it is of all after it. */
  #find(holds: (block: RecordBlock) => boolean): RecordBlock | undefined {
    let low = this.#dropped;
    let high = this.#blocks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (holds(this.#blocks[middle] as RecordBlock)) high = middle;
      else low = middle + 1;
    }
    return this.#blocks[low];
  }
}
