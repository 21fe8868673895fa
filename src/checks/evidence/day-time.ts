import type { Plan } from "../../scenario/plan.ts";

/**
 * The played day's clock at a time of the run, as `14:20`; beyond midnight as `24:15`. A load that
 * keeps its volume has no such clock: it is the time since the start, as `+01:05`.
 */
export function timeOfDay({ playback }: Plan, afterStartMs: number): string {
  const pad = (value: number) => String(value).padStart(2, "0");
  if (playback.keep === "volume") {
    const seconds = Math.floor(afterStartMs / 1_000);
    return `+${pad(Math.floor(seconds / 60))}:${pad(seconds % 60)}`;
  }
  const minutes = Math.floor(
    (playback.startOfDayMs + afterStartMs * playback.compression) / 60_000,
  );
  return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

/** The played day's clock at the beginning of a slice. */
export function timeOfSlice(plan: Plan, slice: number): string {
  return timeOfDay(plan, slice * plan.playback.sliceMs);
}
