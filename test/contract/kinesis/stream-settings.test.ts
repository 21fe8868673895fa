import * as sdk from "@aws-sdk/client-kinesis";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { contractTarget, type ContractTarget } from "../../support/contract-target.ts";

const KeyId = "alias/aws/kinesis";

describe("what is said of a Kinesis stream", () => {
  let target: ContractTarget;
  let client: sdk.KinesisClient;
  let StreamName: string;
  let StreamARN: string;

  beforeAll(async () => {
    target = await contractTarget();
    client = new sdk.KinesisClient(target.client);
  });

  afterAll(async () => {
    client.destroy();
    await target.stop();
  });

  const summary = async () => {
    const answer = await client.send(new sdk.DescribeStreamSummaryCommand({ StreamName }));
    return answer.StreamDescriptionSummary as sdk.StreamDescriptionSummary;
  };

  const active = async () => {
    const limits = { client, maxWaitTime: 60, minDelay: 1, maxDelay: 2 };
    await sdk.waitUntilStreamExists(limits, { StreamName });
  };

  beforeEach(async () => {
    StreamName = target.unique("settings");
    await client.send(new sdk.CreateStreamCommand({ StreamName, ShardCount: 1 }));
    await active();
    StreamARN = (await summary()).StreamARN as string;
    return async () => {
      await client.send(new sdk.DeleteStreamCommand({ StreamName }));
    };
  });

  it("is tagged, by name and as a resource", async () => {
    const Tags = { b: "2", a: "1" };
    await client.send(new sdk.AddTagsToStreamCommand({ StreamName, Tags }));
    await client.send(new sdk.TagResourceCommand({ ResourceARN: StreamARN, Tags: { c: "" } }));
    const page = await client.send(new sdk.ListTagsForStreamCommand({ StreamARN, Limit: 2 }));
    expect(page.HasMoreTags).toBe(true);
    const last = page.Tags?.at(-1)?.Key as string;
    const next = new sdk.ListTagsForStreamCommand({ StreamName, ExclusiveStartTagKey: last });
    const rest = await client.send(next);
    const tags = [...(page.Tags ?? []), ...(rest.Tags ?? [])];
    expect(Object.fromEntries(tags.map((tag) => [tag.Key, tag.Value]))).toEqual({ ...Tags, c: "" });
    const gone = { ResourceARN: StreamARN, TagKeys: ["a", "b"] };
    await client.send(new sdk.UntagResourceCommand(gone));
    await client.send(new sdk.RemoveTagsFromStreamCommand({ StreamName, TagKeys: ["c"] }));
    const left = new sdk.ListTagsForResourceCommand({ ResourceARN: StreamARN });
    expect((await client.send(left)).Tags).toEqual([]);
  });

  it("has a resource policy", async () => {
    const ResourceARN = StreamARN;
    const AWS = StreamARN.split(":")[4];
    const allow = { Effect: "Allow", Principal: { AWS }, Action: "kinesis:PutRecord" };
    const Statement = [{ ...allow, Resource: StreamARN }];
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
    await client.send(new sdk.PutResourcePolicyCommand({ ResourceARN, Policy }));
    const answer = await client.send(new sdk.GetResourcePolicyCommand({ ResourceARN }));
    expect(JSON.parse(answer.Policy as string)).toMatchObject({ Statement: [{ Effect: "Allow" }] });
    await client.send(new sdk.DeleteResourcePolicyCommand({ ResourceARN }));
  });

  it("is encrypted, and not any more", async () => {
    const encryption = { StreamName, EncryptionType: "KMS", KeyId } as const;
    const put = new sdk.PutRecordCommand({ StreamName, PartitionKey: "k", Data: Buffer.from("d") });
    await client.send(new sdk.StartStreamEncryptionCommand(encryption));
    await active();
    expect(await summary()).toMatchObject({ EncryptionType: "KMS", KeyId });
    if (target.kind === "emulator") {
      expect((await client.send(put)).EncryptionType).toBe("KMS");
    }
    await client.send(new sdk.StopStreamEncryptionCommand(encryption));
    await active();
    expect((await summary()).EncryptionType).toBe("NONE");
  });

  it("has enhanced metrics", async () => {
    const ShardLevelMetrics: sdk.MetricsName[] = ["IncomingBytes", "OutgoingBytes"];
    const enable = { StreamName, ShardLevelMetrics };
    const on = await client.send(new sdk.EnableEnhancedMonitoringCommand(enable));
    expect(on.CurrentShardLevelMetrics).toEqual([]);
    expect([...(on.DesiredShardLevelMetrics ?? [])].sort()).toEqual(ShardLevelMetrics);
    await active();
    const disable = { StreamName, ShardLevelMetrics: ["ALL" as const] };
    const off = await client.send(new sdk.DisableEnhancedMonitoringCommand(disable));
    expect(off.DesiredShardLevelMetrics).toEqual([]);
  });

  it("keeps records longer, and not so long", async () => {
    const retain = (hours: number) => ({ StreamName, RetentionPeriodHours: hours });
    await client.send(new sdk.IncreaseStreamRetentionPeriodCommand(retain(48)));
    await active();
    expect((await summary()).RetentionPeriodHours).toBe(48);
    await client.send(new sdk.DecreaseStreamRetentionPeriodCommand(retain(24)));
    await active();
    await expect(
      client.send(new sdk.DecreaseStreamRetentionPeriodCommand(retain(23))),
    ).rejects.toMatchObject({
      name: "InvalidArgumentException",
      message:
        "Minimum allowed retention period is 24 hours. " +
        "Requested retention period (23 hours) is too short.",
    });
  });

  it("takes larger records", async () => {
    const MaxRecordSizeInKiB = 2_048;
    await client.send(new sdk.UpdateMaxRecordSizeCommand({ StreamARN, MaxRecordSizeInKiB }));
    await active();
    expect((await summary()).MaxRecordSizeInKiB).toBe(MaxRecordSizeInKiB);
    const Data = new Uint8Array(1_500_000);
    await client.send(new sdk.PutRecordCommand({ StreamARN, PartitionKey: "k", Data }));
  });

  it("can be tried dry", async () => {
    const put = { StreamName, PartitionKey: "k", Data: Buffer.from("d"), DryRun: true };
    await expect(client.send(new sdk.PutRecordCommand(put))).rejects.toBeInstanceOf(
      sdk.DryRunOperationException,
    );
  });
});

describe("what is said of an account", () => {
  let target: ContractTarget;
  let client: sdk.KinesisClient;

  beforeAll(async () => {
    target = await contractTarget();
    client = new sdk.KinesisClient(target.client);
  });

  afterAll(async () => {
    client.destroy();
    await target.stop();
  });

  it("has a commitment, which only an emulator should be asked to make", async () => {
    const describeIt = new sdk.DescribeAccountSettingsCommand({});
    const { MinimumThroughputBillingCommitment: before } = await client.send(describeIt);
    expect(before?.Status).toBeDefined();
    if (target.kind !== "emulator") return;
    const enable = { MinimumThroughputBillingCommitment: { Status: "ENABLED" as const } };
    const made = await client.send(new sdk.UpdateAccountSettingsCommand(enable));
    expect(made.MinimumThroughputBillingCommitment).toMatchObject({
      Status: "ENABLED",
      StartedAt: expect.any(Date),
    });
  });

  it("has channels", async () => {
    if (target.kind !== "emulator") return;
    const StreamName = target.unique("channels");
    const StreamModeDetails = { StreamMode: "ON_DEMAND" as const };
    await client.send(new sdk.CreateStreamCommand({ StreamName, StreamModeDetails }));
    const { StreamDescriptionSummary } = await client.send(
      new sdk.DescribeStreamSummaryCommand({ StreamName }),
    );
    const bucket = { BucketARN: "arn:aws:s3:::b", ExpectedBucketOwner: "123456789012" };
    const { ChannelDescription } = await client.send(
      new sdk.CreateChannelCommand({
        ChannelName: "c",
        ServiceExecutionRoleARN: "arn:aws:iam::123456789012:role/r",
        StreamConfigurationList: [
          {
            StreamARN: StreamDescriptionSummary?.StreamARN,
            RecordConfiguration: { RecordFormatType: "JSON" },
          },
        ],
        S3DestinationConfiguration: {
          StorageConfiguration: { ...bucket, CompressionType: "NONE" },
        },
      }),
    );
    const { ChannelARN } = ChannelDescription as sdk.ChannelDescription;
    const S3DestinationConfiguration = { DataFreshnessInSeconds: 60 };
    await client.send(new sdk.UpdateChannelCommand({ ChannelARN, S3DestinationConfiguration }));
    const described = await client.send(new sdk.DescribeChannelCommand({ ChannelARN }));
    expect(described.ChannelDescription).toMatchObject({
      ChannelStatus: "ACTIVE",
      S3DestinationConfiguration,
    });
    const { ChannelSummaries } = await client.send(new sdk.ListChannelsCommand({}));
    expect(ChannelSummaries).toMatchObject([{ ChannelARN, ChannelDestinationType: "S3" }]);
    await client.send(new sdk.DeleteChannelCommand({ ChannelARN }));
    await expect(
      client.send(new sdk.DescribeChannelCommand({ ChannelARN })),
    ).rejects.toBeInstanceOf(sdk.ResourceNotFoundException);
  });
});
