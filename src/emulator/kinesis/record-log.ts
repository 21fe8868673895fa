/** What a producer wrote. */
export interface RecordBody {
  readonly partitionKey: string;
  readonly data: Buffer;
}

/**
 * The port behind which the bodies of one shard's records live. Ordinals are dense from 0, in the
 * order of the appends.
 */
export interface RecordLog {
  append(body: RecordBody): void;
  /** The body at an ordinal that was appended and not trimmed. */
  read(ordinal: number): RecordBody;
  /** All before `ordinal` will not be read again. */
  trim(ordinal: number): void;
}

const blockSize = 1_024;

/** Keeps bodies in memory, in blocks: trimming drops whole blocks and moves nothing. */
export class MemoryRecordLog implements RecordLog {
  readonly #blocks = new Map<number, RecordBody[]>();
  #next = 0;
  #firstBlock = 0;

  append(body: RecordBody): void {
    const key = Math.floor(this.#next++ / blockSize);
    const block = this.#blocks.get(key);
    if (block) block.push(body);
    else this.#blocks.set(key, [body]);
  }

  read(ordinal: number): RecordBody {
    const body = this.#blocks.get(Math.floor(ordinal / blockSize))?.[ordinal % blockSize];
    if (!body) throw new RangeError(`no record at ${ordinal}`);
    return body;
  }

  trim(ordinal: number): void {
    const first = Math.floor(ordinal / blockSize);
    while (this.#firstBlock < first) this.#blocks.delete(this.#firstBlock++);
  }
}
