// To add an action: write its file here (rules, then what it does), with its test beside it,
// and name it in `actions`.
import { describeAccountSettings, updateAccountSettings } from "./account-settings.ts";
import type { Action } from "./action.ts";
import { deleteChannel, describeChannel, listChannels, updateChannel } from "./channels.ts";
import { createChannel } from "./create-channel.ts";
import { createStream } from "./create-stream.ts";
import { deleteStream } from "./delete-stream.ts";
import { deregisterStreamConsumer } from "./deregister-stream-consumer.ts";
import { describeLimits } from "./describe-limits.ts";
import { describeStreamConsumer } from "./describe-stream-consumer.ts";
import { describeStreamSummary } from "./describe-stream-summary.ts";
import { describeStream } from "./describe-stream.ts";
import { disableEnhancedMonitoring, enableEnhancedMonitoring } from "./enhanced-monitoring.ts";
import { getRecords } from "./get-records.ts";
import { getShardIterator } from "./get-shard-iterator.ts";
import { listShards } from "./list-shards.ts";
import { listStreamConsumers } from "./list-stream-consumers.ts";
import { listStreams } from "./list-streams.ts";
import { mergeShards } from "./merge-shards.ts";
import { putRecord } from "./put-record.ts";
import { putRecords } from "./put-records.ts";
import { registerStreamConsumer } from "./register-stream-consumer.ts";
import { deleteResourcePolicy, getResourcePolicy, putResourcePolicy } from "./resource-policy.ts";
import { listTagsForResource, tagResource, untagResource } from "./resource-tags.ts";
import {
  decreaseStreamRetentionPeriod,
  increaseStreamRetentionPeriod,
} from "./retention-period.ts";
import { splitShard } from "./split-shard.ts";
import { startStreamEncryption, stopStreamEncryption } from "./stream-encryption.ts";
import { addTagsToStream, listTagsForStream, removeTagsFromStream } from "./stream-tags.ts";
import { subscribeToShard } from "./subscribe-to-shard.ts";
import { updateMaxRecordSize } from "./update-max-record-size.ts";
import { updateStreamRecordDistributionStrategy } from "./update-record-distribution.ts";
import { updateShardCount } from "./update-shard-count.ts";
import { updateStreamMode } from "./update-stream-mode.ts";
import { updateStreamWarmThroughput } from "./update-stream-warm-throughput.ts";

export const actions: ReadonlyMap<string, Action> = new Map([
  ["AddTagsToStream", addTagsToStream],
  ["CreateChannel", createChannel],
  ["CreateStream", createStream],
  ["DecreaseStreamRetentionPeriod", decreaseStreamRetentionPeriod],
  ["DeleteChannel", deleteChannel],
  ["DeleteResourcePolicy", deleteResourcePolicy],
  ["DeleteStream", deleteStream],
  ["DeregisterStreamConsumer", deregisterStreamConsumer],
  ["DescribeAccountSettings", describeAccountSettings],
  ["DescribeChannel", describeChannel],
  ["DescribeLimits", describeLimits],
  ["DescribeStream", describeStream],
  ["DescribeStreamConsumer", describeStreamConsumer],
  ["DescribeStreamSummary", describeStreamSummary],
  ["DisableEnhancedMonitoring", disableEnhancedMonitoring],
  ["EnableEnhancedMonitoring", enableEnhancedMonitoring],
  ["GetRecords", getRecords],
  ["GetResourcePolicy", getResourcePolicy],
  ["GetShardIterator", getShardIterator],
  ["IncreaseStreamRetentionPeriod", increaseStreamRetentionPeriod],
  ["ListChannels", listChannels],
  ["ListShards", listShards],
  ["ListStreamConsumers", listStreamConsumers],
  ["ListStreams", listStreams],
  ["ListTagsForResource", listTagsForResource],
  ["ListTagsForStream", listTagsForStream],
  ["MergeShards", mergeShards],
  ["PutRecord", putRecord],
  ["PutRecords", putRecords],
  ["PutResourcePolicy", putResourcePolicy],
  ["RegisterStreamConsumer", registerStreamConsumer],
  ["RemoveTagsFromStream", removeTagsFromStream],
  ["SplitShard", splitShard],
  ["StartStreamEncryption", startStreamEncryption],
  ["StopStreamEncryption", stopStreamEncryption],
  ["SubscribeToShard", subscribeToShard],
  ["TagResource", tagResource],
  ["UntagResource", untagResource],
  ["UpdateAccountSettings", updateAccountSettings],
  ["UpdateChannel", updateChannel],
  ["UpdateMaxRecordSize", updateMaxRecordSize],
  ["UpdateShardCount", updateShardCount],
  ["UpdateStreamMode", updateStreamMode],
  ["UpdateStreamRecordDistributionStrategy", updateStreamRecordDistributionStrategy],
  ["UpdateStreamWarmThroughput", updateStreamWarmThroughput],
]);
