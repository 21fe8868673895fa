import { KeyIndex } from "../key-index.ts";
import { varintBytes, writeVarint } from "./varint.ts";

const initialBytes = 1_024;

/** One of the two tables of an aggregate: each key once, in the order of its first record. */
export class KeyTable {
  readonly #tag: number;
  readonly #indexes = new KeyIndex();
  #fields: Buffer = Buffer.allocUnsafeSlow(initialBytes);
  #bytes = 0;

  /** `tag`: that of the table's fields. */
  constructor(tag: number) {
    this.#tag = tag;
  }

  /** Of all fields. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The index that the next new key is given. */
  get size(): number {
    return this.#indexes.size;
  }

  indexOf(key: string): number | undefined {
    return this.#indexes.of(key);
  }

  /** Adds a key that is not there yet, of `keyBytes` in UTF-8. */
  add(key: string, keyBytes: number): void {
    this.#indexes.add(key);
    const to = (this.#fields = withRoom(this.#fields, this.#bytes, fieldBytes(keyBytes)));
    let at = this.#bytes;
    to[at++] = this.#tag;
    at = writeVarint(to, at, keyBytes);
    if (keyBytes !== key.length) to.write(key, at);
    // ASCII: for texts as short as keys a loop costs less than a call into the runtime.
    else for (let i = 0; i < keyBytes; i++) to[at + i] = key.charCodeAt(i);
    this.#bytes = at + keyBytes;
  }

  copy(to: Buffer, at: number): number {
    return this.#fields.copy(to, at, 0, this.#bytes);
  }

  clear(): void {
    this.#indexes.clear();
    this.#bytes = 0;
  }
}

/** Of a field with a length: tag, length, content. */
export function fieldBytes(contentBytes: number): number {
  return 1 + varintBytes(contentBytes) + contentBytes;
}

/** The buffer, or a larger one with the same beginning, where it has no room for `more` bytes. */
export function withRoom(buffer: Buffer, used: number, more: number): Buffer {
  if (used + more <= buffer.length) return buffer;
  const larger = Buffer.allocUnsafeSlow(Math.max(used + more, buffer.length * 2));
  buffer.copy(larger, 0, 0, used);
  return larger;
}
