import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectArrivals, expectLaws } from "../../../test/support/pacer-laws.ts";
import { constant } from "./constant.ts";
import { ramp } from "./ramp.ts";
import { recorded } from "./recorded.ts";
import { sine } from "./sine.ts";
import { spike } from "./spike.ts";
import { stairs } from "./stairs.ts";
import { sum } from "./sum.ts";

const lengthUs = 1_000_000;

describe("sum", () => {
  it("has due what its parts have together", () => {
    const base = constant({ total: 600, lengthUs });
    const burst = spike({ at: 0.5, width: 0.1, times: 0 }, { total: 400, lengthUs: 500_000 });
    const pacer = sum([base, burst]);
    expect(pacer).toMatchObject({ total: 1_000, lengthUs });
    expect(pacer.countAt(500_000)).toBe(700);
    expect(pacer.timeOf(850)).toBeCloseTo(750_000, 3);
  });

  it("merges recorded arrivals", () => {
    const one = recorded(Float64Array.of(10, 400_000, 900_000), lengthUs);
    const other = recorded(Float64Array.of(20, 400_001, 899_999), lengthUs);
    const pacer = sum([one, other]);
    const times = [0, 1, 2, 3, 4, 5].map((n) => pacer.timeOf(n + 0.5));
    for (const [n, us] of [10, 20, 400_000, 400_001, 899_999, 900_000].entries()) {
      expect(times[n]).toBeCloseTo(us, 4);
    }
    expect(expectArrivals(one)).toEqual([10, 400_000, 900_000]);
  });

  it("holds the laws of a pacer, with jumps, gaps and waves", () => {
    const total = fc.integer({ min: 1, max: 40_000_000 });
    const share = fc.double({ min: 0, max: 0.5, noNaN: true });
    const weights = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 20 });
    const steps = weights.filter((drawn) => drawn.some((weight) => weight > 0));
    const part = fc.oneof(
      fc.record({ total }).map((drawn) => () => constant({ ...drawn, lengthUs })),
      fc.tuple(steps, total).map(
        ([w, n]) =>
          () =>
            stairs(w, { total: n, lengthUs }),
      ),
      fc.tuple(total, fc.nat(3)).map(
        ([n, to]) =>
          () =>
            ramp({ from: 1, to }, { total: n, lengthUs }),
      ),
      fc.tuple(share, total).map(
        ([at, n]) =>
          () =>
            spike({ at, width: 0.001, times: 50 }, { total: n, lengthUs }),
      ),
      fc.tuple(share, total).map(
        ([amplitude, n]) =>
          () =>
            sine({ periods: 3, amplitude }, { total: n, lengthUs }),
      ),
    );
    const parts = fc.array(part, { minLength: 1, maxLength: 4 });
    expectLaws(parts.map((drawn) => () => sum(drawn.map((make) => make()))));
  });
});
