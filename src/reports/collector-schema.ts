import { z } from "zod";
import { count, figures, ms } from "./schema-parts.ts";

/** null: no sample in this slice. */
const sparseRow = z.array(z.number().nullable());

export const answers = z
  .object({
    serviceMs: figures.describe(
      "From the head of a request, as its collector took it up, to its answer: of requests of " +
        "which anything was stored or may have been",
    ),
    bySlice: z.object({ p50: sparseRow, p99: sparseRow }).describe("As the rows of `day`"),
    refused: count.describe("Requests of which nothing could be stored (4xx)"),
    pushedBack: count.describe("Requests of which nothing was stored this time (503)"),
    failed: count.describe("500"),
    gone: count.describe("Requests that their clients broke off"),
    missing: z.array(z.string()).describe("Collectors that did not end in order: not in here"),
  })
  .describe("What HTTP collectors answered: service times, not from the intended time");

export const saturation = z
  .object({
    connections: count,
    patterns: z.array(
      z.object({
        recordsPerRequest: count,
        tookMs: ms,
        requestsPerSecond: z.number().describe("Answered with 2xx"),
        eventsPerSecond: z.number().describe("Acknowledged"),
        events: count.describe("Acknowledged"),
        stored: count.describe("2xx that said that all of their events are stored"),
        notAllStored: count.describe("2xx that did not say so"),
        pushedBack: count.describe("503"),
        otherAnswers: count,
        brokenOff: count.describe("Requests without an answer"),
        serviceMs: figures.describe("Of the 2xx answers, under saturation"),
      }),
    ),
    claimed: count.describe("Events that the collector says it called stored"),
    inStream: count.describe("Records read back from its stream"),
  })
  .describe(
    "One collector apart, in a closed loop, after the run: what it takes. Its times are service " +
      "times under saturation, and say nothing about what clients meet at a given rate",
  );
