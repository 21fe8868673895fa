import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  acrossRestart,
  arnOf,
  kinesisLife,
  read,
  type KinesisLife,
} from "../../../test/support/kinesis-life.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "aforo-test-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

describe("after a restart, a stream", () => {
  it("has its settings, tags, policies and consumers", () => {
    const life = kinesisLife(directory);
    const { call, time, put } = life;
    const StreamName = "s";
    const StreamARN = arnOf("s");
    call("CreateStream", { StreamName, ShardCount: 2, Tags: { a: "1", __proto: "x" } });
    const steps: readonly (readonly [string, object])[] = [
      ["IncreaseStreamRetentionPeriod", { StreamName, RetentionPeriodHours: 48 }],
      ["StartStreamEncryption", { StreamName, EncryptionType: "KMS", KeyId: "alias/k" }],
      ["EnableEnhancedMonitoring", { StreamName, ShardLevelMetrics: ["IncomingBytes"] }],
      ["UpdateMaxRecordSize", { StreamARN, MaxRecordSizeInKiB: 2_048 }],
      ["PutResourcePolicy", { ResourceARN: StreamARN, Policy: '{"Statement":[]}' }],
      ["AddTagsToStream", { StreamName, Tags: { b: "2" } }],
      ["RemoveTagsFromStream", { StreamName, TagKeys: ["a"] }],
      ["RegisterStreamConsumer", { StreamARN, ConsumerName: "c", Tags: { t: "v" } }],
      ["RegisterStreamConsumer", { StreamARN, ConsumerName: "d" }],
      ["DeregisterStreamConsumer", { StreamARN, ConsumerName: "d" }],
    ];
    for (const [operation, input] of steps) {
      time.advanceMs(600);
      call(operation, input);
    }
    put("s", 40);
    const { before, after } = acrossRestart(directory, life, "s");
    expect(after).toEqual(before);
    expect(after).toMatchObject({
      summary: { StreamDescriptionSummary: { ConsumerCount: 1, KeyId: "alias/k" } },
      tags: { Tags: [{ Key: "__proto" }, { Key: "b" }] },
    });
  });

  it("has its shards, open and closed, with their records, and goes on numbering", () => {
    const life = kinesisLife(directory);
    const { call, time, put } = life;
    const StreamName = "s";
    call("CreateStream", { StreamName, ShardCount: 2 });
    time.advanceMs(600);
    put("s", 50);
    call("SplitShard", {
      StreamName,
      ShardToSplit: "shardId-000000000000",
      NewStartingHashKey: "1000",
    });
    time.advanceMs(600);
    put("s", 50);
    call("UpdateShardCount", {
      StreamName,
      TargetShardCount: 4,
      ScalingType: "UNIFORM_SCALING",
    });
    time.advanceMs(600);
    put("s", 50);
    const { before, after, again } = acrossRestart(directory, life, "s");
    expect(after).toEqual(before);
    again.put("s", 50);
    const open = again.call("ListShards", {
      StreamName,
      ShardFilter: { Type: "AT_LATEST" },
    }).Shards;
    const [lower, upper] = open as readonly [{ ShardId: string }, { ShardId: string }];
    again.call("MergeShards", {
      StreamName,
      ShardToMerge: lower.ShardId,
      AdjacentShardToMerge: upper.ShardId,
    });
    again.time.advanceMs(600);
    const second = acrossRestart(directory, again, "s");
    expect(second.after).toEqual(second.before);
  });

  it("takes iterators and page tokens that were given out before it", () => {
    const life = kinesisLife(directory);
    const { call, time, put } = life;
    call("CreateStream", { StreamName: "s", ShardCount: 3 });
    time.advanceMs(600);
    put("s", 30);
    const { NextToken } = call("ListShards", { StreamName: "s", MaxResults: 1 });
    const { ShardIterator } = call("GetShardIterator", {
      StreamName: "s",
      ShardId: "shardId-000000000001",
      ShardIteratorType: "LATEST",
    });
    const again = kinesisLife(directory, life);
    expect(again.call("ListShards", { NextToken }).Shards).toHaveLength(2);
    expect(again.call("GetRecords", { ShardIterator }).Records).toEqual([]);
    again.put("s", 30);
    expect(again.call("GetRecords", { ShardIterator }).Records.length).toBeGreaterThan(0);
  });

  it("is in the transition that it was in, and gone where it was deleted", () => {
    const life = kinesisLife(directory);
    const { call, time } = life;
    for (const StreamName of ["s", "t"]) call("CreateStream", { StreamName, ShardCount: 1 });
    const summary = () =>
      kinesisLife(directory, life).call("DescribeStreamSummary", { StreamName: "s" });
    expect(summary()).toMatchObject({ StreamDescriptionSummary: { StreamStatus: "CREATING" } });
    time.advanceMs(600);
    call("DeleteStream", { StreamName: "s" });
    expect(summary()).toMatchObject({ StreamDescriptionSummary: { StreamStatus: "DELETING" } });
    time.advanceMs(600);
    const names = kinesisLife(directory, life).call("ListStreams");
    expect(names).toMatchObject({ StreamNames: ["t"] });
    expect(readdirSync(directory).sort()).toEqual(["00000002", "account.json"]);
  });

  it("does not bring back what expired under a shorter retention period", () => {
    const life = kinesisLife(directory);
    const { call, time, put } = life;
    const StreamName = "s";
    call("CreateStream", { StreamName, ShardCount: 1 });
    time.advanceMs(600);
    call("IncreaseStreamRetentionPeriod", { StreamName, RetentionPeriodHours: 72 });
    put("s", 5);
    time.advanceMs(30 * 3_600_000);
    put("s", 3);
    call("DecreaseStreamRetentionPeriod", { StreamName, RetentionPeriodHours: 24 });
    time.advanceMs(600);
    call("IncreaseStreamRetentionPeriod", { StreamName, RetentionPeriodHours: 72 });
    const shard = { StreamName, ShardId: "shardId-000000000000" };
    const { records } = read(kinesisLife(directory, life), shard, "TRIM_HORIZON");
    expect(records).toHaveLength(3);
  });
});

describe("after a restart, an account", () => {
  it("has its commitment and its channels, under ids that do not come again", () => {
    const life = kinesisLife(directory);
    const { call, time } = life;
    call("UpdateAccountSettings", {
      MinimumThroughputBillingCommitment: { Status: "ENABLED" },
    });
    const StreamModeDetails = { StreamMode: "ON_DEMAND" };
    call("CreateStream", { StreamName: "s", StreamModeDetails, WarmThroughputMiBps: 20 });
    time.advanceMs(600);
    const bucket = { BucketARN: "arn:aws:s3:::b", ExpectedBucketOwner: "000000000000" };
    call("CreateChannel", {
      ChannelName: "c",
      ServiceExecutionRoleARN: "arn:aws:iam::000000000000:role/r",
      StreamConfigurationList: [
        { StreamARN: arnOf("s"), RecordConfiguration: { RecordFormatType: "JSON" } },
      ],
      S3DestinationConfiguration: {
        StorageConfiguration: { ...bucket, CompressionType: "GZIP" },
      },
    });
    const told = (of: KinesisLife) => [of.call("ListChannels"), of.call("DescribeAccountSettings")];
    const before = told(life);
    expect(before).toMatchObject([{ ChannelSummaries: [{ ChannelName: "c" }] }, {}]);
    const again = kinesisLife(directory, life);
    expect(told(again)).toEqual(before);
    const { before: stream, after } = acrossRestart(directory, again, "s");
    expect(after).toEqual(stream);
    expect(after).toMatchObject({
      summary: { StreamDescriptionSummary: { WarmThroughput: { TargetMiBps: 20 } } },
    });
  });

  it("scales on demand with what it had observed, and keeps the shards it got", () => {
    const life = kinesisLife(directory);
    const { call, time } = life;
    const StreamModeDetails = { StreamMode: "ON_DEMAND" };
    call("CreateStream", { StreamName: "s", StreamModeDetails });
    time.advanceMs(600);
    // Each shard at its full rate while one sample is taken, which the restart follows.
    const Data = Buffer.alloc(1_000_000);
    for (const hashKey of [1n, 3n, 5n, 7n].map((eighth) => `${eighth << 125n}`)) {
      call("PutRecord", { StreamName: "s", PartitionKey: "k", ExplicitHashKey: hashKey, Data });
    }
    time.advanceMs(1_000);
    call("DescribeStreamSummary", { StreamName: "s" });
    const again = kinesisLife(directory, life);
    again.time.advanceMs(15_000);
    again.put("s", 100);
    const told = acrossRestart(directory, again, "s");
    expect(told.before).toMatchObject({
      summary: { StreamDescriptionSummary: { OpenShardCount: 8 } },
    });
    expect(told.after).toEqual(told.before);
  });
});

describe("a data directory that cannot be read", () => {
  it.each([
    ["of a newer version", (text: string) => text.replace('"format":1', '"format":2'), "format 2"],
    ["that is cut off", (text: string) => text.slice(0, 100), "is damaged: "],
    ["with a wrong value", (text: string) => text.replace('"start":"0', '"start":"x'), "shards.0"],
    [
      "that lacks a shard",
      (text: string) => text.replace(/\{"index":1,[^{}]*\},?/, ""),
      "its open shards do not hold every hash key",
    ],
    ["of another stream", (text: string) => text.replace('"id":"s.', '"id":"t.'), "its id is not"],
  ])("is told of by name: a file %s", (_what, change, reason) => {
    kinesisLife(directory).call("CreateStream", { StreamName: "s", ShardCount: 3 });
    const file = join(directory, "00000001", "stream.json");
    const changed = change(readFileSync(file, "utf8"));
    writeFileSync(file, changed);
    expect(() => kinesisLife(directory)).toThrow(reason);
    expect(() => kinesisLife(directory)).toThrow(file);
    expect(readFileSync(file, "utf8")).toBe(changed);
  });

  it("is told of by name: the account's", () => {
    kinesisLife(directory).call("CreateStream", { StreamName: "s", ShardCount: 1 });
    const file = join(directory, "account.json");
    writeFileSync(file, '{"format":1,"secret":1}');
    expect(() => kinesisLife(directory)).toThrow(`${file} is damaged: secret: `);
  });
});
