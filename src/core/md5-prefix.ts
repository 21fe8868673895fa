import { hash } from "node:crypto";

/** The longest text that is hashed here: what fits one block of MD5 with its padding. */
const oneBlock = 55;

/** RFC 1321: floor(2^32 · |sin(i + 1)|), the word that each step takes, and its rotation. */
const sines = Int32Array.from({ length: 64 }, (_, i) => Math.abs(Math.sin(i + 1)) * 2 ** 32);
const words = Uint8Array.from({ length: 64 }, (_, i) =>
  i < 16 ? i : i < 32 ? (5 * i + 1) & 15 : i < 48 ? (3 * i + 5) & 15 : (7 * i) & 15,
);
const rotations = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
];
const turns = Uint8Array.from({ length: 64 }, (_, i) => rotations[i >> 4]?.[i & 3] ?? 0);

const block = new Int32Array(16);

/**
 * The first 48 bits of the MD5 of a text's UTF-8, as a number. A partition key is hashed for each
 * record that is sent, and a call into the crypto module costs more than the hash of a short key.
 */
export function md5Prefix48(text: string): number {
  if (!fillBlock(text)) return hash("md5", text, "buffer").readUIntBE(0, 6);
  let a = 0x67452301;
  let b = 0xefcdab89 | 0;
  let c = 0x98badcfe | 0;
  let d = 0x10325476;
  for (let i = 0; i < 64; i++) {
    const round = i >> 4;
    let mixed: number;
    if (round === 0) mixed = d ^ (b & (c ^ d));
    else if (round === 1) mixed = c ^ (d & (b ^ c));
    else if (round === 2) mixed = b ^ c ^ d;
    else mixed = c ^ (b | ~d);
    const word = block[words[i] as number] as number;
    const sum = (a + mixed + (sines[i] as number) + word) | 0;
    const turn = turns[i] as number;
    a = d;
    d = c;
    c = b;
    b = (b + ((sum << turn) | (sum >>> (32 - turn)))) | 0;
  }
  const first = swapped((a + 0x67452301) | 0);
  const second = swapped((b + 0xefcdab89) | 0);
  return first * 0x1_0000 + (second >>> 16);
}

/** Puts a short ASCII text into the block, padded; answers whether it is one. */
function fillBlock(text: string): boolean {
  const { length } = text;
  if (length > oneBlock) return false;
  block.fill(0);
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x80) return false;
    block[i >> 2] = (block[i >> 2] as number) | (code << ((i & 3) * 8));
  }
  block[length >> 2] = (block[length >> 2] as number) | (0x80 << ((length & 3) * 8));
  block[14] = length * 8;
  return true;
}

/** MD5 writes its words with the least byte first. */
function swapped(word: number): number {
  return ((word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)) >>> 0;
}
