/** A 64-bit hash as two unsigned 32-bit halves: JavaScript's numbers do not hold 64 bits. */
export interface Hash64 {
  high: number;
  low: number;
}

/** Some of a run of bytes: those from `at` on, up to and without `end`. */
export interface ByteSpan {
  readonly at: number;
  readonly end: number;
}

/**
 * A fast, non-cryptographic 64-bit hash of bytes. It tells an altered record from an intact one; it
 * does not resist an adversary. Four lanes take a 32-bit little-endian word each, and then mix with
 * their neighbours: none has to wait for another's multiplication.
 *
 * `into` is overwritten and returned, so that a hot loop allocates nothing.
 */
export function hash64(
  bytes: Uint8Array,
  into: Hash64 = { high: 0, low: 0 },
  span?: ByteSpan,
): Hash64 {
  const words = wordsOf(bytes);
  const end = bytes.byteOffset + (span ? span.end : bytes.length);
  let at = bytes.byteOffset + (span ? span.at : 0);
  let a = 0x9e3779b9 ^ (end - at);
  // Signed from the beginning: the engine keeps such numbers in integer registers.
  let b = 0x85ebca6b | 0;
  let c = 0xc2b2ae35 | 0;
  let d = 0x27d4eb2f;
  for (; at <= end - 16; at += 16) {
    const p = Math.imul(a ^ words.getInt32(at, true), 0xcc9e2d51);
    const q = Math.imul(b ^ words.getInt32(at + 4, true), 0x1b873593);
    const r = Math.imul(c ^ words.getInt32(at + 8, true), 0x85ebca6b);
    const s = Math.imul(d ^ words.getInt32(at + 12, true), 0xc2b2ae35);
    a = p ^ ((q << 15) | (q >>> 17));
    b = (q + ((r << 13) | (r >>> 19))) | 0;
    c = r ^ ((s << 17) | (s >>> 15));
    d = (s + ((p << 11) | (p >>> 21))) | 0;
  }
  for (; at < end; at++) {
    const byte = words.getUint8(at);
    a = Math.imul(a ^ byte, 0xcc9e2d51);
    b = Math.imul(b ^ byte ^ (a >>> 9), 0x1b873593);
  }
  const left = finish(a ^ ((c << 16) | (c >>> 16)));
  const right = finish(b + d);
  into.low = finish(left ^ Math.imul(right, 0x9e3779b1));
  into.high = finish(right + Math.imul(into.low, 5));
  return into;
}

let memory: ArrayBufferLike = new ArrayBuffer(0);
let words: DataView = new DataView(memory);

/** Bytes that follow each other lie in one memory, of which one view is enough. */
function wordsOf({ buffer }: Uint8Array): DataView {
  if (memory !== buffer) {
    memory = buffer;
    words = new DataView(buffer);
  }
  return words;
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
