import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectLaws } from "../../../test/support/pacer-laws.ts";
import { hourly } from "./hourly.ts";

const day = { startMs: 0, spanMs: 86_400_000, lengthUs: 120_000_000 };
const flat = Array.from({ length: 24 }, () => 1);
const evening = flat.map((weight, hour) => (hour === 21 ? 3 : weight));

describe("hourly", () => {
  it("gives the busiest hour its weight's share of the records, exactly", () => {
    const pacer = hourly(evening, { ...day, total: 26_000 });
    expect(pacer.countAt(22 * 5_000_000) - pacer.countAt(21 * 5_000_000)).toBeCloseTo(3_000, 6);
  });

  it("sends nothing in an hour of weight zero, and passes over it", () => {
    const weights = flat.map((weight, hour) => (hour === 5 ? 0 : weight));
    const pacer = hourly(weights, { ...day, total: 23 });
    expect(pacer.countAt(25_000_000)).toBeCloseTo(5, 9);
    expect(pacer.countAt(30_000_000)).toBeCloseTo(5, 9);
    expect(pacer.timeOf(5.5)).toBeCloseTo(32_500_000, 3);
  });

  it("plays a stretch that begins within an hour and crosses midnight", () => {
    const stretch = { startMs: 84_600_000, spanMs: 3_600_000, lengthUs: 60_000_000 };
    const weights = flat.map((_, hour) => (hour === 23 ? 3 : 1));
    const pacer = hourly(weights, { ...stretch, total: 400 });
    expect(pacer.countAt(30_000_000)).toBeCloseTo(300, 6);
  });

  it("plays a week from Friday, over its end, by the weights of each day", () => {
    const days = [1, 1, 1, 1, 3, 0, 2];
    const week = days.flatMap((weight) => flat.map(() => weight));
    const stretch = { startMs: 4 * day.spanMs, spanMs: 4 * day.spanMs, lengthUs: 4_000_000 };
    const pacer = hourly(week, { ...stretch, total: 600 });
    const counts = [1, 2, 3, 4].map((played) => pacer.countAt(played * 1_000_000));
    expect(counts).toEqual([300, 300, 500, 600]);
  });

  it("holds the laws of a pacer", () => {
    const weights = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 24, maxLength: 24 });
    const drawn = fc.tuple(
      weights.filter((hours) => hours.some((weight) => weight > 0)),
      fc.integer({ min: 1, max: 80_000_000 }),
    );
    expectLaws(
      drawn.map(
        ([hours, total]) =>
          () =>
            hourly(hours, { ...day, total }),
      ),
    );
  });
});
