import * as fc from "fast-check";
import { expect, test } from "vitest";
import { afterAllWith, justAfter, keyBytesOf, keyTextOf } from "./key-bytes.ts";

const text = fc.string({ unit: "grapheme" });

test("key bytes become the same text again", () => {
  fc.assert(fc.property(text, (key) => keyTextOf(keyBytesOf(key)) === key));
});

test("key bytes compare as UTF-8 does", () => {
  fc.assert(
    fc.property(text, text, (a, b) => {
      const [left, right] = [keyBytesOf(a), keyBytesOf(b)];
      const order = left < right ? -1 : left > right ? 1 : 0;
      expect(order).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
  );
  // UTF-16 would have it the other way round.
  expect(keyBytesOf("\uffee") < keyBytesOf("😀")).toBe(true);
});

test("bounds are tight", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string(), (prefix, rest) => {
      const bytes = keyBytesOf(prefix);
      const longer = keyBytesOf(prefix + rest);
      expect(longer < afterAllWith(bytes)).toBe(true);
      expect(longer === bytes || longer >= justAfter(bytes)).toBe(true);
    }),
  );
});
