import { z } from "zod";
import { share, wholeNumber } from "../../core/document/quantities.ts";
import { ownName, streamName } from "./resources.ts";

const at = () => share().describe("When, as a share of the run.");

const reshardSchema = z
  .strictObject({
    kind: z.literal("reshard"),
    at: at(),
    stream: streamName(),
    shards: wholeNumber({ min: 1, max: 1_000 }).describe(
      "Open shards afterwards: from half as many as before to twice as many.",
    ),
  })
  .describe("UpdateShardCount: the service splits and merges shards to equal ranges.");

const pauseSchema = z
  .strictObject({
    kind: z.literal("pause"),
    at: at(),
    for: share().describe("For how long, as a share of the run."),
    stage: ownName().describe("A stage that reads a stream."),
  })
  .describe("A consumer stops reading for a while, and has to catch up.");

const scaleSchema = z
  .strictObject({
    kind: z.literal("scale"),
    at: at(),
    stage: ownName().describe("The stage of collectors."),
    instances: wholeNumber({ min: 1, max: 16 }).describe("Collectors from then on."),
  })
  .describe("Collectors are added, or drained and removed, as an auto-scaling group does it.");

export const eventsSchema = z
  .array(
    z.discriminatedUnion("kind", [reshardSchema, pauseSchema, scaleSchema], {
      error: "an event with a `kind`",
    }),
    { error: "a list of events" },
  )
  .prefault([])
  .describe("What happens to the pipeline in the middle of the run.");
