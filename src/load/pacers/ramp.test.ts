import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectLaws } from "../../../test/support/pacer-laws.ts";
import { ramp } from "./ramp.ts";

const span = { total: 1_000, lengthUs: 1_000_000 };

describe("ramp", () => {
  it.each([
    { from: 0, to: 1, half: 250 },
    { from: 1, to: 0, half: 750 },
    { from: 1, to: 3, half: 375 },
    { from: 2, to: 2, half: 500 },
  ])("from $from to $to has $half of 1,000 due at half time", ({ from, to, half }) => {
    const pacer = ramp({ from, to }, span);
    expect(pacer.countAt(500_000)).toBeCloseTo(half, 9);
    expect(pacer.timeOf(half)).toBeCloseTo(500_000, 6);
  });

  it("holds the laws of a pacer, from and to a rate of 0 as well", () => {
    const weight = fc.oneof(fc.constant(0), fc.double({ min: 1e-3, max: 1e3, noNaN: true }));
    const weights = fc.record({ from: weight, to: weight });
    const rising = weights.filter(({ from, to }) => from + to > 0);
    expectLaws(rising.map((drawn) => () => ramp(drawn, span)));
  });
});
