import type { Shard } from "./shard.ts";
import type { Stream } from "./stream.ts";

/** A shard, as DescribeStream and ListShards show it. */
export function describeShard(shard: Shard): object {
  return {
    ShardId: shard.id,
    HashKeyRange: {
      StartingHashKey: String(shard.range.start),
      EndingHashKey: String(shard.range.end),
    },
    SequenceNumberRange: { StartingSequenceNumber: shard.startingSequenceNumber },
  };
}

/** What DescribeStream and DescribeStreamSummary have in common. */
export function describeStreamHead(stream: Stream, nowMs: number): object {
  return {
    StreamName: stream.name,
    StreamARN: stream.arn,
    StreamStatus: stream.status(nowMs),
    StreamModeDetails: { StreamMode: stream.settings.mode },
    RetentionPeriodHours: stream.settings.retentionHours,
    // The service states when a stream was created to the second.
    StreamCreationTimestamp: new Date(Math.floor(stream.createdMs / 1_000) * 1_000),
    EnhancedMonitoring: [{ ShardLevelMetrics: stream.settings.shardLevelMetrics }],
    EncryptionType: stream.settings.kmsKeyId === undefined ? "NONE" : "KMS",
    KeyId: stream.settings.kmsKeyId,
  };
}
