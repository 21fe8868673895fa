import type { Plan } from "../../scenario/plan.ts";

/** The played day's clock at a time of the run, as `14:20`; beyond midnight as `24:15`. */
export function timeOfDay({ playback }: Plan, afterStartMs: number): string {
  const minutes = Math.floor(
    (playback.startOfDayMs + afterStartMs * playback.compression) / 60_000,
  );
  const pad = (value: number) => String(value).padStart(2, "0");
  return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

/** The played day's clock at the beginning of a slice. */
export function timeOfSlice(plan: Plan, slice: number): string {
  return timeOfDay(plan, slice * plan.playback.sliceMs);
}
