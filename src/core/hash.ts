/** A 64-bit hash as two unsigned 32-bit halves: JavaScript's numbers do not hold 64 bits. */
export interface Hash64 {
  high: number;
  low: number;
}

/**
 * A fast, non-cryptographic 64-bit hash of bytes: two murmur-like lanes over 32-bit little-endian
 * words. It tells an altered record from an intact one; it does not resist an adversary.
 *
 * `into` is overwritten and returned, so that a hot loop allocates nothing.
 */
export function hash64(bytes: Uint8Array, into: Hash64 = { high: 0, low: 0 }, from = 0): Hash64 {
  let low = 0x9e3779b9 ^ (bytes.length - from);
  let high = 0x85ebca6b;
  let i = from;
  const wordsEnd = bytes.length - 3;
  for (; i < wordsEnd; i += 4) {
    const word =
      (bytes[i] as number) |
      ((bytes[i + 1] as number) << 8) |
      ((bytes[i + 2] as number) << 16) |
      ((bytes[i + 3] as number) << 24);
    low = Math.imul(low ^ word, 0xcc9e2d51);
    low = (low << 15) | (low >>> 17);
    high = Math.imul(high ^ word ^ (low >>> 7), 0x1b873593);
    high = (high << 13) | (high >>> 19);
  }
  for (; i < bytes.length; i++) {
    low = Math.imul(low ^ (bytes[i] as number), 0xcc9e2d51);
    high = Math.imul(high ^ (bytes[i] as number) ^ (low >>> 9), 0x1b873593);
  }
  into.low = finish(low ^ high);
  into.high = finish(high + Math.imul(into.low, 5));
  return into;
}

/** Mixes further 32-bit values into a hash, in place. */
export function mix64(hash: Hash64, ...values: readonly number[]): Hash64 {
  for (const value of values) {
    hash.low = finish(Math.imul(hash.low ^ value, 0xcc9e2d51) + hash.high);
    hash.high = finish(Math.imul(hash.high ^ value, 0x1b873593) + hash.low);
  }
  return hash;
}

/** A short stable hash of a text, as an unsigned 32-bit integer. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return finish(hash);
}

function finish(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * The digest of a multiset of records: the sum of their hashes modulo 2^64. It does not depend on
 * their order, and the digests of parts add up to the digest of the whole.
 */
export class SetDigest {
  #high = 0;
  #low = 0;

  add(hash: Hash64): void {
    const low = this.#low + hash.low;
    this.#low = low >>> 0;
    this.#high = (this.#high + hash.high + (low > 0xffffffff ? 1 : 0)) >>> 0;
  }

  merge(other: string): void {
    this.add({ high: parseInt(other.slice(0, 8), 16), low: parseInt(other.slice(8), 16) });
  }

  toString(): string {
    return hex8(this.#high) + hex8(this.#low);
  }
}

function hex8(value: number): string {
  return value.toString(16).padStart(8, "0");
}
