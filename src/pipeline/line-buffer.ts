/** A buffer begins with this and doubles as it fills. */
const initialBytes = 65_536;
const newline = 0x0a;

/**
 * Lines one behind the other, copied as they come: what they were views of, an answer of megabytes
 * with one line left in it, need not stay in memory until the delivery.
 */
export class LineBuffer {
  #bytes: Buffer = Buffer.alloc(0);
  #end = 0;

  get length(): number {
    return this.#end;
  }

  add(line: Uint8Array): void {
    const end = this.#end + line.length + 1;
    if (end > this.#bytes.length) this.#grow(end);
    this.#bytes.set(line, this.#end);
    this.#bytes[end - 1] = newline;
    this.#end = end;
  }

  /** All lines, valid until the next `add` or `clear`. */
  get content(): Buffer {
    return this.#bytes.subarray(0, this.#end);
  }

  /** Forgets the lines and keeps the memory. */
  clear(): void {
    this.#end = 0;
  }

  #grow(least: number): void {
    const size = Math.max(initialBytes, least, this.#bytes.length * 2);
    const larger = Buffer.allocUnsafeSlow(size);
    this.#bytes.copy(larger, 0, 0, this.#end);
    this.#bytes = larger;
  }
}
