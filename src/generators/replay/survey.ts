import { createHash } from "node:crypto";
import type { RecordingSettings, RecordingSurvey } from "../../core/recording.ts";
import { float64s } from "./columns.ts";
import { RecordingError } from "./problem.ts";
import { goodRows } from "./recording.ts";
import { rowsWithin, timelineOf } from "./timeline.ts";

/**
 * Reads a recording for a scenario: its digest and its times, and no row is kept. Answers the first
 * problem that it may not pass over.
 */
export function surveyRecording(
  settings: RecordingSettings,
): RecordingSurvey | { readonly problem: string } {
  const digest = createHash("sha256");
  const times = float64s();
  let skipped = 0;
  try {
    for (const row of goodRows(settings, { digest, skip: () => skipped++ })) {
      times.push(row.epochMs);
    }
  } catch (error) {
    if (error instanceof RecordingError) return { problem: error.message };
    throw error;
  }
  const timeline = timelineOf(times.values().sort(), settings.jitterWithinMs);
  return {
    sha256: digest.digest("hex"),
    rows: times.length,
    skipped,
    lengthMs: timeline.lengthMs,
    rowsWithin: (spanMs, repeats) => rowsWithin(timeline, spanMs, repeats),
  };
}
