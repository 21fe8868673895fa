/**
 * S3 orders keys by their UTF-8 bytes, JavaScript compares strings by UTF-16 units. Keys are
 * therefore held as *key bytes*: strings whose every character is one byte of the key's UTF-8. For
 * an ASCII key that is the key itself. Native comparison of key bytes is then S3's order.
 */

// oxlint-disable-next-line no-control-regex -- the control characters are ASCII too
const notAscii = /[^\u0000-\u007f]/;

export function keyBytesOf(text: string): string {
  return notAscii.test(text) ? Buffer.from(text, "utf8").toString("latin1") : text;
}

export function keyTextOf(bytes: string): string {
  return notAscii.test(bytes) ? Buffer.from(bytes, "latin1").toString("utf8") : bytes;
}

/** The least key bytes above `bytes`. */
export function justAfter(bytes: string): string {
  return `${bytes}\u0000`;
}

/** The least key bytes above everything that begins with `prefix`, which is not empty. */
export function afterAllWith(prefix: string): string {
  const last = prefix.length - 1;
  // UTF-8 has no byte 0xff, so that adding one never carries.
  return prefix.slice(0, last) + String.fromCharCode(prefix.charCodeAt(last) + 1);
}
