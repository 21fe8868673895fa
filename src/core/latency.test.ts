import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LatencyHistogram } from "./latency.ts";

const samples = fc.array(fc.integer({ min: -1_000, max: 4_000_000_000 }), { maxLength: 100 });
const histogramOf = (values: readonly number[]): LatencyHistogram => {
  const latency = new LatencyHistogram();
  for (const us of values) latency.recordUs(us);
  return latency;
};
const seen = (latency: LatencyHistogram) => [
  latency.figures(),
  latency.belowZero,
  latency.maxMs(),
  [1, 50, 99.9, 100].map((percentile) => latency.percentileMs(percentile)),
];

describe("a latency histogram", () => {
  it("is exact to three digits, and to the microsecond at the maximum", () => {
    const latency = histogramOf(Array.from({ length: 1_000 }, (_, i) => (i + 1) * 1_003));
    const { count, p50, p99, p999, max } = latency.figures();
    expect([count, max]).toEqual([1_000, 1_003]);
    for (const [value, exact] of [
      [p50, 501.5],
      [p99, 992.97],
      [p999, 1_001.997],
    ] as const) {
      expect(Math.abs(value - exact) / exact).toBeLessThan(1e-3);
    }
  });

  it("merges to what one histogram of all samples is, in any order", () => {
    fc.assert(
      fc.property(samples, samples, (left, right) => {
        const all = seen(histogramOf([...left, ...right]));
        for (const [first, second] of [
          [left, right],
          [right, left],
        ] as const) {
          const merged = histogramOf(first);
          merged.merge(histogramOf(second));
          expect(seen(merged)).toEqual(all);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("is the same after it was written and read", () => {
    fc.assert(
      fc.property(samples, (values) => {
        const latency = histogramOf(values);
        const stored: unknown = JSON.parse(JSON.stringify(latency));
        const read = LatencyHistogram.fromJSON(stored as ReturnType<typeof latency.toJSON>);
        expect(seen(read)).toEqual(seen(latency));
      }),
      { numRuns: 30 },
    );
  });

  it("never answers a percentile above the greatest sample", () => {
    const latency = histogramOf([1_234_567]);
    expect(latency.percentileMs(99.99)).toBe(latency.maxMs());
  });

  it("counts samples below zero, as zero", () => {
    const latency = histogramOf([-5, -0.4, 10]);
    expect([latency.belowZero, latency.count, latency.percentileMs(50)]).toEqual([2, 3, 0]);
  });

  it("counts samples beyond an hour as one", () => {
    expect(histogramOf([9e12, Infinity]).maxMs()).toBe(3_600_000);
  });

  it("says nothing without samples", () => {
    const latency = histogramOf([7]);
    latency.reset();
    expect([latency.percentileMs(99), latency.maxMs()]).toEqual([Number.NaN, Number.NaN]);
    expect(latency.figures()).toEqual({
      count: 0,
      p50: 0,
      p90: 0,
      p99: 0,
      p999: 0,
      p9999: 0,
      max: 0,
    });
  });

  it("refuses what is no number", () => {
    expect(() => histogramOf([Number.NaN])).toThrow(RangeError);
  });
});
