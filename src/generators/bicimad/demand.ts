import type { Random } from "../../core/random.ts";
import { hourOfDay } from "../instant.ts";

/** Trips of a busy weekday. The record is 66,605, of 8 September 2025; the year's mean 37,600. */
export const tripsPerDay = 60_000;

/** Mean duration of a trip on the day's clock. */
export const meanTripMinutes = 17;

/** Per cent of a weekday's trips by hour (UTC), over 897 days of 2019 to 2021. */
const weekdayPercent = [
  0.71, 0.42, 0.28, 0.29, 0.63, 2.38, 5.52, 6.68, 4.89, 3.47, 3.51, 4.25, 6.17, 6.97, 6.15, 5.96,
  7.34, 8.34, 7.94, 6.13, 4.4, 3.24, 2.64, 1.67,
];

/** Milliseconds of the day until the next rider comes, where a share of the city's riders come. */
export function untilNextRiderMs(random: Random, cityShare: number, dayEpochMs: number): number {
  const percent = weekdayPercent[Math.floor(hourOfDay(dayEpochMs))] as number;
  return random.exponential(3_600_000 / (tripsPerDay * cityShare * (percent / 100)));
}

/** A trip's duration: few are very short, few long; from 2 minutes to 2 hours. */
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
