import { z } from "zod";
import { bytesOfCall, recordsOfCall } from "./put-records-call.ts";
import { count, durationMs, sizeBytes, wholeNumber } from "../../core/document/quantities.ts";
import { ownName, streamName } from "./resources.ts";
import { sinkSchema } from "./sink.ts";

const requestSize = () => wholeNumber({ min: 1, max: 1_000 });

const saturationSchema = z
  .strictObject({
    for: durationMs({ min: "100ms", max: "20s", why: "the emulator keeps all that is taken" })
      .prefault("5s")
      .describe("Each size. Real time."),
    connections: wholeNumber({ min: 1, max: 1_000 })
      .prefault(64)
      .describe("Each sends its next request when the one before it is answered."),
    records: z
      .array(requestSize(), { error: "a list of whole numbers" })
      .min(1, { error: "one number at least" })
      .max(5, { error: "five numbers at most" })
      .prefault([1, 100])
      .describe("Events of one request: one size after the other."),
  })
  .describe(
    "After the run, one collector apart is sent all that it can take, in a closed loop, into a " +
      "stream of its own. On the embedded emulator alone.",
  );

const memberExpected = "the name of a member, as in `sessionId`";

/** Collectors behind the balancer: the entry of a pipeline that is driven over HTTP. */
export const collectorsSchema = z
  .strictObject({
    kind: z.literal("collectors"),
    name: ownName(),
    stream: streamName(),
    instances: wholeNumber({ min: 1, max: 16 })
      .prefault(2)
      .describe("Processes at the start. Events of the kind `scale` change their number."),
    partitionKey: z
      .array(z.string({ error: memberExpected }).min(1, { error: memberExpected }), {
        error: "a list of names of members",
      })
      .min(1, { error: "one name at least" })
      .prefault(["sessionId", "deviceId", "stationId", "id"])
      .describe("Members of an event; the first one that it has is its partition key."),
    linger: durationMs({ max: "5ms", why: "the client waits for its answer" })
      .prefault("5ms")
      .describe("How long an event waits for its PutRecords call to fill."),
    records: recordsOfCall(),
    bytes: bytesOfCall("5 MiB"),
    callsInFlight: wholeNumber({ min: 1, max: 256 })
      .prefault(16)
      .describe("PutRecords calls of one collector under way at once, at most."),
    requestTimeout: durationMs({ min: "10ms", max: "5min" })
      .prefault("3s")
      .describe("A PutRecords call without an answer by then has an unknown outcome."),
    body: sizeBytes({ min: "1 KiB", max: "10 MiB" })
      .prefault("1 MiB")
      .describe("Bytes of one request, before and after decompression; beyond them it is 413."),
    queue: z
      .strictObject({
        records: count({ min: 1, max: 1_000_000 }).prefault("10k"),
        bytes: sizeBytes({ min: "1 MiB", max: "1 GiB" }).prefault("32 MiB"),
      })
      .prefault({})
      .describe("What one collector holds, at most: beyond it, it answers 503."),
    quarantine: sinkSchema
      .optional()
      .describe(
        "Where events go that break the contract. The client is answered 400 all the same.",
      ),
    saturation: saturationSchema.optional(),
  })
  .describe("HTTP collectors behind a round-robin, as processes: from POST /events to the stream.");
