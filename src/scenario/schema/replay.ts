import { z } from "zod";
import { durationMs, share } from "../../core/document/quantities.ts";
import { ownName } from "./resources.ts";

const fileExpected = "a path of a recording, as in `recordings/stations.csv.gz`";
const memberExpected = "the name of a member or column, with dots between nested ones";
const zoneExpected = "a time zone by its IANA name, as in `Europe/Madrid`";
const truthExpected = "`true` or `false`";

const member = () => z.string({ error: memberExpected }).min(1, { error: memberExpected });
const truth = () => z.boolean({ error: truthExpected }).prefault(false);

const recordingSchema = z.strictObject({
  name: ownName().describe("The events' `type`, and the first part of their partition keys."),
  file: z
    .string({ error: fileExpected })
    .min(1, { error: fileExpected })
    .describe("From the scenario's folder. NDJSON, JSON or CSV, each also in gzip."),
  speed: z
    .enum(["recorded", "scaled"], { error: "`recorded` or `scaled`" })
    .prefault("scaled")
    .describe(
      "`recorded`: gaps as recorded, divided by the compression. `scaled`: times are stretched " +
        "so that the share of the volume falls into the span.",
    ),
  share: share().optional().describe("Of the volume. Of a scaled recording alone."),
  timestamp: member()
    .optional()
    .describe("Where a row's time is. Without it rows are evenly spaced."),
  zone: z
    .string({ error: zoneExpected })
    .refine(isZone, { error: zoneExpected })
    .prefault("UTC")
    .describe("Of times that are written without one."),
  key: member().optional().describe("Where a row's key is. Without it each row has its own."),
  rows: member().optional().describe("The member that is the list of rows, as in `data`."),
  encoding: z
    .enum(["utf-8", "latin-1"], { error: "`utf-8` or `latin-1`" })
    .prefault("utf-8")
    .describe("How the file's text is encoded."),
  loop: truth().describe("Begin again at the end, later by the recording's length."),
  jitterWithin: durationMs({ min: "1s", max: "24h" })
    .optional()
    .describe("Times are truncated to this: rows are spread evenly inside it. Of the day."),
  shift: truth().describe("Move the times in the events to the day that is played."),
  bad: z
    .enum(["refuse", "skip"], { error: "`refuse` or `skip`" })
    .prefault("refuse")
    .describe("What becomes of a recording with rows that cannot be read."),
});

export const replaySchema = z
  .array(recordingSchema, { error: "a list of recordings" })
  .prefault([])
  .describe("Recordings that are played again, beside the sources of the mix or alone.");

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
