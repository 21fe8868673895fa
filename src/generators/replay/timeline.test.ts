import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../core/random.ts";
import { rowsWithin, spreadOffsets, timelineOf } from "./timeline.ts";

const start = Date.parse("2026-06-15T00:00:00Z");
const hourMs = 3_600_000;

/** Ascending times, some of them equal, within some hours. */
const times = fc
  .array(fc.integer({ min: 0, max: 5 * hourMs }), { minLength: 1, maxLength: 60 })
  .map((offsets) => Float64Array.from(offsets, (offset) => start + offset).sort());

describe("a timeline", () => {
  it.each([
    ["one row", [0], 0, { offsets: [0], lengthMs: 0 }],
    ["rows of one time", [5, 5, 5], 0, { offsets: [0, 0, 0], lengthMs: 0 }],
    ["a mean gap at the end", [10, 20, 40], 0, { offsets: [0, 10, 30], lengthMs: 45 }],
    ["rows without times", [NaN, NaN, NaN], 0, { offsets: [0, 1, 2], lengthMs: 3 }],
    ["buckets", [15, 19, 41], 10, { offsets: [0, 0, 30], lengthMs: 40 }],
    ["one bucket", [15], 10, { offsets: [0], lengthMs: 10 }],
  ])("of %s", (_, values, jitterWithinMs, { offsets, lengthMs }) => {
    const timeline = timelineOf(Float64Array.from(values), jitterWithinMs);
    expect([...timeline.offsetsMs]).toEqual(offsets);
    expect(timeline.lengthMs).toBe(lengthMs);
  });

  it.each([
    ["before the second row", 10, "once", 1],
    ["after the second row", 11, "once", 2],
    ["all", 1_000, "once", 3],
    ["two passes", 90, "looped", 6],
    ["two passes and a row", 91, "looped", 7],
  ] as const)("has the rows of a span: %s", (_, spanMs, repeats, expected) => {
    const timeline = timelineOf(Float64Array.from([10, 20, 40]), 0);
    expect(rowsWithin(timeline, spanMs, repeats)).toBe(expected);
  });

  it("has its share of the rows of a bucket that the span cuts", () => {
    const timeline = timelineOf(
      Float64Array.from({ length: 10 }, (_, i) => (i < 4 ? 0 : 100)),
      100,
    );
    const within = (spanMs: number) => rowsWithin(timeline, spanMs, "once");
    expect([50, 100, 150, 199, 200, 500].map(within)).toEqual([2, 4, 7, 9, 10, 10]);
    expect(rowsWithin(timeline, 450, "looped")).toBe(20 + 2);
  });
});

describe("rows that are spread", () => {
  it("stay in their bucket, and in order", () => {
    fc.assert(
      fc.property(times, fc.constantFrom(1_000, 60_000, hourMs), fc.nat(), (at, within, seed) => {
        const timeline = timelineOf(at, within);
        const spread = spreadOffsets(timeline, Random.from(seed));
        expect([...spread]).toEqual([...spread].sort((a, b) => a - b));
        for (const [rank, offset] of spread.entries()) {
          const late = offset - (timeline.offsetsMs[rank] as number);
          expect(late >= 0 && late < within && offset < timeline.lengthMs).toBe(true);
        }
      }),
    );
  });

  it("are spread uniformly, by the seed", () => {
    const timeline = timelineOf(new Float64Array(10_000).fill(start), hourMs);
    const spread = spreadOffsets(timeline, Random.from(1));
    // Kolmogorov and Smirnov: the greatest distance of 10,000 uniform draws, at a risk of 0.1 %.
    const far = Math.max(...spread.map((offset, i) => Math.abs(offset / hourMs - i / 10_000)));
    expect(far).toBeLessThan(1.95 / Math.sqrt(10_000));
    expect(spreadOffsets(timeline, Random.from(1))).toEqual(spread);
    expect(spreadOffsets(timeline, Random.from(2))).not.toEqual(spread);
  });
});
