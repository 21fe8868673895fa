import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evenRanges, HashRanges, hashKeyMax } from "./hash-ranges.ts";

const counts = fc.integer({ min: 1, max: 300 });

describe("hash ranges", () => {
  it("are adjacent and cover all keys", () => {
    fc.assert(
      fc.property(counts, (count) => {
        const ranges = evenRanges(count);
        expect(ranges[0]?.start).toBe(0n);
        expect(ranges.at(-1)?.end).toBe(hashKeyMax);
        for (let i = 1; i < count; i++)
          expect(ranges[i]?.start).toBe((ranges[i - 1]?.end ?? 0n) + 1n);
      }),
    );
  });

  it("are exact at their borders", () => {
    fc.assert(
      fc.property(counts, (count) => {
        const ranges = evenRanges(count);
        const lookup = new HashRanges(ranges);
        for (const [i, range] of ranges.entries()) {
          expect(lookup.ofHashKey(range.start)).toBe(i);
          expect(lookup.ofHashKey(range.end)).toBe(i);
        }
      }),
    );
  });

  it("hold a partition key where the 128 bits of its MD5 say", () => {
    fc.assert(
      fc.property(counts, fc.string({ unit: "grapheme", minLength: 1 }), (count, key) => {
        const ranges = evenRanges(count);
        const md5 = BigInt(`0x${createHash("md5").update(key, "utf8").digest("hex")}`);
        const at = new HashRanges(ranges).ofPartitionKey(key);
        expect(md5 >= (ranges[at]?.start ?? -1n) && md5 <= (ranges[at]?.end ?? -1n)).toBe(true);
      }),
    );
  });

  it("tell apart keys that share their upper 48 bits with a border", () => {
    const border = BigInt(`0x${createHash("md5").update("key").digest("hex")}`);
    const split = (end: bigint) =>
      new HashRanges([
        { start: 0n, end },
        { start: end + 1n, end: hashKeyMax },
      ]).ofPartitionKey("key");
    expect(split(border)).toBe(0);
    expect(split(border - 1n)).toBe(1);
    expect(split(border + 1n)).toBe(0);
  });
});
