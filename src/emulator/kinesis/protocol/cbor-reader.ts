import { KinesisError } from "../errors.ts";

/** Deeper than any input is; a body of nothing but brackets must not exhaust the stack. */
const depthMax = 64;

/** Below this, an integer that is tagged as a time is in seconds: it would be 1973 otherwise. */
const leastMs = 1e11;

const breakByte = 0xff;
const isIndefinite = 31;

/**
 * Reads one CBOR item (RFC 8949) as the AWS SDKs send it: maps, lists and texts of indefinite
 * length, blobs as byte strings, which are views of the request. A time is tag 1 with integer
 * milliseconds, which is not what the RFC says; what does as it says (seconds, with or without
 * decimals) is understood too. Other tags are ignored.
 *
 * @throws KinesisError of code SerializationException where the bytes are not such an item.
 */
export function readCbor(bytes: Buffer): unknown {
  const reader = new CborReader(bytes);
  const value = reader.item(0);
  if (!reader.atEnd) throw malformed("data after the item");
  return value;
}

class CborReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get atEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  item(depth: number): unknown {
    if (depth > depthMax) throw malformed("nested too deep");
    const initial = this.#byte();
    const info = initial & 31;
    switch (initial >> 5) {
      case 0:
        return this.#argument(info);
      case 1:
        return -1 - this.#argument(info);
      case 2:
        return this.#stringBytes(info, 2);
      case 3:
        return this.#text(info);
      case 4:
        return this.#list(info, depth);
      case 5:
        return this.#map(info, depth);
      case 6:
        return this.#tagged(this.#argument(info), depth);
      default:
        return this.#simple(info);
    }
  }

  /** The unsigned number that a head carries. Above 2^53 it is rounded, as in JSON. */
  #argument(info: number): number {
    if (info < 24) return info;
    switch (info) {
      case 24:
        return this.#byte();
      case 25:
        return this.#bytes.readUInt16BE(this.#skip(2));
      case 26:
        return this.#bytes.readUInt32BE(this.#skip(4));
      case 27:
        return Number(this.#bytes.readBigUInt64BE(this.#skip(8)));
      default:
        throw malformed(`additional information ${info}`);
    }
  }

  #text(info: number): string {
    if (info === isIndefinite) return this.#stringBytes(info, 3).toString();
    const length = this.#argument(info);
    const start = this.#skip(length);
    return this.#bytes.toString("utf8", start, start + length);
  }

  /** A byte or text string; one of indefinite length comes in chunks of definite length. */
  #stringBytes(info: number, major: 2 | 3): Buffer {
    if (info !== isIndefinite) return this.#take(this.#argument(info));
    const chunks: Buffer[] = [];
    while (!this.#isBreak()) {
      const head = this.#byte();
      if (head >> 5 !== major) throw malformed("a chunk of another type");
      chunks.push(this.#take(this.#argument(head & 31)));
    }
    return Buffer.concat(chunks);
  }

  #list(info: number, depth: number): unknown[] {
    const list: unknown[] = [];
    for (const more = this.#counter(info); more();) list.push(this.item(depth + 1));
    return list;
  }

  #map(info: number, depth: number): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    for (const more = this.#counter(info); more();) {
      const key = this.item(depth + 1);
      if (typeof key !== "string") throw malformed("a key that is not a text");
      const value = this.item(depth + 1);
      if (key === "__proto__") Object.defineProperty(map, key, { value, enumerable: true });
      else map[key] = value;
    }
    return map;
  }

  /** Says before each element of a list or map whether there is another. */
  #counter(info: number): () => boolean {
    if (info === isIndefinite) return () => !this.#isBreak();
    let left = this.#argument(info);
    return () => left-- > 0;
  }

  #tagged(tag: number, depth: number): unknown {
    const isFloat = (this.#bytes[this.#at] ?? 0) >> 5 === 7;
    const value = this.item(depth + 1);
    if (tag !== 1 || typeof value !== "number") return value;
    const isSeconds = Math.abs(value) < leastMs || (isFloat && !Number.isInteger(value));
    return new Date(Math.round(isSeconds ? value * 1_000 : value));
  }

  #simple(info: number): unknown {
    switch (info) {
      case 20:
        return false;
      case 21:
        return true;
      case 22:
      case 23:
        return null;
      case 25:
        return halfFloat(this.#bytes.readUInt16BE(this.#skip(2)));
      case 26:
        return this.#bytes.readFloatBE(this.#skip(4));
      case 27:
        return this.#bytes.readDoubleBE(this.#skip(8));
      default:
        throw malformed(`simple value ${info}`);
    }
  }

  #isBreak(): boolean {
    if (this.#bytes[this.#at] !== breakByte) return false;
    this.#at++;
    return true;
  }

  #byte(): number {
    return this.#bytes[this.#skip(1)] as number;
  }

  #take(length: number): Buffer {
    const start = this.#skip(length);
    return this.#bytes.subarray(start, this.#at);
  }

  /** Goes on by so many bytes, which there have to be, and answers where they begin. */
  #skip(length: number): number {
    const start = this.#at;
    if (length > this.#bytes.length - start) throw malformed("it ends too early");
    this.#at = start + length;
    return start;
  }
}

function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1_023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1_024 + fraction) * 2 ** (exponent - 25);
}

function malformed(what: string): KinesisError {
  return new KinesisError("SerializationException", `The body is not CBOR: ${what}.`);
}
