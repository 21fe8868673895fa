import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectArrivals } from "../../../test/support/pacer-laws.ts";
import { recorded } from "./recorded.ts";

describe("recorded", () => {
  it.each([
    { us: 0, count: 0 },
    { us: 0.5, count: 1 },
    { us: 7, count: 1 },
    { us: 7.5, count: 3 },
    { us: 99, count: 4 },
  ])("counts $count arrivals before $us µs", ({ us, count }) => {
    expect(recorded(Float64Array.of(0, 7, 7, 9), 10).countAt(us)).toBe(count);
  });

  it("plays back what was recorded", () => {
    const times = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(times, (drawn) => {
        const sorted = Float64Array.from(drawn).sort();
        expect(expectArrivals(recorded(sorted, 51))).toEqual([...sorted]);
      }),
    );
  });

  it.each([[[5, 3]], [[-1]], [[Number.NaN]], [[3, 10]]])("refuses the times %j", (times) => {
    expect(() => recorded(Float64Array.from(times), 10)).toThrow(RangeError);
  });
});
