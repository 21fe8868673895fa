import type { StageContext } from "./stage.ts";

/** The time on the played day's clock: what the keys of objects are partitioned by. */
export function dayEpochMs(context: StageContext): number {
  const { date, startOfDayMs, compression } = context.plan.playback;
  const elapsedMs = Math.max(0, (context.clock.monotonicUs() - context.startUs) / 1_000);
  return Date.parse(`${date}T00:00:00Z`) + startOfDayMs + elapsedMs * compression;
}
