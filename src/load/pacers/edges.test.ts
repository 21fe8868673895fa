import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cellOf } from "./edges.ts";

describe("cellOf", () => {
  it("is the first cell that ends after x, whatever the hint", () => {
    const edges = fc
      .array(fc.integer({ min: 0, max: 30 }), { minLength: 2, maxLength: 40 })
      .map((drawn) => Float64Array.from(drawn).sort());
    const x = fc.double({ min: -2, max: 32, noNaN: true });
    fc.assert(
      fc.property(edges, fc.oneof(x, fc.integer({ min: -2, max: 32 })), fc.nat(), (...drawn) => {
        const [all, at, hint] = drawn;
        const cells = all.length - 1;
        const first = all.subarray(1).findIndex((end) => end > at);
        expect(cellOf(all, at, hint % cells)).toBe(first < 0 ? cells - 1 : first);
      }),
    );
  });
});
