import type { Playback } from "./plan.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** As `getUTCDay` counts, from Sunday. */
const monday = 1;

/** A stretch of the calendar, in milliseconds of the day: it may run past midnight. */
export interface Stretch {
  /** After a midnight; the one before a Monday, where the weights are those of a week. */
  readonly startMs: number;
  readonly spanMs: number;
}

/** When the played stretch begins, in milliseconds after the last midnight before a Monday. */
export function startOfWeekMs({ date, startOfDayMs }: Pick<Playback, "date" | "startOfDayMs">) {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return ((weekday - monday + 7) % 7) * dayMs + startOfDayMs;
}

/** Weights scaled to a mean of 1. */
export function normalised(weights: readonly number[]): readonly number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  // Rounding off what adding decimals left behind: weights that add up to 24 stay as written.
  const mean = Number(sum.toPrecision(12)) / weights.length;
  return weights.map((weight) => weight / mean);
}

/** The hours of a stretch, the first and the last cut to it, with their weights. */
export function hoursPlayed(weights: readonly number[], { startMs, spanMs }: Stretch) {
  const hours: { readonly untilMs: number; readonly weight: number }[] = [];
  const end = startMs + spanMs;
  for (let at = startMs; at < end;) {
    const hour = Math.floor(at / hourMs);
    at = Math.min(end, (hour + 1) * hourMs);
    hours.push({ untilMs: at - startMs, weight: weights[hour % weights.length] ?? 0 });
  }
  return hours;
}

/** The mean weight over a stretch. Weights are constant within their hour. */
export function playedWeight(weights: readonly number[], stretch: Stretch): number {
  let total = 0;
  let start = 0;
  for (const { untilMs, weight } of hoursPlayed(weights, stretch)) {
    total += weight * (untilMs - start);
    start = untilMs;
  }
  return total / stretch.spanMs;
}
