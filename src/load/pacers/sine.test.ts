import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectLaws } from "../../../test/support/pacer-laws.ts";
import { sine } from "./sine.ts";

const span = { total: 4_000, lengthUs: 4_000_000 };

describe("sine", () => {
  it("sends as much in each wave, and most in its first half", () => {
    const pacer = sine({ periods: 4, amplitude: 0.5 }, span);
    for (const wave of [1, 2, 3, 4]) {
      expect(pacer.countAt(wave * 1_000_000)).toBeCloseTo(wave * 1_000, 6);
    }
    expect(pacer.countAt(500_000)).toBeCloseTo(500 + 500 / Math.PI, 6);
  });

  it("has a rate of mean and amplitude at the crest", () => {
    const pacer = sine({ periods: 1, amplitude: 1 }, span);
    expect(pacer.countAt(1_000_500) - pacer.countAt(999_500)).toBeCloseTo(2, 5);
    expect(pacer.countAt(3_000_500) - pacer.countAt(2_999_500)).toBeCloseTo(0, 5);
  });

  it("holds the laws of a pacer, with waves that are not whole and a trough of 0", () => {
    const sines = fc.record({
      periods: fc.double({ min: 0.1, max: 50, noNaN: true }),
      amplitude: fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
    });
    expectLaws(sines.map((drawn) => () => sine(drawn, span)));
  });
});
