import { limitValues, type LimitTable, type LimitValues } from "./limit.ts";

/** The limits that SQS holds its clients to. */
export const sqsLimitTable = {
  messageBytesMax: {
    value: 1_048_576,
    unit: "bytes, body and message attributes together",
    source: "SQS quotas: message size",
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
  queueNameCharactersMax: { value: 80, unit: "characters", source: "CreateQueue API reference" },
} as const satisfies LimitTable;

export type SqsLimits = LimitValues<typeof sqsLimitTable>;

/** AWS's values, some of them replaced. */
export function sqsLimits(changed: Partial<SqsLimits> = {}): SqsLimits {
  return limitValues(sqsLimitTable, changed);
}
