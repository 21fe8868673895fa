export const dayMs = 86_400_000;
const twoDigits = Array.from({ length: 100 }, (_, value) => String(value).padStart(2, "0"));

// Events of one day share their date: only the time of day is written anew.
let writtenDay = Number.NaN;
let writtenDate = "";

/** An instant as `Date.toISOString` writes it (1970 to 9999), several times as fast. */
export function isoInstant(epochMs: number): string {
  const wholeMs = Math.floor(epochMs);
  const day = Math.floor(wholeMs / dayMs);
  if (day !== writtenDay) {
    writtenDate = dateOf(day);
    writtenDay = day;
  }
  const ms = wholeMs - day * dayMs;
  const seconds = Math.floor(ms / 1_000);
  const minutes = Math.floor(seconds / 60);
  const hour = twoDigits[Math.floor(minutes / 60)] as string;
  const minute = twoDigits[minutes % 60] as string;
  const fraction = ms % 1_000;
  const second = twoDigits[seconds % 60] as string;
  const fractionEnd = twoDigits[fraction % 100] as string;
  return `${writtenDate}${hour}:${minute}:${second}.${Math.floor(fraction / 100)}${fractionEnd}Z`;
}

/** The front of a day's instants, `2026-06-15T`; days count from the Unix epoch. */
export function dateOf(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 11);
}

/** Whether an instant falls on a Saturday or Sunday (UTC). */
export function isWeekend(epochMs: number): boolean {
  // 1 January 1970 was a Thursday.
  const weekday = (((Math.floor(epochMs / dayMs) + 4) % 7) + 7) % 7;
  return weekday === 0 || weekday === 6;
}

/** The time of day (UTC) in hours, from 0 up to 24. */
export function hourOfDay(epochMs: number): number {
  return (((epochMs % dayMs) + dayMs) % dayMs) / 3_600_000;
}
