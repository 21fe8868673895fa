import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hourlyPacer } from "./pacer.ts";

const day = { startOfDayMs: 0, spanDayMs: 86_400_000, playedInMs: 120_000 };
const flat = Array.from({ length: 24 }, () => 1);
const evening = flat.map((weight, hour) => (hour === 21 ? 3 : weight));

describe("hourlyPacer", () => {
  it.each([
    { us: 0, count: 0 },
    { us: 60_000_000, count: 1_200 },
    { us: 120_000_000, count: 2_400 },
    { us: 999_000_000, count: 2_400 },
  ])("has $count due at $us µs of a flat day", ({ us, count }) => {
    expect(hourlyPacer({ ...day, hourly: flat, total: 2_400 }).countAt(us)).toBeCloseTo(count, 6);
  });

  it("gives the busiest hour its weight's share of the records, exactly", () => {
    const pacer = hourlyPacer({ ...day, hourly: evening, total: 26_000 });
    expect(pacer.countAt(22 * 5_000_000) - pacer.countAt(21 * 5_000_000)).toBeCloseTo(3_000, 6);
  });

  it("sends nothing in an hour of weight zero, and passes over it", () => {
    const hourly = flat.map((weight, hour) => (hour === 5 ? 0 : weight));
    const pacer = hourlyPacer({ ...day, hourly, total: 23 });
    expect(pacer.countAt(25_000_000)).toBeCloseTo(5, 9);
    expect(pacer.countAt(30_000_000)).toBeCloseTo(5, 9);
    expect(pacer.timeOf(5.5)).toBeCloseTo(32_500_000, 3);
  });

  it("plays a stretch that begins within an hour and crosses midnight", () => {
    const stretch = { startOfDayMs: 84_600_000, spanDayMs: 3_600_000, playedInMs: 60_000 };
    const hourly = flat.map((_, hour) => (hour === 23 ? 3 : 1));
    const pacer = hourlyPacer({ ...stretch, hourly, total: 400 });
    expect(pacer.countAt(30_000_000)).toBeCloseTo(300, 6);
  });

  it("answers time and count as each other's inverse, in order, for any curve", () => {
    const weights = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 24, maxLength: 24 });
    fc.assert(
      fc.property(
        weights.filter((hourly) => hourly.some((weight) => weight > 0)),
        fc.integer({ min: 1, max: 100_000 }),
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        (hourly, total, share) => {
          const pacer = hourlyPacer({ ...day, hourly, total });
          expect(pacer.countAt(pacer.timeOf(total * share))).toBeCloseTo(total * share, 4);
          expect(pacer.countAt(120_000_000)).toBeCloseTo(total, 6);
          expect(pacer.timeOf(total * share)).toBeLessThanOrEqual(pacer.timeOf(total));
        },
      ),
    );
  });
});
