import { build } from "hdr-histogram-js";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ValueCounts, valueLimit } from "./value-counts.ts";

const values = fc.array(
  fc.tuple(
    fc.oneof(
      fc.nat({ max: 5_000 }),
      fc.nat({ max: valueLimit - 1 }),
      fc.nat({ max: 31 }).map((power) => Math.min(valueLimit, 2 ** power) - 1),
    ),
    fc.integer({ min: 1, max: 9 }),
  ),
  { maxLength: 300 },
);

const buckets = (digits: 2 | 3) => {
  const lowestDiscernibleValue = 1;
  const highestTrackableValue = 3_600_000_000;
  return build({
    lowestDiscernibleValue,
    highestTrackableValue,
    numberOfSignificantValueDigits: digits,
    bitBucketSize: 32,
  });
};

describe("counts of values", () => {
  it.each([
    { digits: 2, bits: 7 },
    { digits: 3, bits: 10 },
  ] as const)("keep to the buckets of a histogram of $digits digits", ({ digits, bits }) => {
    fc.assert(
      fc.property(values, (samples) => {
        const [direct, counted] = [buckets(digits), buckets(digits)];
        const counts = new ValueCounts(bits);
        for (const [value, count] of samples) {
          direct.recordValueWithCount(value, count);
          counts.add(value, count);
        }
        counts.drain((value, count) => counted.recordValueWithCount(value, count));
        expect(counted.totalCount).toBe(direct.totalCount);
        for (const percentile of [0, 10, 50, 90, 99, 99.9, 100]) {
          const expected = direct.getValueAtPercentile(percentile);
          expect(counted.getValueAtPercentile(percentile)).toBe(expected);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("are forgotten when they were handed on", () => {
    const counts = new ValueCounts(7);
    counts.add(5, 2);
    const drained: (readonly [number, number])[] = [];
    for (let round = 0; round < 2; round++) counts.drain((...bucket) => drained.push(bucket));
    expect(drained).toEqual([[5, 2]]);
  });
});
