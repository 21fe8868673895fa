import {
  CreateStreamCommand,
  DeleteStreamCommand,
  DescribeLimitsCommand,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  PutRecordCommand,
  PutRecordsCommand,
  SplitShardCommand,
  UpdateAccountSettingsCommand,
  UpdateStreamModeCommand,
  UpdateStreamRecordDistributionStrategyCommand,
  UpdateStreamWarmThroughputCommand,
  waitUntilStreamExists,
} from "@aws-sdk/client-kinesis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contractTarget, type ContractTarget } from "../../support/contract-target.ts";

const elsewhere = process.env["AFORO_CONTRACT_ENDPOINT"] !== undefined;

describe("capacity modes", { timeout: 300_000 }, () => {
  let target: ContractTarget;
  let client: KinesisClient;
  const made: string[] = [];

  beforeAll(async () => {
    target = await contractTarget();
    client = new KinesisClient(target.client);
  });

  afterAll(async () => {
    for (const name of made) await client.send(new DeleteStreamCommand({ StreamName: name }));
    client.destroy();
    await target.stop();
  });

  const active = (StreamName: string) =>
    waitUntilStreamExists({ client, maxWaitTime: 240 }, { StreamName });

  async function summary(StreamName: string) {
    const answer = await client.send(new DescribeStreamSummaryCommand({ StreamName }));
    return answer.StreamDescriptionSummary;
  }

  async function create(mode: "ON_DEMAND" | "PROVISIONED", strategy?: "AUTO") {
    const StreamName = target.unique("capacity");
    made.push(StreamName);
    await client.send(
      new CreateStreamCommand({
        StreamName,
        StreamModeDetails: { StreamMode: mode },
        ShardCount: mode === "PROVISIONED" ? 1 : undefined,
        RecordDistributionStrategy: strategy,
      }),
    );
    await active(StreamName);
    return { StreamName, StreamARN: (await summary(StreamName))?.StreamARN };
  }

  it("begins an on-demand stream with four shards, and lets nobody split them", async () => {
    const { StreamName } = await create("ON_DEMAND");
    expect(await summary(StreamName)).toMatchObject({
      OpenShardCount: 4,
      StreamModeDetails: { StreamMode: "ON_DEMAND" },
      RecordDistributionStrategy: "USER_PARTITION_KEY",
    });
    const ShardToSplit = "shardId-000000000000";
    const split = new SplitShardCommand({ StreamName, ShardToSplit, NewStartingHashKey: "9" });
    await expect(client.send(split)).rejects.toMatchObject({ name: "ValidationException" });
  });

  it("changes the mode twice, and keeps the shards", async () => {
    const { StreamName, StreamARN } = await create("PROVISIONED");
    for (const StreamMode of ["ON_DEMAND", "PROVISIONED"] as const) {
      const StreamModeDetails = { StreamMode };
      await client.send(new UpdateStreamModeCommand({ StreamARN, StreamModeDetails }));
      await active(StreamName);
      expect(await summary(StreamName)).toMatchObject({ OpenShardCount: 1, StreamModeDetails });
    }
    const again = { StreamARN, StreamModeDetails: { StreamMode: "ON_DEMAND" as const } };
    await expect(client.send(new UpdateStreamModeCommand(again))).rejects.toMatchObject({
      name: "LimitExceededException",
    });
  });

  it("takes records without a partition key where it spreads them itself", async () => {
    const { StreamName } = await create("ON_DEMAND", "AUTO");
    const Data = Buffer.from("1");
    const { ShardId } = await client.send(new PutRecordCommand({ StreamName, Data }));
    const Records = Array.from({ length: 8 }, () => ({ Data, PartitionKey: "same" }));
    const put = await client.send(new PutRecordsCommand({ StreamName, Records }));
    expect(new Set(put.Records?.map((result) => result.ShardId)).size).toBe(4);
    const start = { StreamName, ShardId, ShardIteratorType: "TRIM_HORIZON" } as const;
    const { ShardIterator } = await client.send(new GetShardIteratorCommand(start));
    const read = await client.send(new GetRecordsCommand({ ShardIterator }));
    expect(read.Records?.[0]?.PartitionKey).toBeUndefined();
    expect(read.Records?.[1]?.PartitionKey).toBe("same");
  });

  it("changes how records are spread, on demand alone", async () => {
    const RecordDistributionStrategy = "AUTO" as const;
    const onDemand = await create("ON_DEMAND");
    const change = (StreamARN: string | undefined) =>
      client.send(
        new UpdateStreamRecordDistributionStrategyCommand({
          StreamARN,
          RecordDistributionStrategy,
        }),
      );
    await change(onDemand.StreamARN);
    await active(onDemand.StreamName);
    expect(await summary(onDemand.StreamName)).toMatchObject({ RecordDistributionStrategy });
    const { StreamARN } = await create("PROVISIONED");
    await expect(change(StreamARN)).rejects.toMatchObject({ name: "InvalidArgumentException" });
  });

  // Elsewhere it would commit the account to paying for a day.
  it.skipIf(elsewhere)("warms an on-demand stream of a committed account", async () => {
    const { StreamName, StreamARN } = await create("ON_DEMAND");
    const update = () =>
      client.send(new UpdateStreamWarmThroughputCommand({ StreamARN, WarmThroughputMiBps: 12 }));
    await expect(update()).rejects.toMatchObject({ name: "InvalidArgumentException" });
    await client.send(
      new UpdateAccountSettingsCommand({
        MinimumThroughputBillingCommitment: { Status: "ENABLED" },
      }),
    );
    expect(await update()).toMatchObject({
      StreamARN,
      StreamName,
      WarmThroughput: { TargetMiBps: 12, CurrentMiBps: 12 },
    });
    expect((await summary(StreamName))?.OpenShardCount).toBe(12);
  });

  it("describes the account's limits", async () => {
    const limits = await client.send(new DescribeLimitsCommand({}));
    expect(limits).toMatchObject({
      ShardLimit: expect.any(Number),
      OpenShardCount: expect.any(Number),
      OnDemandStreamCount: expect.any(Number),
      OnDemandStreamCountLimit: expect.any(Number),
    });
  });
});
