import fc from "fast-check";
import { describe, it } from "vitest";
import { expectLaws } from "../../../test/support/pacer-laws.ts";
import { piecewise } from "./piecewise.ts";

describe("piecewise", () => {
  it("holds the laws of a pacer for slopes, jumps, gaps and empty pieces", () => {
    const weight = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 1_000 }));
    const pieces = fc.array(fc.record({ length: fc.nat(10), from: weight, to: weight }), {
      minLength: 1,
      maxLength: 30,
    });
    const drawn = pieces
      .filter((all) => all.some(({ length, from, to }) => length * (from + to) > 0))
      .map((all) => {
        let until = 0;
        return all.map(({ length, from, to }) => ({ until: (until += length), from, to }));
      });
    const span = { total: 80_000_000, lengthUs: 600_000_000 };
    expectLaws(drawn.map((all) => () => piecewise(all, span)));
  });
});
