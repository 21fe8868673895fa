import { limitValues, type LimitTable, type LimitValues } from "./limit.ts";

/** The limits that SQS holds its clients to. */
export const sqsLimitTable = {
  messageBytesMax: {
    value: 1_048_576,
    unit: "bytes, body and message attributes together",
    source: "SQS quotas: message size",
  },
  messageBytesMaxLeast: {
    value: 1_024,
    unit: "bytes that a queue's MaximumMessageSize is at least",
    source: "SetQueueAttributes API reference",
  },
  batchBytesMax: {
    value: 1_048_576,
    unit: "bytes, all messages of one SendMessageBatch together",
    source: "SQS quotas: message size",
  },
  batchEntriesMax: { value: 10, unit: "entries", source: "SQS quotas: batched message actions" },
  batchEntryIdCharactersMax: {
    value: 80,
    unit: "characters",
    source: "SQS quotas: batch message id",
  },
  messageAttributesMax: {
    value: 10,
    unit: "attributes a message",
    source: "SQS quotas: message attributes",
  },
  attributeNameCharactersMax: {
    value: 256,
    unit: "characters",
    source: "SQS developer guide: message metadata",
  },
  inFlightMax: {
    value: 120_000,
    unit: "messages of a standard queue received and not deleted",
    source: "SQS quotas: in-flight messages",
  },
  fifoInFlightMax: {
    value: 120_000,
    unit: "messages of a FIFO queue received and not deleted",
    source: "SQS quotas: FIFO queues, in-flight messages",
  },
  fifoCallsPerSecond: {
    value: 300,
    unit: "calls/s for each action, of a FIFO queue or of a partition of it",
    source: "SQS quotas: FIFO queues; 3,000 messages/s with batches of ten",
  },
  fifoHighThroughputCallsPerSecond: {
    value: 70_000,
    unit: "calls/s for each action, of a FIFO queue with high throughput",
    source: "SQS quotas: high throughput for FIFO queues; by Region, this is us-east-1's",
  },
  deduplicationIntervalMs: {
    value: 300_000,
    unit: "ms in which a second message with the same id is a duplicate",
    source: "SendMessage API reference",
  },
  receiveAttemptIntervalMs: {
    value: 300_000,
    unit: "ms in which a receive can be repeated by its ReceiveRequestAttemptId",
    source: "ReceiveMessage API reference",
  },
  tokenCharactersMax: {
    value: 128,
    unit: "characters of a message group id, a de-duplication id or a receive attempt id",
    source: "SendMessage and ReceiveMessage API references",
  },
  fairInFlightMin: {
    value: 30,
    unit: "messages that a noisy tenant has in flight at least",
    source: "SQS developer guide: how fair queues work; AWS says that it is approximate",
  },
  fairInFlightPercent: {
    value: 10,
    unit: "% of the messages in flight, above which a tenant is noisy",
    source: "SQS developer guide: how fair queues work; AWS says that it is approximate",
  },
  fairProcessingPercent: {
    value: 10,
    unit: "% of the recent processing time, above which a tenant is noisy",
    source: "SQS developer guide: how fair queues work; AWS says that it is approximate",
  },
  fairProcessingWindowMs: {
    value: 300_000,
    unit: "ms after which processing time counts 1/e",
    source: "Assumed: AWS says only that the processing time is recent",
  },
  fairIdleMs: {
    value: 300_000,
    unit: "ms without messages in flight, after which a noisy tenant is quiet again",
    source: "SQS developer guide: how fair queues work",
  },
  redriveSourcesMax: {
    value: 10,
    unit: "source queues in a redrive allow policy",
    source: "SetQueueAttributes API reference",
  },
  kmsReuseSecondsMin: { value: 60, unit: "s", source: "SetQueueAttributes API reference" },
  kmsReuseSecondsMax: { value: 86_400, unit: "s", source: "SetQueueAttributes API reference" },
  kmsReuseSecondsDefault: { value: 300, unit: "s", source: "SetQueueAttributes API reference" },
  retentionSecondsMin: { value: 60, unit: "s", source: "SQS quotas: message retention" },
  retentionSecondsMax: { value: 1_209_600, unit: "s", source: "SQS quotas: message retention" },
  retentionSecondsDefault: { value: 345_600, unit: "s", source: "SQS quotas: message retention" },
  delaySecondsMax: { value: 900, unit: "s", source: "SQS quotas: delay" },
  visibilitySecondsMax: {
    value: 43_200,
    unit: "s, in all for one receive of a message",
    source: "SQS quotas: visibility timeout",
  },
  visibilitySecondsDefault: { value: 30, unit: "s", source: "SQS quotas: visibility timeout" },
  waitSecondsMax: { value: 20, unit: "s", source: "ReceiveMessage API reference" },
  receiveMessagesMax: {
    value: 10,
    unit: "messages a receive",
    source: "ReceiveMessage API reference",
  },
  maxReceiveCountMax: {
    value: 1_000,
    unit: "receives before a message is a dead letter",
    source: "SetQueueAttributes: named in its error",
  },
  purgeIntervalMs: {
    value: 60_000,
    unit: "ms between two purges of a queue",
    source: "PurgeQueue API reference",
  },
  recreateIntervalMs: {
    value: 60_000,
    unit: "ms in which a deleted queue's name cannot be taken again",
    source: "CreateQueue API reference",
  },
  listedQueuesMax: { value: 1_000, unit: "queues a page", source: "ListQueues API reference" },
  tagsMax: { value: 50, unit: "tags a queue", source: "TagQueue API reference" },
  tagKeyCharactersMax: { value: 128, unit: "characters", source: "UntagQueue: named in its error" },
  tagValueCharactersMax: {
    value: 256,
    unit: "characters",
    source: "SQS developer guide: cost allocation tags",
  },
  permissionActionsMax: {
    value: 7,
    unit: "actions a permission",
    source: "AddPermission: named in its error",
  },
  permissionLabelCharactersMax: {
    value: 80,
    unit: "characters",
    source: "AddPermission API reference",
  },
  listedMoveTasksMax: {
    value: 10,
    unit: "message move tasks of a source, the latest",
    source: "ListMessageMoveTasks API reference",
  },
  moveTaskMessagesPerSecondMax: {
    value: 500,
    unit: "messages/s of a message move task",
    source: "StartMessageMoveTask API reference",
  },
  moveTaskMessagesPerSecondDefault: {
    value: 500,
    unit: "messages/s of a message move task that asks for no rate",
    source: "Assumed: AWS chooses it by the backlog, and here it is the most that one may ask for",
  },
  moveTasksActiveMax: {
    value: 100,
    unit: "message move tasks that run at a time",
    source: "SQS developer guide: dead-letter queue redrive; its error there is assumed",
  },
  moveTaskCancelMs: {
    value: 0,
    unit: "ms from CANCELLING to CANCELLED",
    source: "Assumed: AWS states none",
  },
  queueNameCharactersMax: { value: 80, unit: "characters", source: "CreateQueue API reference" },
} as const satisfies LimitTable;

export type SqsLimits = LimitValues<typeof sqsLimitTable>;

/** The Regions whose quota of calls/s on a FIFO queue with high throughput is not the least one. */
const highThroughputCallsPerSecond: Readonly<Record<string, number>> = {
  "us-east-1": 70_000,
  "us-west-2": 70_000,
  "eu-west-1": 70_000,
  "us-east-2": 19_000,
  "eu-central-1": 19_000,
  "ap-south-1": 9_000,
  "ap-southeast-1": 9_000,
  "ap-southeast-2": 9_000,
  "ap-northeast-1": 9_000,
  "eu-west-2": 4_500,
  "sa-east-1": 4_500,
};

/** AWS's values in a Region, some of them replaced. */
export function sqsLimits(changed: Partial<SqsLimits> = {}, region = "us-east-1"): SqsLimits {
  const fifoHighThroughputCallsPerSecond = highThroughputCallsPerSecond[region] ?? 2_400;
  return limitValues(sqsLimitTable, { fifoHighThroughputCallsPerSecond, ...changed });
}
