import { z } from "zod";
import { checksSchema } from "./schema/checks.ts";
import { emulatorSchema } from "./schema/emulator.ts";
import { eventsSchema } from "./schema/events.ts";
import { loadSchema } from "./schema/load.ts";
import { playbackSchema } from "./schema/playback.ts";
import { durationMs, wholeNumber } from "../core/document/quantities.ts";
import { ownName, resourceSchemas } from "./schema/resources.ts";
import { sabotageSchema } from "./schema/sabotage.ts";
import { stageSchema } from "./schema/stages.ts";

const titleExpected = "a line of text";

/**
 * A scenario file. Strict everywhere: a key that is not here is a mistake. Quantities are text in
 * the file and numbers in the output; defaults are written as the file would write them.
 */
export const scenarioSchema = z
  .strictObject(
    {
      name: ownName().describe("As the file is named."),
      title: z
        .string({ error: titleExpected })
        .regex(/^\S[^\n]*$/, { error: titleExpected })
        .describe("One line, for the list of scenarios."),
      description: z.string({ error: "text" }).prefault("").describe("What the scenario is for."),
      seed: wholeNumber({ min: 0, max: 4_294_967_295 })
        .prefault(1)
        .describe("Decides every draw. The same scenario and seed send the same records."),
      playback: playbackSchema,
      load: loadSchema,
      ...resourceSchemas,
      stages: z
        .array(stageSchema, { error: "a list of stages" })
        .min(1, { error: "one stage at least" })
        .describe("The pipeline, in the order of the path."),
      events: eventsSchema,
      drainDeadline: durationMs({ min: "1s", max: "1h" })
        .prefault("90s")
        .describe("How long the pipeline may take to empty after the load. Real time."),
      checks: checksSchema,
      emulator: emulatorSchema,
      sabotage: sabotageSchema,
    },
    { error: "a map" },
  )
  .describe("A scenario of aforo.");

/** What a file says, checked, with defaults. Milliseconds, bytes, rates a second, shares of one. */
export type Scenario = z.output<typeof scenarioSchema>;
export type ScenarioStage = Scenario["stages"][number];
