import type { StageContext } from "./stage.ts";

/**
 * The time on the played day's clock: what the keys of objects are partitioned by. A load that
 * keeps its volume may take longer than the day does, which then stands still at its end.
 */
export function dayEpochMs(context: StageContext): number {
  const { keep, date, startOfDayMs, spanDayMs, compression } = context.plan.playback;
  const elapsedMs = Math.max(0, (context.clock.monotonicUs() - context.startUs) / 1_000);
  const dayMs = elapsedMs * compression;
  const playedMs = keep === "volume" ? Math.min(spanDayMs - 1, dayMs) : dayMs;
  return Date.parse(`${date}T00:00:00Z`) + startOfDayMs + playedMs;
}
