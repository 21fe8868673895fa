import { z } from "zod";
import { durationMs, wholeNumber } from "../../core/document/quantities.ts";

const name = (error: string) => z.string({ error }).min(1, { error });
const flag = () => z.boolean({ error: "`true` or `false`" });
const attributes = z
  .record(z.string(), z.string({ error: "text, as AWS's attributes are" }), {
    error: "a map of AWS's attributes",
  })
  .prefault({});

const streamSchema = z.strictObject({
  name: name("a stream's name"),
  shards: wholeNumber({ min: 1, max: 10_000 })
    .optional()
    .describe("Without it the stream is on demand."),
  retention: durationMs({ min: "24h", max: "8760h", why: "Kinesis keeps records 1 to 365 days" })
    .optional()
    .describe("24 h by default."),
  consumers: z
    .array(name("a consumer's name"), { error: "a list of consumers' names" })
    .prefault([])
    .describe("Consumers with enhanced fan-out."),
});

const queueSchema = z.strictObject({
  name: name("a queue's name").describe("A name that ends in .fifo makes a FIFO queue."),
  attributes: attributes.describe("As CreateQueue takes them: `VisibilityTimeout: '60'`."),
  deadLetter: z
    .strictObject({
      queue: name("the name of a queue of this file"),
      receiveCount: wholeNumber({ min: 1, max: 1_000, why: "SQS's maxReceiveCount" }).prefault(5),
    })
    .optional(),
});

const bucketSchema = z.strictObject({
  name: name("a bucket's name"),
  versioning: flag().prefault(false),
  notify: z
    .array(
      z.strictObject({
        queue: name("the name of a queue of this file"),
        events: z
          .array(name("an event, as in `s3:ObjectCreated:*`"), { error: "a list of events" })
          .prefault(["s3:ObjectCreated:*"]),
        prefix: z.string({ error: "text" }).optional(),
        suffix: z.string({ error: "text" }).optional(),
      }),
      { error: "a list of notifications" },
    )
    .prefault([]),
});

/** What an emulator has from its start on. */
export const resourceSchemas = {
  streams: z.array(streamSchema, { error: "a list of streams" }).prefault([]),
  queues: z.array(queueSchema, { error: "a list of queues" }).prefault([]),
  buckets: z.array(bucketSchema, { error: "a list of buckets" }).prefault([]),
};

/** Milliseconds; see the schemas. */
export interface ResourceSettings {
  readonly streams: readonly z.output<typeof streamSchema>[];
  readonly queues: readonly z.output<typeof queueSchema>[];
  readonly buckets: readonly z.output<typeof bucketSchema>[];
}
