import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { betaQuantile, clopperPearsonUpper, incompleteBeta, logGamma } from "./statistics.ts";

describe("the bound of Clopper and Pearson", () => {
  it.each([
    // Without bad ones it is 1 − 0.05^(1/n). The others by bisection of the binomial sum.
    [0, 29_956, 1.0e-4, 7],
    [0, 100, 0.029_513, 6],
    [1, 100, 0.046_56, 5],
    [5, 50, 0.198_833, 6],
    [3, 200, 0.038_309_7, 7],
    [10, 10, 1, 10],
    [0, 0, 1, 10],
  ])("of %i bad in %i is %d", (bad, trials, ...[bound, digits]) => {
    expect(clopperPearsonUpper(bad, trials, 0.95)).toBeCloseTo(bound, digits);
  });

  it("leaves five per cent to as few bad ones as were seen, or fewer", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 31, max: 90 }), (bad, n) => {
        const bound = clopperPearsonUpper(bad, n, 0.95);
        expect(binomialUpTo(bad, n, bound)).toBeCloseTo(0.05, 9);
      }),
      { numRuns: 50 },
    );
  });

  it("lies above the share, and nearer the more trials there are", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 2, max: 50 }),
        (bad, times) => {
          const small = clopperPearsonUpper(bad, bad * times, 0.95);
          const large = clopperPearsonUpper(bad * 10, bad * times * 10, 0.95);
          expect(small).toBeGreaterThan(large);
          expect(large).toBeGreaterThan(1 / times);
        },
      ),
      { numRuns: 50 },
    );
  });

  it("holds at the size of a day", () => {
    const bound = clopperPearsonUpper(8_000, 80_000_000, 0.95);
    // The normal approximation: p + 1.645 · √(p/n).
    expect(bound / (1e-4 + 1.645 * Math.sqrt(1e-4 / 8e7))).toBeCloseTo(1, 3);
  });
});

describe("the beta distribution", () => {
  it.each([
    [0.5, 2, 3, 0.6875],
    [0.25, 1, 1, 0.25],
    [0.9, 5, 1, 0.9 ** 5],
    [0, 2, 2, 0],
    [1, 2, 2, 1],
  ])("up to %d with %d and %d is %d", (x, a, ...[b, expected]) => {
    expect(incompleteBeta(x, a, b)).toBeCloseTo(expected, 12);
  });

  it("is found again by its quantile", () => {
    const parameter = fc.double({ min: 0.2, max: 400, noNaN: true });
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        parameter,
        parameter,
        (p, a, b) => {
          // Towards 1 the distribution may be steeper than doubles there are.
          fc.pre(b >= 1);
          expect(incompleteBeta(betaQuantile(p, a, b), a, b)).toBeCloseTo(p, 8);
        },
      ),
      { numRuns: 50 },
    );
  });

  it("rests on a gamma function that knows factorials", () => {
    expect(logGamma(11)).toBeCloseTo(Math.log(3_628_800), 10);
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 12);
    expect(logGamma(0.25)).toBeCloseTo(Math.log(3.625_609_908_221_908), 12);
  });
});

/** The chance of at most `bad` in `trials`, summed term by term. */
function binomialUpTo(bad: number, trials: number, share: number): number {
  let term = (1 - share) ** trials;
  let sum = term;
  for (let i = 1; i <= bad; i++) {
    term *= ((trials - i + 1) / i) * (share / (1 - share));
    sum += term;
  }
  return sum;
}
