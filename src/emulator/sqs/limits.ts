/** The limits of SQS, each with its unit in its name and its source. The defaults are AWS's. */
export interface SqsLimits {
  /** Body and message attributes together. SQS quotas, "Message size". */
  readonly messageBytesMax: number;
  /** All messages of one SendMessageBatch together. SQS quotas, "Message size". */
  readonly batchBytesMax: number;
  /** SQS quotas, "Batched message actions". */
  readonly batchEntriesMax: number;
  /** SQS quotas, "Batch message ID". */
  readonly batchEntryIdCharactersMax: number;
  /** SQS quotas, "Message attributes". */
  readonly messageAttributesMax: number;
  /** SQS developer guide, "Message metadata". */
  readonly attributeNameCharactersMax: number;
  /** Messages of a standard queue received and not deleted. SQS quotas, "In-flight messages". */
  readonly inFlightMax: number;
  /** SQS quotas, "Message retention". */
  readonly retentionSecondsMin: number;
  readonly retentionSecondsMax: number;
  readonly retentionSecondsDefault: number;
  /** SQS quotas, "Delay". */
  readonly delaySecondsMax: number;
  /** SQS quotas, "Visibility timeout"; also the longest total for one receive of a message. */
  readonly visibilitySecondsMax: number;
  readonly visibilitySecondsDefault: number;
  /** ReceiveMessage API reference, "WaitTimeSeconds". */
  readonly waitSecondsMax: number;
  /** ReceiveMessage API reference, "MaxNumberOfMessages". */
  readonly receiveMessagesMax: number;
  /** The largest maxReceiveCount of a redrive policy. SQS names it in its error. */
  readonly maxReceiveCountMax: number;
  /** The least time between two purges of a queue. PurgeQueue API reference. */
  readonly purgeIntervalMs: number;
  /** How long a deleted queue's name cannot be taken again. CreateQueue API reference. */
  readonly recreateIntervalMs: number;
  /** Names in one ListQueues answer. ListQueues API reference. */
  readonly listedQueuesMax: number;
  /** CreateQueue API reference, "QueueName". */
  readonly queueNameCharactersMax: number;
}

export const defaultSqsLimits: SqsLimits = {
  messageBytesMax: 1_048_576,
  batchBytesMax: 1_048_576,
  batchEntriesMax: 10,
  batchEntryIdCharactersMax: 80,
  messageAttributesMax: 10,
  attributeNameCharactersMax: 256,
  inFlightMax: 120_000,
  retentionSecondsMin: 60,
  retentionSecondsMax: 1_209_600,
  retentionSecondsDefault: 345_600,
  delaySecondsMax: 900,
  visibilitySecondsMax: 43_200,
  visibilitySecondsDefault: 30,
  waitSecondsMax: 20,
  receiveMessagesMax: 10,
  maxReceiveCountMax: 1_000,
  purgeIntervalMs: 60_000,
  recreateIntervalMs: 60_000,
  listedQueuesMax: 1_000,
  queueNameCharactersMax: 80,
};
