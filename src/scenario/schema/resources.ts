import { z } from "zod";
import { durationMs, wholeNumber } from "../../core/document/quantities.ts";

/** Names as the services take them (API references of Kinesis, SQS and S3). */
export const streamName = () =>
  named(/^[a-zA-Z0-9_.-]{1,128}$/, "a stream name of letters, digits, `_`, `.` and `-`");

export const queueName = () =>
  named(
    /^(?=.{1,80}$)[a-zA-Z0-9_-]+(\.fifo)?$/,
    "a queue name of at most 80 letters, digits, `_` and `-`, and `.fifo` at the end of a FIFO's",
  );

export const bucketName = () =>
  named(
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    "a bucket name of 3 to 63 lower-case letters, digits, `.` and `-`",
  );

/** Names of ours: of scenarios and stages. They become names of folders and files. */
export const ownName = () =>
  named(/^[a-z0-9][a-z0-9-]{0,62}$/, "a name of lower-case letters, digits and `-`");

function named(pattern: RegExp, error: string) {
  return z.string({ error }).regex(pattern, { error });
}

const streamSchema = z.strictObject({
  name: streamName(),
  shards: wholeNumber({ min: 1, max: 1_000 }).describe(
    "Each takes 1 MiB and 1,000 records a second, and gives 2 MiB.",
  ),
  retention: durationMs({ min: "24h", max: "8760h", why: "Kinesis keeps records 1 to 365 days" })
    .prefault("24h")
    .describe("How long a record can be read. Of the day."),
});

const deadLetterSchema = z
  .strictObject({
    queue: queueName().describe("The queue for messages that were received too often."),
    receiveCount: wholeNumber({ min: 1, max: 1_000, why: "SQS's maxReceiveCount" })
      .prefault(5)
      .describe("A message received more often than this is moved."),
  })
  .describe("Where messages go that nobody can deal with.");

const queueSchema = z.strictObject({
  name: queueName(),
  visibilityTimeout: durationMs({ min: "1s", max: "12h", why: "SQS hides a message 12 h at most" })
    .prefault("30s")
    .describe("How long a received message is hidden from others. Real time."),
  deadLetter: deadLetterSchema.optional(),
});

const bucketSchema = z.strictObject({ name: bucketName() });

export const resourceSchemas = {
  streams: z.array(streamSchema, { error: "a list of streams" }).min(1, { error: "one at least" }),
  queues: z.array(queueSchema, { error: "a list of queues" }).prefault([]),
  buckets: z.array(bucketSchema, { error: "a list of buckets" }).prefault([]),
};
