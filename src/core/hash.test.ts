import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hash64, hashText, mix64, SetDigest } from "./hash.ts";

const bytes = fc.uint8Array({ minLength: 1, maxLength: 80 });

describe("the hash of bytes", () => {
  it("notices every change of one byte", () => {
    fc.assert(
      fc.property(bytes, fc.nat(), fc.integer({ min: 1, max: 255 }), (original, at, change) => {
        const altered = Uint8Array.from(original);
        const index = at % altered.length;
        altered[index] = (altered[index] as number) ^ change;
        expect(hash64(altered)).not.toEqual(hash64(original));
      }),
    );
  });

  it("notices what is cut off or appended, zeros too", () => {
    const hashes = Array.from({ length: 20 }, (_, length) => hash64(new Uint8Array(length)));
    expect(new Set(hashes.map(({ high, low }) => `${high} ${low}`)).size).toBe(20);
  });

  it("skips what is not in the span", () => {
    fc.assert(
      fc.property(bytes, fc.nat({ max: 64 }), fc.nat({ max: 64 }), (all, one, other) => {
        const [from = 0, to = 0] = [one, other].sort((a, b) => a - b);
        const span = { at: Math.min(from, all.length), end: Math.min(to, all.length) };
        const part = Uint8Array.from(all.subarray(span.at, span.end));
        expect(hash64(all, { high: 0, low: 0 }, span)).toEqual(hash64(part));
      }),
    );
  });

  it("has no more collisions than chance, in either half, where little changes", () => {
    const payload = Buffer.from(`{"eventId":"00000000","type":"page_view","n":${"x".repeat(40)}`);
    for (const half of ["low", "high"] as const) {
      const seen = new Set<number>();
      for (let i = 0; i < 100_000; i++) {
        payload.writeUInt16LE(i & 1_023, 12);
        // The same lane: 16 bytes further on.
        payload.writeUInt16LE(i >> 10, 28);
        seen.add(hash64(payload)[half]);
      }
      // 1.2 are expected of 2^32 values.
      expect(100_000 - seen.size).toBeLessThan(10);
    }
  });

  it("has halves that are unsigned, and spreads", () => {
    const lows = new Set<number>();
    for (let i = 0; i < 2_000; i++) {
      const { high, low } = hash64(Buffer.from(`record ${i}`));
      expect(high >= 0 && low >= 0 && Number.isInteger(high + low)).toBe(true);
      lows.add(low);
    }
    expect(lows.size).toBe(2_000);
  });

  it("does not change between versions: digests are compared across them", () => {
    expect(hash64(Buffer.from("aforo"))).toMatchInlineSnapshot(`
      {
        "high": 1080383762,
        "low": 2643204033,
      }
    `);
    expect(mix64({ high: 1, low: 2 }, 3, 4)).toMatchInlineSnapshot(`
      {
        "high": 3397685038,
        "low": 421758284,
      }
    `);
    expect(hashText("aforo")).toMatchInlineSnapshot(`3831797192`);
  });
});

describe("the digest of a set", () => {
  it("adds up over parts, whatever their order", () => {
    const hash = fc.record({
      high: fc.integer({ min: 0, max: 0xffffffff }),
      low: fc.integer({ min: 0, max: 0xffffffff }),
    });
    fc.assert(
      fc.property(fc.array(hash), fc.array(hash), (left, right) => {
        const [a, b, whole] = [new SetDigest(), new SetDigest(), new SetDigest()];
        for (const item of left) a.add(item);
        for (const item of right) b.add(item);
        for (const item of [...right, ...left]) whole.add(item);
        a.merge(b.toString());
        expect(a.toString()).toBe(whole.toString());
        const sum = [...left, ...right].reduce(
          (total, { high, low }) => total + (BigInt(high) << 32n) + BigInt(low),
          0n,
        );
        expect(a.toString()).toBe(BigInt.asUintN(64, sum).toString(16).padStart(16, "0"));
      }),
    );
  });
});
