import type { LimitTable } from "./limit.ts";

const day = 86_400_000;

/** How many shards and streams an account may have, and how on-demand streams grow. */
export const kinesisCapacityLimitTable = {
  shardsPerStreamMax: { value: 10_000, unit: "shards", source: "UpdateShardCount API reference" },
  shardsPerAccountMax: {
    value: 20_000,
    unit: "open shards of provisioned streams",
    source:
      "Quotas and limits: 20,000 in us-east-1, us-west-2 and eu-west-1; elsewhere 6,000, " +
      "for some accounts 1,000",
  },
  streamsCreatingMax: {
    value: 5,
    unit: "streams in CREATING at once",
    source: "CreateStream API reference",
  },
  onDemandStreamsMax: {
    value: 50,
    unit: "on-demand streams of an account",
    source: "Quotas and limits",
  },
  shardCountUpdatesMax: {
    value: 10,
    unit: "UpdateShardCount of a stream in each window",
    source: "UpdateShardCount API reference",
  },
  shardCountUpdatesWindowMs: {
    value: day,
    unit: "ms",
    source: "UpdateShardCount API reference: a rolling 24 hours",
  },
  modeSwitchesMax: {
    value: 2,
    unit: "UpdateStreamMode of a stream in each window",
    source: "Choosing the right mode, developer guide: twice within 24 hours",
  },
  modeSwitchesWindowMs: {
    value: day,
    unit: "ms",
    source: "Choosing the right mode, developer guide",
  },
  onDemandStartBytesPerSecond: {
    value: 4_194_304,
    unit: "bytes/s of writes; also the least capacity",
    source: "Choosing the right mode, developer guide: 4 MB/s for a new stream",
  },
  onDemandBytesPerSecondPerShard: {
    value: 1_048_576,
    unit: "bytes/s of writes that a shard stands for",
    source: "Quotas and limits: 1 MB/s a shard, on-demand or not",
  },
  onDemandBytesPerSecondMax: {
    value: 10_737_418_240,
    unit: "bytes/s of writes of a stream",
    source:
      "Quotas and limits: 10 GB/s in us-east-1, us-west-2 and eu-west-1, elsewhere 200 MB/s " +
      "unless raised",
  },
  onDemandGrowthFactor: {
    value: 2,
    unit: "times the peak of writes that was observed",
    source: "Choosing the right mode, developer guide: double the previous peak",
  },
  onDemandPeakWindowMs: {
    value: 30 * day,
    unit: "ms that a peak counts",
    source: "Choosing the right mode, developer guide: the last 30 days",
  },
  onDemandScaleIntervalMs: {
    value: 900_000,
    unit: "ms from one scaling of a stream to the next",
    source: "Choosing the right mode, developer guide: 15 minutes",
  },
  onDemandSampleMs: {
    value: 60_000,
    unit: "ms over which written bytes are averaged to a peak",
    source: "not stated by AWS: CloudWatch's minute is assumed",
  },
  onDemandSplitBytesPerSecond: {
    value: 500_000,
    unit: "bytes/s above which a shard is split",
    source: "Choosing the right mode, developer guide: 500 KB/s",
  },
  onDemandSplitRecordsPerSecond: {
    value: 500,
    unit: "records/s that count as much as the bytes/s above; Infinity counts bytes alone",
    source: "not stated by AWS: half of what a shard takes, as with its bytes",
  },
  warmThroughputMiBpsMax: {
    value: 10_240,
    unit: "MiB/s",
    source: "UpdateStreamWarmThroughput API reference: 10 GiB/s",
  },
  warmReleaseWindowMs: {
    value: 3_600_000,
    unit: "ms whose peak still counts when warm throughput is released",
    source: "AWS News Blog of 2026-09-14: the peak of the last hour",
  },
} as const satisfies LimitTable;

const largeRegions: ReadonlySet<string> = new Set(["us-east-1", "us-west-2", "eu-west-1"]);

/** What the table says of other regions, where it differs from the three large ones. */
export function capacityLimitsOf(region: string): {
  readonly shardsPerAccountMax?: number;
  readonly onDemandBytesPerSecondMax?: number;
} {
  if (largeRegions.has(region)) return {};
  return { shardsPerAccountMax: 6_000, onDemandBytesPerSecondMax: 209_715_200 };
}
