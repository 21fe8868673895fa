import { formatClock, formatMinutes } from "../core/units.ts";
import type { Report } from "./schema.ts";

/** The time by which a report is read. */
export interface TimeAxis {
  /** `elapsed`: since the start of the run. */
  readonly kind: "day" | "elapsed";
  /** Where a time of day of the report lies, in milliseconds. */
  readonly of: (dayMs: number) => number;
  /** A time of the axis, as `14:20` or `+01:05`. */
  readonly words: (at: number) => string;
}

/**
 * The clock of the played day, or the time since the start for a load that keeps its volume: its
 * day's clock does not run evenly, so the times of day in its report are counted from the start.
 */
export function timeAxis({ playback }: Pick<Report, "playback">): TimeAxis {
  if (playback.keep === "rate") return { kind: "day", of: (dayMs) => dayMs, words: formatClock };
  return {
    kind: "elapsed",
    of: (dayMs) => (dayMs - playback.startDayMs) / playback.compression,
    words: (at) => `+${formatMinutes(at)}`,
  };
}
