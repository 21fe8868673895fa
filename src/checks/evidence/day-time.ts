import { formatClock, formatMinutes } from "../../core/units.ts";
import type { Plan } from "../../scenario/plan.ts";

/**
 * The played day's clock at a time of the run, as `14:20`; beyond midnight as `24:15`. A load that
 * keeps its volume has no such clock: it is the time since the start, as `+01:05`.
 */
export function timeOfDay({ playback }: Plan, afterStartMs: number): string {
  if (playback.keep === "volume") return `+${formatMinutes(afterStartMs)}`;
  return formatClock(playback.startOfDayMs + afterStartMs * playback.compression);
}

/** The played day's clock at the beginning of a slice. */
export function timeOfSlice(plan: Plan, slice: number): string {
  return timeOfDay(plan, slice * plan.playback.sliceMs);
}
