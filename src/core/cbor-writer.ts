const minimumBytes = 256;

/**
 * Writes CBOR (RFC 8949) into a buffer that grows. Times are tag 1 with integer milliseconds:
 * that is how the Java SDKs, 1 and 2, read them.
 */
export class CborWriter {
  #buffer: Buffer;
  #at = 0;
  /** Parts that are complete, and where in the buffer the next one begins. */
  readonly #parts: Buffer[] = [];
  #partAt = 0;

  /** Memory of the size that is expected saves the growing. */
  constructor(memory: Buffer = Buffer.allocUnsafe(minimumBytes)) {
    this.#buffer = memory;
  }

  /** What was written, where nothing lies apart. The writer is spent. */
  finish(): Buffer {
    return this.#buffer.subarray(0, this.#at);
  }

  /** What was written, one part behind the other. The writer is spent. */
  finishParts(): Buffer[] {
    this.#endPart();
    return this.#parts;
  }

  mapHead(members: number): void {
    this.#head(5, members);
  }

  listHead(members: number): void {
    this.#head(4, members);
  }

  text(value: string): void {
    const { length } = value;
    // Three bytes for a UTF-16 unit is the most that UTF-8 takes; 9 are the longest head.
    this.#room(9 + length * 3);
    const start = this.#at;
    this.#head(3, length);
    const written = this.#buffer.write(value, this.#at);
    if (written !== length) {
      // Not ASCII: its length in bytes, and so its head, is another.
      this.#at = start;
      this.#head(3, written);
      this.#buffer.write(value, this.#at);
    }
    this.#at += written;
  }

  /** A text whose bytes are there. */
  utf8(text: Uint8Array): void {
    this.#string(3, text);
  }

  bytes(value: Uint8Array): void {
    this.#string(2, value);
  }

  /** Bytes that stay where they lie, as a part of their own. */
  bytesApart(value: Buffer): void {
    this.#head(2, value.length);
    this.#endPart();
    this.#parts.push(value);
  }

  /** What `text` has written before, as bytes: the names that repeat in a list. */
  raw(written: Buffer): void {
    this.#room(written.length);
    this.#at += written.copy(this.#buffer, this.#at);
  }

  /** A safe integer. */
  integer(value: number): void {
    if (value < 0) this.#head(1, -1 - value);
    else this.#head(0, value);
  }

  timeMs(epochMs: number): void {
    this.#head(6, 1);
    this.integer(epochMs);
  }

  /** A value of an output: bytes, Dates, texts, numbers, booleans, null, lists and structures. */
  value(value: unknown): void {
    if (typeof value === "string") this.text(value);
    else if (typeof value === "number") this.#number(value);
    else if (typeof value === "boolean") this.#byte(value ? 0xf5 : 0xf4);
    else if (value instanceof Uint8Array) this.bytes(value);
    else if (value instanceof Date) this.timeMs(value.getTime());
    else if (Array.isArray(value)) {
      this.listHead(value.length);
      for (const member of value) this.value(member);
    } else if (typeof value === "object" && value !== null) this.#structure(value);
    else this.#byte(0xf6);
  }

  /** Members that are undefined are left out. */
  #structure(members: object): void {
    const named = members as Readonly<Record<string, unknown>>;
    const names = Object.keys(named);
    let count = 0;
    for (const name of names) if (named[name] !== undefined) count++;
    this.mapHead(count);
    for (const name of names) {
      const member = named[name];
      if (member === undefined) continue;
      this.text(name);
      this.value(member);
    }
  }

  #number(value: number): void {
    if (Number.isSafeInteger(value)) {
      this.integer(value);
      return;
    }
    this.#byte(0xfb);
    this.#room(8);
    this.#at = this.#buffer.writeDoubleBE(value, this.#at);
  }

  #byte(value: number): void {
    this.#room(1);
    this.#buffer[this.#at++] = value;
  }

  #endPart(): void {
    this.#parts.push(this.#buffer.subarray(this.#partAt, this.#at));
    this.#partAt = this.#at;
  }

  #string(major: 2 | 3, value: Uint8Array): void {
    this.#head(major, value.length);
    this.#room(value.length);
    this.#buffer.set(value, this.#at);
    this.#at += value.length;
  }

  #head(major: number, argument: number): void {
    this.#room(9);
    const buffer = this.#buffer;
    const type = major << 5;
    if (argument < 24) {
      buffer[this.#at++] = type | argument;
    } else if (argument < 0x100) {
      buffer[this.#at++] = type | 24;
      buffer[this.#at++] = argument;
    } else if (argument < 0x1_0000) {
      buffer[this.#at++] = type | 25;
      this.#at = buffer.writeUInt16BE(argument, this.#at);
    } else if (argument < 0x1_0000_0000) {
      buffer[this.#at++] = type | 26;
      this.#at = buffer.writeUInt32BE(argument, this.#at);
    } else {
      buffer[this.#at++] = type | 27;
      this.#at = buffer.writeBigUInt64BE(BigInt(argument), this.#at);
    }
  }

  #room(bytes: number): void {
    if (this.#at + bytes <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#at + bytes));
    this.#buffer.copy(grown, 0, 0, this.#at);
    this.#buffer = grown;
  }
}

/** A text as `CborWriter.text` writes it. */
export function cborText(value: string): Buffer {
  const writer = new CborWriter();
  writer.text(value);
  return writer.finish();
}
