import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectLaws } from "../../../test/support/pacer-laws.ts";
import type { CurvePlan } from "../../scenario/curve-plan.ts";
import { pacerOf } from "./table.ts";

const curves: readonly (readonly [string, CurvePlan, readonly number[]])[] = [
  ["constant", { kind: "constant" }, [250, 500, 750]],
  ["ramp", { kind: "ramp", from: 0, to: 2 }, [62.5, 250, 562.5]],
  ["stairs", { kind: "stairs", weights: [0, 2] }, [0, 0, 500]],
  ["spike", { kind: "spike", at: 0.5, width: 0.25, times: 5 }, [125, 250, 875]],
  ["sine", { kind: "sine", periods: 2, amplitude: 1 }, [409.15, 500, 909.15]],
  // 6 hours of each: Monday's night, morning, afternoon and evening.
  [
    "hours of a day",
    { kind: "hourly", weights: Array.from({ length: 24 }, (_, hour) => (hour < 6 ? 0 : 4 / 3)) },
    [0, 333.333, 666.667],
  ],
  [
    "hours of a week",
    { kind: "hourly", weights: Array.from({ length: 168 }, (_, hour) => (hour < 12 ? 14 : 0)) },
    [500, 1_000, 1_000],
  ],
  [
    "sum",
    {
      kind: "sum",
      parts: [
        { share: 0.75, curve: { kind: "constant" } },
        { share: 0.25, curve: { kind: "stairs", weights: [0, 2] } },
      ],
    },
    [187.5, 375, 687.5],
  ],
  [
    "repeat",
    { kind: "repeat", times: 2, curve: { kind: "stairs", weights: [0, 2] } },
    [0, 500, 500],
  ],
  [
    "repeat that is cut off",
    { kind: "repeat", times: 1.5, curve: { kind: "stairs", weights: [2, 0] } },
    [375, 500, 625],
  ],
];

const hours = (count: number) =>
  fc.array(fc.integer({ min: 1, max: 50 }), { minLength: count, maxLength: count });
const half = fc.double({ min: 0.01, max: 0.5, noNaN: true });

/** Curves within curves, three deep. */
const { curve: anyCurve } = fc.letrec<{ curve: CurvePlan; shape: CurvePlan }>((tie) => ({
  shape: fc.oneof(
    fc.constant<CurvePlan>({ kind: "constant" }),
    fc.record({ kind: fc.constant("ramp"), from: fc.nat(9), to: fc.integer({ min: 1, max: 9 }) }),
    fc.record({ kind: fc.constant("stairs"), weights: hours(5) }),
    fc.record({ kind: fc.constant("spike"), at: half, width: half, times: fc.nat(100) }),
    fc.record({
      kind: fc.constant("sine"),
      periods: fc.integer({ min: 1, max: 9 }),
      amplitude: half,
    }),
    fc.record({ kind: fc.constant("hourly"), weights: fc.oneof(hours(24), hours(168)) }),
  ),
  curve: fc.oneof(
    { maxDepth: 3 },
    tie("shape"),
    fc.record({
      kind: fc.constant("repeat"),
      times: fc.double({ min: 0.5, max: 9, noNaN: true }),
      curve: tie("curve"),
    }),
    fc.tuple(half, tie("curve"), tie("curve")).map(([share, one, other]) => ({
      kind: "sum" as const,
      parts: [
        { share, curve: one },
        { share: 1 - share, curve: other },
      ],
    })),
  ),
}));

describe("pacerOf", () => {
  const played = {
    date: "2026-06-15",
    startOfDayMs: 0,
    spanDayMs: 86_400_000,
    playedInMs: 120_000,
    total: 1_000,
  };

  it.each(curves)("is right at each quarter of the time: %s", (...[, curve, quarters]) => {
    const pacer = pacerOf(curve, played);
    expect(pacer.total).toBe(1_000);
    expect(pacer.lengthUs).toBe(120_000_000);
    for (const [i, count] of [...quarters, 1_000].entries()) {
      expect(pacer.countAt((i + 1) * 30_000_000)).toBeCloseTo(count, 2);
    }
    expect(pacer.timeOf(999.999)).toBeLessThanOrEqual(120_000_000);
  });

  it("holds the laws of a pacer for sums and repeats of one another, with the whole total", () => {
    const drawn = fc.tuple(anyCurve, fc.integer({ min: 1, max: 80_000_000 }));
    expectLaws(
      drawn.map(
        ([curve, total]) =>
          () =>
            pacerOf(curve, { ...played, total }),
      ),
    );
  });
});
