import type { Random } from "../../core/random.ts";
import { hourOfDay, isWeekend } from "../instant.ts";

/** Trips of a busy weekday. The record is 66,605, of 8 September 2025; the year's mean 37,600. */
export const tripsPerDay = 60_000;

/** Mean duration of a trip on the day's clock. */
export const meanTripMinutes = 17;

/** Per cent of a day's trips by hour (UTC), over 897 days of 2019 to 2021. */
export const hourlyPercent = {
  weekday: [
    0.71, 0.42, 0.28, 0.29, 0.63, 2.38, 5.52, 6.68, 4.89, 3.47, 3.51, 4.25, 6.17, 6.97, 6.15, 5.96,
    7.34, 8.34, 7.94, 6.13, 4.4, 3.24, 2.64, 1.67,
  ],
  weekend: [
    2.7, 2.03, 1.41, 1.02, 0.9, 0.86, 1.31, 2.27, 3.27, 4.45, 5.65, 6.67, 7, 5.81, 5.22, 5.96, 6.62,
    7.02, 7.67, 6.42, 5.13, 4.12, 3.73, 2.73,
  ],
} as const;

const hourMs = 3_600_000;

/** Riders an hour in the whole city. */
function ridersPerHour(dayEpochMs: number): number {
  const percent = hourlyPercent[isWeekend(dayEpochMs) ? "weekend" : "weekday"];
  return tripsPerDay * ((percent[Math.floor(hourOfDay(dayEpochMs))] as number) / 100);
}

/**
 * Milliseconds of the day until the next rider comes, where a share of the city's riders come: a
 * Poisson process whose rate is another in each hour.
 */
export function untilNextRiderMs(random: Random, cityShare: number, dayEpochMs: number): number {
  let riders = random.exponential(1);
  let at = dayEpochMs;
  for (;;) {
    const perMs = (ridersPerHour(at) * cityShare) / hourMs;
    const hourEnd = (Math.floor(at / hourMs) + 1) * hourMs;
    if (riders <= (hourEnd - at) * perMs) return at + riders / perMs - dayEpochMs;
    riders -= (hourEnd - at) * perMs;
    at = hourEnd;
  }
}

/** A trip's duration: the sum of two exponential ones (gamma of shape 2), 2 minutes to 2 hours. */
export function tripDurationMs(random: Random): number {
  const minutes = random.exponential(meanTripMinutes / 2) + random.exponential(meanTripMinutes / 2);
  return Math.min(120, Math.max(2, minutes)) * 60_000;
}

/** 1 when people ride to work (around 7 h UTC), −1 when they ride home (around 17 h UTC). */
export function tide(dayEpochMs: number): number {
  const hour = hourOfDay(dayEpochMs);
  const near = (peak: number) => Math.max(0, 1 - Math.abs(hour - peak) / 3);
  return near(7) - near(17);
}
