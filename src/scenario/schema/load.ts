import { z } from "zod";
import { bytesOfCall, recordsOfCall } from "./put-records-call.ts";
import {
  count,
  durationMs,
  durationRangeMs,
  ratePerSecond,
  share,
  wholeNumber,
} from "../../core/document/quantities.ts";
import { curveSchema, hourlySchema } from "./curve.ts";
import { driverKeys } from "./driver.ts";
import { replaySchema } from "./replay.ts";
import { ownName, queueName, streamName } from "./resources.ts";

const mixSchema = z
  .strictObject({
    clickstream: share().optional().describe("Sessions of a mobile app."),
    iot: share().optional().describe("Telemetry of a fleet of devices."),
    bicimad: share().optional().describe("Stations and trips of a bicycle-sharing service."),
    customers: share().optional().describe("Domain events of a customer service."),
    tickets: share().optional().describe("Purchases of tickets, in message groups."),
    changes: share().optional().describe("Changes captured from the log of a shop's database."),
  })
  .prefault({})
  .describe("The shares of the sources. With those of scaled recordings they add up to 100 %.");

const plantedSchema = z
  .strictObject({
    natural: share({ max: "25 %" })
      .prefault("0%")
      .describe("Share of all records that are the same event sent again."),
    synthetic: share({ max: "25 %" })
      .prefault("0%")
      .describe("Share of all records that carry an earlier event's id with another body."),
    malformed: share({ max: "25 %" })
      .prefault("0%")
      .describe("Share of all records that break the contract: they belong in quarantine."),
    beyondWindow: share()
      .prefault("0%")
      .describe("Share of the duplicates that comes after the de-duplication window: they pass."),
    within: durationRangeMs()
      .prefault("10s..2h")
      .describe("How long after its original a copy within the window comes. Of the day."),
    beyond: durationRangeMs()
      .prefault("10h..12h")
      .describe("How long after its original a copy beyond the window comes. Of the day."),
  })
  .prefault({})
  .describe("What is planted on purpose: the truth that the checks are held against.");

const retrySchema = z
  .strictObject({
    attempts: wholeNumber({ min: 1, max: 100 })
      .prefault(8)
      .describe("Attempts of one record, the first included."),
    base: durationMs({ min: "1ms", max: "1min" })
      .prefault("50ms")
      .describe("The backoff before retry n is drawn from 0 to base · 2^n: full jitter."),
    max: durationMs({ min: "1ms", max: "5min" }).prefault("2s").describe("The longest backoff."),
  })
  .prefault({});

const producerSchema = z
  .strictObject({
    stream: streamName().optional().describe("The stream that is written to."),
    collectors: ownName()
      .optional()
      .describe("In place of a stream: the stage of collectors that events are posted to."),
    queue: queueName()
      .optional()
      .describe("In place of a stream: the queue to which messages are sent, ten in a call."),
    recordsPerMessage: wholeNumber({ min: 1, max: 500 })
      .prefault(1)
      .describe("Records in one message of a queue, as lines, at most."),
    ...driverKeys,
    linger: durationMs({ max: "10s" })
      .prefault("50ms")
      .describe("How long a record waits for its batch to fill."),
    records: recordsOfCall(),
    bytes: bytesOfCall("10 MiB"),
    callsInFlight: wholeNumber({ min: 1, max: 256 })
      .prefault(16)
      .describe("PutRecords calls under way at once, at most."),
    buffer: count({ min: 1, max: 10_000_000 })
      .prefault("20k")
      .describe("Records that wait or are under way, at most: beyond it the schedule waits."),
    requestTimeout: durationMs({ min: "10ms", max: "5min" })
      .prefault("5s")
      .describe("A call without an answer by then has an unknown outcome."),
    retry: retrySchema.describe("How a throttled or failed record is tried again."),
  })
  .describe("The producer: batches, bounds and retries.");

export const loadSchema = z
  .strictObject({
    volume: ratePerSecond({ min: "1/day" })
      .optional()
      .describe("How many records a day or a second. Only recordings can do without it."),
    hourly: hourlySchema()
      .optional()
      .describe("Short for `curve.hourly`: a weight an hour of the day, from midnight."),
    curve: curveSchema.optional(),
    threads: z
      .union([z.literal("auto"), wholeNumber({ min: 1, max: 64 })], {
        error: "`auto`, or a whole number from 1 to 64",
      })
      .prefault("auto")
      .describe("Threads that generate and send, a part of the load each. `auto`: by the rate."),
    arrivals: z
      .enum(["regular", "poisson"], { error: "`regular` or `poisson`" })
      .prefault("regular")
      .describe("Evenly along the curve, or each by itself at a time drawn from it."),
    mix: mixSchema,
    replay: replaySchema,
    planted: plantedSchema,
    producer: producerSchema,
  })
  .describe("What is sent: how much, when, of what, and how.");
