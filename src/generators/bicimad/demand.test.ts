import { describe, expect, it } from "vitest";
import { chiSquareMisfit, kolmogorovSmirnovMisfit } from "../../../test/support/goodness-of-fit.ts";
import { countsOf } from "../../../test/support/samples.ts";
import { Random } from "../../core/random.ts";
import {
  hourlyPercent,
  meanTripMinutes,
  tripDurationMs,
  tripsPerDay,
  untilNextRiderMs,
} from "./demand.ts";

const dayMs = 86_400_000;
const monday = Date.parse("2026-06-15T00:00:00Z");

/** The times of all riders of some days, in hours after midnight of the first. */
function riders(days: number, { from, cityShare }: { from: number; cityShare: number }): number[] {
  const random = Random.from("riders", from);
  const hours: number[] = [];
  for (let at = from; ;) {
    at += untilNextRiderMs(random, cityShare, at);
    if (at >= from + days * dayMs) return hours;
    hours.push((at - from) / 3_600_000);
  }
}

describe("riders", () => {
  it.each([
    { days: 5, from: monday, percent: hourlyPercent.weekday, name: "weekday" },
    { days: 2, from: monday + 5 * dayMs, percent: hourlyPercent.weekend, name: "weekend" },
  ])("come by the hour of a $name as the city's riders do", ({ days, from, percent }) => {
    const hours = riders(days, { from, cityShare: 1 / 4 });
    const counts = countsOf(hours.map((hour) => String(Math.floor(hour) % 24)));
    expect(chiSquareMisfit(counts, Object.fromEntries(percent.entries()))).toBeLessThan(1);
    const expected = (tripsPerDay * days) / 4;
    expect(Math.abs(hours.length / expected - 1)).toBeLessThan(0.02);
  });

  it("come at times that have nothing to do with each other", () => {
    const hours = riders(1, { from: monday, cityShare: 1 });
    const inHour = hours.filter((hour) => Math.floor(hour) === 17).map((hour) => hour % 1);
    const perHour = (tripsPerDay * hourlyPercent.weekday[17]) / 100;
    const gaps = inHour.slice(1).map((hour, i) => (hour - (inHour[i] as number)) * perHour);
    expect(kolmogorovSmirnovMisfit(gaps, (gap) => 1 - Math.exp(-gap))).toBeLessThan(1);
  });
});

it("trips last as a gamma distribution of shape 2 has it, 17 minutes on average", () => {
  const random = Random.from("durations");
  const minutes = Array.from({ length: 20_000 }, () => tripDurationMs(random) / 60_000);
  const scale = meanTripMinutes / 2;
  const whole = (x: number) => 1 - Math.exp(-x / scale) * (1 + x / scale);
  // Those below 2 minutes take 2: only the others have the distribution.
  const longer = minutes.filter((x) => x > 2);
  const cumulative = (x: number) => (whole(x) - whole(2)) / (1 - whole(2));
  expect(kolmogorovSmirnovMisfit(longer, cumulative)).toBeLessThan(1);
  const mean = minutes.reduce((sum, x) => sum + x, 0) / minutes.length;
  expect(Math.abs(mean / meanTripMinutes - 1)).toBeLessThan(0.02);
  expect([Math.min(...minutes), Math.max(...minutes) <= 120]).toEqual([2, true]);
});
