import type { Random } from "../core/random.ts";

const digits = Buffer.from("0123456789abcdef");
const dash = 0x2d;
const text = Buffer.alloc(36, dash);

/**
 * A random id in the form of a UUID of version 4, as the services give requests and messages. It
 * is written into bytes first: one joined from pieces would keep its pieces, and an id stays in
 * memory as long as its message.
 */
export function randomUuid(random: Random): string {
  let word = 0;
  let left = 0;
  for (let i = 0; i < 36; i++) {
    if (i === 8 || i === 13 || i === 18 || i === 23) continue;
    if (left === 0) {
      word = random.uint32();
      left = 8;
    }
    text[i] = digits[word & 15] as number;
    word >>>= 4;
    left--;
  }
  text[14] = 0x34;
  text[19] = digits[8 + ((text[19] as number) & 3)] as number;
  return text.toString("latin1");
}
