/** Bytes that a whole number below 2^31 takes as a protobuf varint. */
export function varintBytes(value: number): number {
  if (value < 0x80) return 1;
  if (value < 0x4000) return 2;
  if (value < 0x20_0000) return 3;
  return value < 0x1000_0000 ? 4 : 5;
}

/** Writes a whole number below 2^31 at an offset, and answers the offset behind it. */
export function writeVarint(to: Uint8Array, at: number, value: number): number {
  let rest = value;
  while (rest >= 0x80) {
    to[at++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  to[at++] = rest;
  return at;
}

/** What a broken message is answered with, where it is read: it never leaves this folder. */
export class BrokenMessage extends Error {}

/** Reads the fields of a protobuf message one after the other, within [at, end). */
export class FieldReader {
  readonly #bytes: Uint8Array;
  #at: number;
  #end: number;

  constructor(bytes: Uint8Array, at: number, end: number) {
    this.#bytes = bytes;
    this.#at = at;
    this.#end = end;
  }

  /** Goes on with another message of the same bytes. */
  enter(at: number, end: number): void {
    this.#at = at;
    this.#end = end;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#end;
  }

  /** The offset of the next byte. */
  get at(): number {
    return this.#at;
  }

  /** A varint of up to 64 bits; one above 2^53 is not exact. */
  varint(): number {
    let value = 0;
    for (let scale = 1, bytes = 0; bytes < 10; bytes++, scale *= 128) {
      if (this.#at >= this.#end) throw new BrokenMessage("a number is cut off");
      const byte = this.#bytes[this.#at++] as number;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
    throw new BrokenMessage("a number has more than 64 bits");
  }

  /** Steps over a field with a length, and answers the offset behind it: it begins at `at`. */
  skipLength(): number {
    const length = this.varint();
    const end = this.#at + length;
    if (end > this.#end) throw new BrokenMessage("a field is cut off");
    return end;
  }

  /** Goes on at an offset: the one that `skipLength` answered. */
  moveTo(at: number): void {
    this.#at = at;
  }

  /** Steps over a field of a number that the reader does not know. */
  skip(tag: number): void {
    const wireType = tag & 7;
    if (wireType === 0) this.varint();
    else if (wireType === 1) this.#step(8);
    else if (wireType === 2) this.moveTo(this.skipLength());
    else if (wireType === 5) this.#step(4);
    else throw new BrokenMessage(`there is no wire type ${wireType}`);
  }

  #step(bytes: number): void {
    if (this.#at + bytes > this.#end) throw new BrokenMessage("a field is cut off");
    this.#at += bytes;
  }
}
