import { describe, expect, it } from "vitest";
import { expectArrivals } from "../../../test/support/pacer-laws.ts";
import { constant } from "./constant.ts";
import { poisson } from "./poisson.ts";
import { stairs } from "./stairs.ts";

const span = { total: 20_000, lengthUs: 20_000_000 };

describe("poisson", () => {
  it("has exactly as many arrivals as the curve, in order, within its time", () => {
    expect(expectArrivals(poisson(stairs([1, 0, 5], span), [1]))).toHaveLength(20_000);
  });

  it("has exponential gaps where the rate is constant", () => {
    const pacer = poisson(constant(span), [2]);
    const arrivals = Array.from({ length: span.total }, (_, n) => pacer.timeOf(n));
    const gaps = arrivals.map((us, n) => us - (arrivals[n - 1] ?? 0));
    for (const meanGaps of [0.1, 0.5, 1, 2, 4]) {
      const share = gaps.filter((us) => us > meanGaps * 1_000).length / gaps.length;
      const expected = Math.exp(-meanGaps);
      // Four standard errors.
      const error = 4 * Math.sqrt((expected * (1 - expected)) / gaps.length);
      expect(Math.abs(share - expected)).toBeLessThan(error);
    }
  });

  it("follows the curve: nothing comes where its rate is 0", () => {
    const pacer = poisson(stairs([1, 0, 3], span), [3]);
    const [first, second, third] = [1, 2, 3].map((n) => pacer.countAt((n * span.lengthUs) / 3));
    expect(second).toBe(first);
    expect(third).toBe(20_000);
    // Four standard deviations of a binomial draw with a probability of a quarter.
    expect(Math.abs((first ?? 0) - 5_000)).toBeLessThan(4 * 61.3);
  });
});
