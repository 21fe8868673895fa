import { capacityLimitsOf, kinesisCapacityLimitTable } from "./kinesis-capacity.ts";
import { kinesisRateTable } from "./kinesis-rates.ts";
import { limitValues, type LimitTable, type LimitValues } from "./limit.ts";

/** The limits that Kinesis Data Streams holds its clients to. */
export const kinesisLimitTable = {
  ...kinesisRateTable,
  ...kinesisCapacityLimitTable,
  writeBytesPerSecondPerShard: {
    value: 1_048_576,
    unit: "bytes/s",
    source: "Quotas and limits: 1 MB/s of writes a shard, partition keys included",
  },
  writeRecordsPerSecondPerShard: {
    value: 1_000,
    unit: "records/s",
    source: "Quotas and limits: 1,000 records/s of writes a shard",
  },
  writeBurstBytesPerShard: {
    value: 10_485_760,
    unit: "bytes",
    source: "Large records: a shard's tank bursts up to 10 MiB and refills at its write rate",
  },
  writeRoundingBytes: {
    value: 1_024,
    unit: "bytes",
    source: "Troubleshooting producers: PutRecord rounds up a record, PutRecords the call's sum",
  },
  putRecordsCountMax: {
    value: 500,
    unit: "records a call",
    source: "PutRecords API reference",
  },
  putRecordsBytesMax: {
    value: 10_485_760,
    unit: "bytes a call, partition keys included",
    source: "PutRecords API reference",
  },
  dataBytesMax: {
    value: 10_485_760,
    unit: "bytes a record",
    source: "PutRecords API reference: the length of Data in the model",
  },
  largeRecordBytes: {
    value: 1_048_576,
    unit: "bytes; a record above this draws on the burst tank alone",
    source: "Large records: a record is large above 1 MiB",
  },
  maxRecordSizeKiBMin: { value: 1_024, unit: "KiB", source: "CreateStream API reference" },
  maxRecordSizeKiBMax: { value: 10_240, unit: "KiB", source: "CreateStream API reference" },
  getRecordsPerSecondPerShard: {
    value: 5,
    unit: "calls/s",
    source: "GetRecords API reference",
  },
  readBytesPerSecondPerShard: {
    value: 2_097_152,
    unit: "bytes/s",
    source: "GetRecords API reference",
  },
  readDebtBytesMax: {
    value: 10_485_760,
    unit: "bytes; five seconds' worth of reads",
    source: "GetRecords API reference: 10 MiB returned, then 5 s of throttling",
  },
  getRecordsCountMax: { value: 10_000, unit: "records a call", source: "GetRecords API reference" },
  getRecordsBytesMax: {
    value: 10_485_760,
    unit: "bytes a call",
    source: "GetRecords API reference",
  },
  iteratorLifeMs: {
    value: 300_000,
    unit: "ms",
    source: "GetShardIterator API reference: an iterator expires 5 minutes after it was returned",
  },
  getShardIteratorPerSecondPerShard: {
    value: 5,
    unit: "calls/s",
    source: "GetShardIterator API reference",
  },
  nextTokenLifeMs: { value: 300_000, unit: "ms", source: "ListShards API reference" },
  retentionHoursMin: {
    value: 24,
    unit: "h",
    source: "DecreaseStreamRetentionPeriod API reference",
  },
  retentionHoursMax: {
    value: 8_760,
    unit: "h",
    source: "IncreaseStreamRetentionPeriod API reference",
  },
  tagsPerResourceMax: { value: 50, unit: "tags", source: "AddTagsToStream API reference" },
  encryptionChangesPerDay: {
    value: 25,
    unit: "successes a stream in a rolling 24 h, for starting and for stopping each",
    source: "StartStreamEncryption and StopStreamEncryption API reference",
  },
  billingCommitmentMinMs: {
    value: 86_400_000,
    unit: "ms; a commitment does not end sooner",
    source: "UpdateAccountSettings API reference: 24 hours",
  },
  channelsPerStreamMax: {
    value: 2,
    unit: "channels",
    source: "Data delivery quotas: 2 deliveries a stream",
  },
  listChannelsMax: { value: 100, unit: "channels a page", source: "ListChannels API reference" },
  retentionHours: { value: 24, unit: "h", source: "CreateStream API reference: the default" },
  listShardsMax: { value: 1_000, unit: "shards a page", source: "ListShards API reference" },
  describeStreamMax: { value: 100, unit: "shards a page", source: "DescribeStream API reference" },
  listStreamsMax: { value: 100, unit: "streams a page", source: "ListStreams API reference" },
  streamTransitionMs: {
    value: 0,
    unit: "ms in CREATING, in UPDATING and in DELETING",
    source: "none: AWS takes seconds, tests would rather not",
  },
  consumersPerStreamMax: {
    value: 20,
    unit: "consumers a stream",
    source: "RegisterStreamConsumer API reference: On-demand Standard and Provisioned",
  },
  consumersPerAdvantageStreamMax: {
    value: 50,
    unit: "consumers a stream",
    source: "RegisterStreamConsumer API reference: On-demand Advantage",
  },
  consumersCreatingMax: {
    value: 5,
    unit: "consumers of a stream in CREATING at once",
    source: "RegisterStreamConsumer API reference, which does not say of what: of a stream here",
  },
  listStreamConsumersMax: {
    value: 100,
    unit: "consumers a page",
    source: "ListStreamConsumers API reference: the default",
  },
  consumerTransitionMs: {
    value: 0,
    unit: "ms in CREATING and in DELETING",
    source: "none: AWS takes seconds, tests would rather not",
  },
  subscribeToShardPerSecond: {
    value: 1,
    unit: "calls/s a consumer and shard",
    source: "SubscribeToShard API reference",
  },
  subscriptionLifeMs: {
    value: 300_000,
    unit: "ms",
    source: "SubscribeToShard API reference: up to 5 minutes",
  },
  subscriptionTakeoverMs: {
    value: 5_000,
    unit: "ms after a successful call in which another is refused",
    source: "SubscribeToShard API reference",
  },
  fanOutBytesPerSecond: {
    value: 2_097_152,
    unit: "bytes/s a consumer and shard, partition keys included",
    source: "RegisterStreamConsumer API reference: 2 MiB/s",
  },
  fanOutEventBytesMax: {
    value: 65_536,
    unit: "bytes an event; a larger record comes alone",
    source: "none: AWS does not state it",
  },
  fanOutEventRecordsMax: {
    value: 10_000,
    unit: "records an event",
    source: "none: AWS does not state it; the maximum of GetRecords",
  },
  fanOutIdleEventMs: {
    value: 5_000,
    unit: "ms without records after which an empty event is sent",
    source: "none: AWS sends them and does not say how often",
  },
} as const satisfies LimitTable;

export type KinesisLimitName = keyof typeof kinesisLimitTable;

export type KinesisLimits = LimitValues<typeof kinesisLimitTable>;

/** AWS's values in a region, some of them replaced. */
export function kinesisLimits(
  changed: Partial<KinesisLimits> = {},
  region = "us-east-1",
): KinesisLimits {
  return limitValues(kinesisLimitTable, { ...capacityLimitsOf(region), ...changed });
}
