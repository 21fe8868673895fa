import { z } from "zod";
import { durationMs, wholeNumber } from "../../core/document/quantities.ts";
import { collectorsSchema } from "./collectors.ts";
import { ownName, queueName, streamName } from "./resources.ts";
import { sinkSchema } from "./sink.ts";

const pollsExpected = "a number above 0 and at most 5 (a shard takes five GetRecords a second)";

const polls = () =>
  z
    .number({ error: pollsExpected })
    .gt(0, { error: pollsExpected })
    .max(5, { error: pollsExpected })
    .prefault(1)
    .describe("GetRecords calls a second and shard. All readers of a stream share five.");

const readsExpected = "`shared` or `enhanced`";

const reads = () =>
  z
    .enum(["shared", "enhanced"], { error: readsExpected })
    .prefault("shared")
    .describe(
      "`shared`: polls, within what a shard gives to all. `enhanced`: a registered consumer with " +
        "2 MiB a second of each shard for itself, to which records are pushed.",
    );

const deliverySchema = z
  .strictObject({
    kind: z.literal("delivery"),
    name: ownName(),
    stream: streamName(),
    reads: reads(),
    pollsPerSecond: polls(),
    to: sinkSchema.describe("Where the RAW records go."),
  })
  .describe("Firehose's stand-in: the stream's records, as they are, to S3.");

const fanOutSchema = z
  .strictObject({
    kind: z.literal("fan-out"),
    name: ownName(),
    stream: streamName(),
    reads: reads(),
    pollsPerSecond: polls(),
    batchSize: wholeNumber({ min: 1, max: 10_000, why: "an event-source mapping's limit" })
      .prefault(100)
      .describe("Records that the function is given at once, at most."),
    batchWindow: durationMs({ max: "300s", why: "an event-source mapping's limit" })
      .prefault("0s")
      .describe("How long a batch may wait to fill. Real time."),
    parallelization: wholeNumber({ min: 1, max: 10, why: "an event-source mapping's limit" })
      .prefault(1)
      .describe("Batches of one shard at once. The order within a partition key is kept."),
    queues: z
      .array(queueName(), { error: "a list of queue names" })
      .min(1, { error: "one queue at least" })
      .describe("Each record goes to every one of them."),
    packLinger: durationMs({ max: "10s" })
      .prefault("20ms")
      .describe("How long a record waits for an SQS batch of ten to fill."),
  })
  .describe("A Lambda function's stand-in: from the stream to several queues.");

const queueConsumerSchema = z
  .strictObject({
    kind: z.literal("queue-consumer"),
    name: ownName(),
    queue: queueName(),
    receivers: wholeNumber({ min: 1, max: 64 }).prefault(2).describe("Receive loops."),
  })
  .describe("A light consumer of a queue: it receives, looks, deletes.");

const storeExpected = "`embedded`, or a URL as in `redis://localhost:6379`";

const deduplicationSchema = z
  .strictObject({
    store: z
      .string({ error: storeExpected })
      .regex(/^(embedded|(redis|rediss|valkey|valkeys):\/\/\S+)$/, { error: storeExpected })
      .prefault("embedded")
      .describe("Where the seen ids are kept: `embedded`, or a Redis or Valkey by its URL."),
    window: durationMs({ min: "1s", max: "24h" }).describe(
      "For how long an event id is remembered. Of the day.",
    ),
    lease: durationMs({ min: "100ms", max: "12h" })
      .optional()
      .describe(
        "How long an id stays in progress when its worker is gone. Real time; else four intervals.",
      ),
  })
  .describe("Drops events whose id has passed before.");

const workersSchema = z
  .strictObject({
    kind: z.literal("workers"),
    name: ownName(),
    queue: queueName(),
    instances: wholeNumber({ min: 1, max: 32 }).prefault(2),
    receivers: wholeNumber({ min: 1, max: 64 }).prefault(4).describe("Receive loops an instance."),
    deduplication: deduplicationSchema,
    final: sinkSchema.describe("Where the transformed records go."),
    quarantine: sinkSchema.describe("Where records go that break the contract."),
  })
  .describe("The workers: contract, de-duplication, transformation, delivery to FINAL.");

const readerSchema = z
  .strictObject({
    kind: z.literal("reader"),
    name: ownName(),
    stream: streamName(),
    reads: reads(),
    pollsPerSecond: polls(),
    instances: wholeNumber({ min: 1, max: 20, why: "a stream takes 20 registered consumers" })
      .prefault(1)
      .describe("Programs that each read the whole stream."),
  })
  .describe("A second program that reads the stream and looks at each record.");

export const stageSchema = z.discriminatedUnion(
  "kind",
  [
    collectorsSchema,
    deliverySchema,
    fanOutSchema,
    queueConsumerSchema,
    workersSchema,
    readerSchema,
  ],
  { error: "a stage with a `kind`" },
);
