import { limitValues, type LimitTable, type LimitValues } from "./limit.ts";

/** The limits that Kinesis Data Streams holds its clients to. */
export const kinesisLimitTable = {
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
  shardsPerStreamMax: { value: 10_000, unit: "shards", source: "UpdateShardCount API reference" },
  retentionHours: { value: 24, unit: "h", source: "CreateStream API reference: the default" },
  listShardsMax: { value: 1_000, unit: "shards a page", source: "ListShards API reference" },
  describeStreamMax: { value: 100, unit: "shards a page", source: "DescribeStream API reference" },
  listStreamsMax: { value: 100, unit: "streams a page", source: "ListStreams API reference" },
  streamTransitionMs: {
    value: 0,
    unit: "ms in CREATING and in DELETING",
    source: "none: AWS takes seconds, tests would rather not",
  },
} as const satisfies LimitTable;

export type KinesisLimitName = keyof typeof kinesisLimitTable;

export type KinesisLimits = LimitValues<typeof kinesisLimitTable>;

/** AWS's values, some of them replaced. */
export function kinesisLimits(changed: Partial<KinesisLimits> = {}): KinesisLimits {
  return limitValues(kinesisLimitTable, changed);
}
