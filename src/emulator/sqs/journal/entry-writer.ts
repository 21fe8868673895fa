const initialBytes = 4_096;
/** A larger buffer is not kept for the next entry. */
const keptBytesMax = 1_048_576;

/** Writes the fields of one entry, one behind the other, into memory that is used again. */
export class EntryWriter {
  #bytes = Buffer.allocUnsafeSlow(initialBytes);
  #at = 0;

  begin(type: number): this {
    if (this.#bytes.length > keptBytesMax) this.#bytes = Buffer.allocUnsafeSlow(initialBytes);
    this.#at = 0;
    return this.u8(type);
  }

  u8(value: number): this {
    this.#reserve(1);
    this.#bytes[this.#at++] = value;
    return this;
  }

  u32(value: number): this {
    this.#reserve(4);
    this.#at = this.#bytes.writeUInt32LE(value, this.#at);
    return this;
  }

  /** Any number: a time in milliseconds, or a sequence above 2^32. */
  f64(value: number): this {
    this.#reserve(8);
    this.#at = this.#bytes.writeDoubleLE(value, this.#at);
    return this;
  }

  /** A text of any length, its length before it. */
  text(value: string): this {
    this.#reserve(4 + 3 * value.length);
    const start = this.#at + 4;
    const bytes = this.#bytes.write(value, start, "utf8");
    this.#bytes.writeUInt32LE(bytes, this.#at);
    this.#at = start + bytes;
    return this;
  }

  /** Good until the next entry is begun. */
  get entry(): Buffer {
    return this.#bytes.subarray(0, this.#at);
  }

  #reserve(bytes: number): void {
    const end = this.#at + bytes;
    if (end <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(end, 2 * this.#bytes.length));
    this.#bytes.copy(grown, 0, 0, this.#at);
    this.#bytes = grown;
  }
}

/** Reads fields in the order in which they were written. */
export class EntryReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  u8(): number {
    return this.#bytes.readUInt8(this.#at++);
  }

  u32(): number {
    this.#at += 4;
    return this.#bytes.readUInt32LE(this.#at - 4);
  }

  f64(): number {
    this.#at += 8;
    const value = this.#bytes.readDoubleLE(this.#at - 8);
    // Maps are far slower with the same number as a double.
    const small = value | 0;
    return small === value ? small : value;
  }

  text(): string {
    const start = this.#at + 4;
    this.#at = start + this.#bytes.readUInt32LE(this.#at);
    return this.#bytes.toString("utf8", start, this.#at);
  }
}
