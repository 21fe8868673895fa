import { describe, expect, it } from "vitest";
import { Random } from "../../src/core/random.ts";
import { chiSquareMisfit, kolmogorovSmirnovMisfit } from "./goodness-of-fit.ts";
import { countsOf } from "./samples.ts";

describe("the tests of fit tell what fits from what nearly does", () => {
  const random = Random.from("fit");
  const tosses = countsOf(
    Array.from({ length: 10_000 }, () => (random.chance(0.3) ? "heads" : "tails")),
  );
  const gaps = Array.from({ length: 5_000 }, () => random.exponential(60));

  it("by chi-square", () => {
    expect(chiSquareMisfit(tosses, { heads: 3, tails: 7 })).toBeLessThan(1);
    expect(chiSquareMisfit(tosses, { heads: 0.33, tails: 0.67 })).toBeGreaterThan(1);
    expect(chiSquareMisfit(tosses, { heads: 1 })).toBe(Infinity);
    expect(() => chiSquareMisfit(tosses, { heads: 3, tails: 7, edge: 0.001 })).toThrow(RangeError);
  });

  it("by Kolmogorov and Smirnov", () => {
    const fit = (mean: number) => kolmogorovSmirnovMisfit(gaps, (s) => 1 - Math.exp(-s / mean));
    expect(fit(60)).toBeLessThan(1);
    expect(fit(66)).toBeGreaterThan(1);
    expect(fit(54)).toBeGreaterThan(1);
  });
});
