/**
 * Index keys of things of which one key has several, as versions and uploads. They sort by the key
 * first, then by a number of their own.
 *
 * A key may be the beginning of another, and may hold any byte. So that it sorts as a whole, a zero
 * byte in it is followed by 0xff, and its end is a zero byte followed by 0x01.
 */

const end = "\u0000\u0001";
const orderDigits = 14;

/** `key` are key bytes (see key-bytes.ts), `order` an integer from 0 to 2^53 - 1. */
export function entryKey(key: string, order: number): string {
  return entriesOf(key) + order.toString(16).padStart(orderDigits, "0");
}

/** What the index keys of all entries of a key begin with. */
export function entriesOf(key: string): string {
  return atOrAfter(key) + end;
}

/** Not above the index key of any entry of this key or of one behind it. */
export function atOrAfter(key: string): string {
  return key.includes("\u0000") ? key.replaceAll("\u0000", "\u0000\u00ff") : key;
}

export function keyOfEntry(entry: string): string {
  const key = entry.slice(0, -(orderDigits + end.length));
  return key.includes("\u0000") ? key.replaceAll("\u0000\u00ff", "\u0000") : key;
}
