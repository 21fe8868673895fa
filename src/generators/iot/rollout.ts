import { dayMs } from "../instant.ts";

/**
 * The newest firmware is rolled out in stages on the first day that is played: to 1 % of the
 * devices from 6 h (UTC), to 10 % from 9 h, to half from 12 h, to all from 15 h. A device updates
 * itself with its next report, and boots.
 */
const stages: readonly { readonly hour: number; readonly share: number }[] = [
  { hour: 15, share: 1 },
  { hour: 12, share: 0.5 },
  { hour: 9, share: 0.1 },
  { hour: 6, share: 0.01 },
];

/** Share of the devices that are to have the newest firmware. */
export function rolledOut(dayEpochMs: number, startDayEpochMs: number): number {
  const firstDayMs = Math.floor(startDayEpochMs / dayMs) * dayMs;
  const hour = (dayEpochMs - firstDayMs) / 3_600_000;
  for (const stage of stages) if (hour >= stage.hour) return stage.share;
  return 0;
}
