import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectArrivals, expectLaws } from "../../../test/support/pacer-laws.ts";
import { ramp } from "./ramp.ts";
import { recorded } from "./recorded.ts";
import { repeat } from "./repeat.ts";
import { sine } from "./sine.ts";
import { stairs } from "./stairs.ts";

const span = { total: 300, lengthUs: 1_000_000 };

describe("repeat", () => {
  it("has as many due in each round", () => {
    const pacer = repeat(stairs([0, 1, 2], span), 3);
    expect(pacer).toMatchObject({ total: 900, lengthUs: 3_000_000 });
    expect([1, 2, 3].map((round) => pacer.countAt(round * 1_000_000))).toEqual([300, 600, 900]);
    expect(pacer.timeOf(400)).toBeCloseTo(1_666_666.667, 3);
  });

  it("cuts the last round off", () => {
    const pacer = repeat(stairs([1, 2], span), 2.5);
    expect(pacer).toMatchObject({ total: 700, lengthUs: 2_500_000 });
    expect(pacer.countAt(9_000_000)).toBe(700);
  });

  it("loops recorded arrivals", () => {
    const pacer = repeat(recorded(Float64Array.of(0, 5, 5, 9), 10), 2.6);
    expect(expectArrivals(pacer)).toEqual([0, 5, 5, 9, 10, 15, 15, 19, 20, 25, 25]);
  });

  it("holds the laws of a pacer, also of a repeat", () => {
    const times = fc.oneof(
      fc.integer({ min: 1, max: 1_000 }),
      fc.double({ min: 0.2, max: 20, noNaN: true }),
    );
    const inner = fc.constantFrom(
      () => ramp({ from: 1, to: 2 }, span),
      () => sine({ periods: 2, amplitude: 0.9 }, span),
      () => stairs([1, 0, 3], span),
      () => repeat(stairs([1, 0, 3], span), 3),
    );
    const drawn = fc.tuple(inner, times);
    expectLaws(
      drawn.map(
        ([make, count]) =>
          () =>
            repeat(make(), count),
      ),
    );
  });
});
