const capacity = 262_144;

/** What was appended to a journal and not handed to the operating system yet. */
export class JournalTail {
  #buffer = Buffer.alloc(0);
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  get unwritten(): Buffer {
    return this.#buffer.subarray(0, this.#bytes);
  }

  /** Anything fits into an empty one. */
  hasRoom(bytes: number): boolean {
    return this.#bytes === 0 || this.#bytes + bytes <= capacity;
  }

  /** Room for an entry at the end, to be filled at once. */
  reserve(bytes: number): Buffer {
    const end = this.#bytes + bytes;
    if (end > this.#buffer.length) this.#grow(end);
    const room = this.#buffer.subarray(this.#bytes, end);
    this.#bytes = end;
    return room;
  }

  /** A copy: the memory is used again. */
  copy(at: number, bytes: number): Buffer {
    return Buffer.from(this.#buffer.subarray(at, at + bytes));
  }

  clear(): void {
    this.#bytes = 0;
    // A large entry does not keep its memory.
    if (this.#buffer.length > capacity) this.#buffer = Buffer.alloc(0);
  }

  #grow(bytes: number): void {
    const grown = Buffer.allocUnsafeSlow(Math.max(bytes, Math.min(capacity, 2 * bytes)));
    this.unwritten.copy(grown);
    this.#buffer = grown;
  }
}
