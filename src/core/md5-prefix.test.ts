import { hash } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { md5Prefix48 } from "./md5-prefix.ts";

const truth = (text: string) => parseInt(hash("md5", text, "hex").slice(0, 12), 16);

describe("md5Prefix48", () => {
  it("is the beginning of the MD5 for every length around one block", () => {
    for (let length = 0; length <= 70; length++) {
      const text = "session-0123456789".repeat(4).slice(0, length);
      expect(md5Prefix48(text)).toBe(truth(text));
    }
  });

  it("is the beginning of the MD5 of the UTF-8", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (text) => {
        expect(md5Prefix48(text)).toBe(truth(text));
      }),
    );
  });
});
