import type { HashKeyRange } from "../../core/hash-ranges.ts";
import type { Shard } from "./shard.ts";
import type { Stream } from "./stream.ts";
import { encryptionTypeOf } from "./stream-settings.ts";

/** A shard, as DescribeStream and ListShards show it. */
export function describeShard(shard: Shard): object {
  const [ParentShardId, AdjacentParentShardId] = shard.parentIds;
  return {
    ShardId: shard.id,
    ParentShardId,
    AdjacentParentShardId,
    HashKeyRange: describeRange(shard.range),
    SequenceNumberRange: {
      StartingSequenceNumber: shard.startingSequenceNumber,
      EndingSequenceNumber: shard.endingSequenceNumber,
    },
  };
}

/** A shard that took over from another, as GetRecords and SubscribeToShard show it. */
export function describeChildShard(shard: Shard): object {
  return {
    ShardId: shard.id,
    ParentShards: shard.parentIds,
    HashKeyRange: describeRange(shard.range),
  };
}

function describeRange({ start, end }: HashKeyRange): object {
  return { StartingHashKey: String(start), EndingHashKey: String(end) };
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
    EncryptionType: encryptionTypeOf(stream.settings),
    KeyId: stream.settings.kmsKeyId,
  };
}
