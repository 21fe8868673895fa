import * as sdk from "@aws-sdk/client-kinesis";
import type { KinesisRateName } from "../../../src/core/limits/kinesis-rates.ts";
import { firstShard } from "../../support/kinesis-bench.ts";

/** What the calls are about. */
export interface Subject {
  readonly StreamName: string;
  readonly StreamARN: string;
}

/** An operation of the control plane, the limit that it is under, and an input in good form. */
export interface ControlPlaneCall {
  readonly operation: string;
  readonly limit: KinesisRateName;
  readonly input: object;
}

/**
 * Calls of each operation that is metered. Most are refused in the end, for a stream that is not
 * encrypted, on demand or the like: they are counted all the same.
 */
export function controlPlaneCalls({ StreamName, StreamARN }: Subject): readonly ControlPlaneCall[] {
  const tags = { Tags: { a: "1" } };
  const ChannelARN = StreamARN.replace(/:stream\/.*/, ":channel/none");
  const policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
  const named = { StreamName };
  const channel = channelInput(StreamARN, "c");
  const consumer = { StreamARN, ConsumerName: "c" };
  const hours = { StreamName, RetentionPeriodHours: 24 };
  const metrics = { StreamName, ShardLevelMetrics: ["ALL"] };
  const split = { StreamName, ShardToSplit: firstShard, NewStartingHashKey: "0" };
  const merge = { StreamName, ShardToMerge: firstShard, AdjacentShardToMerge: firstShard };
  const resource = { ResourceARN: StreamARN };
  const mode = { StreamARN, StreamModeDetails: { StreamMode: "PROVISIONED" } };
  const settings = { MinimumThroughputBillingCommitment: { Status: "DISABLED" } };
  const strategy = { StreamARN, RecordDistributionStrategy: "USER_PARTITION_KEY" };
  const warm = { StreamARN, WarmThroughputMiBps: 1 };
  const shards = { StreamName, TargetShardCount: 1_000, ScalingType: "UNIFORM_SCALING" };
  return [
    call("AddTagsToStream", "addTagsToStreamPerSecond", { StreamName, ...tags }),
    call("CreateChannel", "channelCallsPerSecond", channel),
    call("CreateStream", "createStreamPerSecond", { StreamName, ShardCount: 1 }),
    call("DecreaseStreamRetentionPeriod", "decreaseStreamRetentionPeriodPerSecond", hours),
    call("DeleteChannel", "channelCallsPerSecond", { ChannelARN }),
    call("DeleteResourcePolicy", "deleteResourcePolicyPerSecond", resource),
    call("DeleteStream", "deleteStreamPerSecond", { StreamName: "none" }),
    call("DeregisterStreamConsumer", "deregisterStreamConsumerPerSecond", consumer),
    call("DescribeAccountSettings", "accountSettingsPerSecond", {}),
    call("DescribeChannel", "channelCallsPerSecond", { ChannelARN }),
    call("DescribeLimits", "describeLimitsPerSecond", {}),
    call("DescribeStream", "describeStreamPerSecond", named),
    call("DescribeStreamConsumer", "describeStreamConsumerPerSecond", consumer),
    call("DescribeStreamSummary", "describeStreamSummaryPerSecond", named),
    call("DisableEnhancedMonitoring", "disableEnhancedMonitoringPerSecond", metrics),
    call("EnableEnhancedMonitoring", "enableEnhancedMonitoringPerSecond", metrics),
    call("GetResourcePolicy", "getResourcePolicyPerSecond", resource),
    call("IncreaseStreamRetentionPeriod", "increaseStreamRetentionPeriodPerSecond", hours),
    call("ListChannels", "channelCallsPerSecond", {}),
    call("ListShards", "listShardsPerSecond", named),
    call("ListStreamConsumers", "listStreamConsumersPerSecond", { StreamARN }),
    call("ListStreams", "listStreamsPerSecond", {}),
    call("ListTagsForResource", "resourceTagCallsPerSecond", resource),
    call("ListTagsForStream", "listTagsForStreamPerSecond", named),
    call("MergeShards", "mergeShardsPerSecond", merge),
    call("PutResourcePolicy", "putResourcePolicyPerSecond", { ...resource, Policy: policy }),
    call("RegisterStreamConsumer", "registerStreamConsumerPerSecond", consumer),
    call("RemoveTagsFromStream", "removeTagsFromStreamPerSecond", { StreamName, TagKeys: ["a"] }),
    call("SplitShard", "splitShardPerSecond", split),
    call("TagResource", "resourceTagCallsPerSecond", { ...resource, ...tags }),
    call("UntagResource", "resourceTagCallsPerSecond", { ...resource, TagKeys: ["a"] }),
    call("UpdateAccountSettings", "accountSettingsPerSecond", settings),
    call("UpdateChannel", "channelCallsPerSecond", { ChannelARN }),
    call("UpdateMaxRecordSize", "updateStreamSettingPerSecond", {
      StreamARN,
      MaxRecordSizeInKiB: 1_024,
    }),
    call("UpdateShardCount", "updateShardCountPerSecond", shards),
    call("UpdateStreamMode", "updateStreamSettingPerSecond", mode),
    call("UpdateStreamRecordDistributionStrategy", "updateStreamSettingPerSecond", strategy),
    call("UpdateStreamWarmThroughput", "updateStreamWarmThroughputPerSecond", warm),
  ];
}

/** CreateChannel's input for a channel to a bucket. */
export function channelInput(
  StreamARN: string,
  ChannelName: string,
): sdk.CreateChannelCommandInput {
  const accountId = StreamARN.split(":")[4] as string;
  const RecordConfiguration = { RecordFormatType: "JSON" } as const;
  const StorageConfiguration = {
    BucketARN: "arn:aws:s3:::b",
    ExpectedBucketOwner: accountId,
    CompressionType: "NONE",
  } as const;
  return {
    ChannelName,
    ServiceExecutionRoleARN: `arn:aws:iam::${accountId}:role/r`,
    StreamConfigurationList: [{ StreamARN, RecordConfiguration }],
    S3DestinationConfiguration: { StorageConfiguration },
  };
}

function call(operation: string, limit: KinesisRateName, input: object): ControlPlaneCall {
  return { operation, limit, input };
}

type AnyCommand = Parameters<sdk.KinesisClient["send"]>[0];

const commands = sdk as unknown as Readonly<Record<string, new (input: object) => AnyCommand>>;

export function send(client: sdk.KinesisClient, { operation, input }: ControlPlaneCall) {
  const Command = commands[`${operation}Command`];
  if (!Command) throw new Error(`the SDK has no ${operation}`);
  return client.send(new Command(input));
}
