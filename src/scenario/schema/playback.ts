import { z } from "zod";
import { durationMs } from "../../core/document/quantities.ts";

const dateExpected = "a calendar day, as in `2026-06-15`";
const clockExpected = "a time of day, as in `07:30`";

export const playbackSchema = z
  .strictObject({
    span: durationMs({ min: "1s", max: "7d" }).describe("The stretch of the day that is played."),
    playedIn: durationMs({ min: "1s", max: "24h" }).describe("The real time that it is played in."),
    keep: z
      .enum(["rate", "volume"], {
        error: "`rate` (each moment at its true rate) or `volume` (every record is sent)",
      })
      .prefault("rate")
      .describe(
        "What the compression keeps. `rate`: each moment of the day at its true rate. `volume`: " +
          "every record of the day, at one rate; the limits of a second grow with the compression.",
      ),
    deadline: durationMs({ min: "1s", max: "24h" })
      .optional()
      .describe("With `keep: volume`: a load that is not through by then is invalid. Real time."),
    date: z
      .string({ error: dateExpected })
      .regex(/^\d{4}-\d{2}-\d{2}$/, { error: dateExpected, abort: true })
      .refine(isCalendarDay, { error: dateExpected })
      .prefault("2026-06-15")
      .describe("The calendar day that is played: it stands in the events' timestamps."),
    startsAt: z
      .string({ error: clockExpected })
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: clockExpected })
      .meta({ examples: ["07:30"] })
      .transform(clockToMs)
      .prefault("00:00")
      .describe("The time of day at which the run starts (UTC)."),
  })
  .describe("Which part of the day is played, and how fast.");

/** Rejects 30 February, which `Date.parse` moves into March. */
function isCalendarDay(text: string): boolean {
  const epochMs = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(epochMs) && new Date(epochMs).toISOString().startsWith(text);
}

function clockToMs(text: string): number {
  const [hours, minutes] = text.split(":").map(Number);
  return ((hours ?? 0) * 60 + (minutes ?? 0)) * 60_000;
}
