// To add an action: write its file here (rules, then what it does), with its test beside it,
// and name it in `actions`; its name leaves `notImplemented` at the same time.
import type { Action } from "./action.ts";
import { createStream } from "./create-stream.ts";
import { deleteStream } from "./delete-stream.ts";
import { describeStream } from "./describe-stream.ts";
import { describeStreamSummary } from "./describe-stream-summary.ts";
import { getRecords } from "./get-records.ts";
import { getShardIterator } from "./get-shard-iterator.ts";
import { listShards } from "./list-shards.ts";
import { listStreams } from "./list-streams.ts";
import { putRecord } from "./put-record.ts";
import { putRecords } from "./put-records.ts";

export const actions: ReadonlyMap<string, Action> = new Map([
  ["CreateStream", createStream],
  ["DeleteStream", deleteStream],
  ["DescribeStream", describeStream],
  ["DescribeStreamSummary", describeStreamSummary],
  ["GetRecords", getRecords],
  ["GetShardIterator", getShardIterator],
  ["ListShards", listShards],
  ["ListStreams", listStreams],
  ["PutRecord", putRecord],
  ["PutRecords", putRecords],
]);

/** The operations of the real API that the emulator does not have: it says so by name. */
export const notImplemented: ReadonlySet<string> = new Set([
  "AddTagsToStream",
  "CreateChannel",
  "DecreaseStreamRetentionPeriod",
  "DeleteChannel",
  "DeleteResourcePolicy",
  "DeregisterStreamConsumer",
  "DescribeAccountSettings",
  "DescribeChannel",
  "DescribeLimits",
  "DescribeStreamConsumer",
  "DisableEnhancedMonitoring",
  "EnableEnhancedMonitoring",
  "GetResourcePolicy",
  "IncreaseStreamRetentionPeriod",
  "ListChannels",
  "ListStreamConsumers",
  "ListTagsForResource",
  "ListTagsForStream",
  "MergeShards",
  "PutResourcePolicy",
  "RegisterStreamConsumer",
  "RemoveTagsFromStream",
  "SplitShard",
  "StartStreamEncryption",
  "StopStreamEncryption",
  "SubscribeToShard",
  "TagResource",
  "UntagResource",
  "UpdateAccountSettings",
  "UpdateMaxRecordSize",
  "UpdateShardCount",
  "UpdateStreamMode",
  "UpdateStreamRecordDistributionStrategy",
  "UpdateStreamWarmThroughput",
]);
