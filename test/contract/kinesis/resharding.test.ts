import {
  CreateStreamCommand,
  DeleteStreamCommand,
  DescribeStreamCommand,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  ListShardsCommand,
  MergeShardsCommand,
  PutRecordCommand,
  SplitShardCommand,
  UpdateShardCountCommand,
  waitUntilStreamExists,
  type ShardFilter,
} from "@aws-sdk/client-kinesis";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { contractTarget, type ContractTarget } from "../../support/contract-target.ts";

const [first, second, third] = [0, 1, 2].map((index) => `shardId-00000000000${index}`);
const middle = "170141183460469231731687303715884105728";
const everyKey = {
  StartingHashKey: "0",
  EndingHashKey: "340282366920938463463374607431768211455",
};

describe("resharding", { timeout: 300_000 }, () => {
  let target: ContractTarget;
  let client: KinesisClient;
  let StreamName: string;
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

  beforeEach(async () => {
    StreamName = target.unique("reshard");
    made.push(StreamName);
    await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
    await active();
  });

  const active = () => waitUntilStreamExists({ client, maxWaitTime: 240 }, { StreamName });

  async function split(): Promise<void> {
    const input = { StreamName, ShardToSplit: first, NewStartingHashKey: middle };
    await client.send(new SplitShardCommand(input));
    await active();
  }

  async function ids(filter: ShardFilter) {
    const input = { StreamName, ShardFilter: filter };
    const { Shards } = await client.send(new ListShardsCommand(input));
    return Shards?.map(({ ShardId }) => ShardId);
  }

  it("splits a shard, and merges the two again", async () => {
    await split();
    const merge = { StreamName, ShardToMerge: second, AdjacentShardToMerge: third };
    await client.send(new MergeShardsCommand(merge));
    await active();
    const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamName }));
    const [parent, lower, upper, merged] = StreamDescription?.Shards ?? [];
    for (const closed of [parent, lower, upper]) {
      expect(closed?.SequenceNumberRange?.EndingSequenceNumber).toMatch(/^\d{56}$/);
    }
    expect(lower).toMatchObject({ ParentShardId: first, HashKeyRange: { StartingHashKey: "0" } });
    expect(upper).toMatchObject({
      ParentShardId: first,
      HashKeyRange: { StartingHashKey: middle },
    });
    expect(merged).toMatchObject({
      ParentShardId: second,
      AdjacentParentShardId: third,
      HashKeyRange: everyKey,
    });
    expect(merged?.SequenceNumberRange?.EndingSequenceNumber).toBeUndefined();
  });

  it("leads a reader from the end of a closed shard to its children", async () => {
    const put = new PutRecordCommand({ StreamName, PartitionKey: "k", Data: Buffer.from("1") });
    await client.send(put);
    const start = { StreamName, ShardId: first, ShardIteratorType: "TRIM_HORIZON" } as const;
    let { ShardIterator } = await client.send(new GetShardIteratorCommand(start));
    await split();
    const read: string[] = [];
    while (ShardIterator !== undefined) {
      const page = await client.send(new GetRecordsCommand({ ShardIterator }));
      read.push(...(page.Records ?? []).map(({ Data }) => Buffer.from(Data ?? []).toString()));
      ShardIterator = page.NextShardIterator;
      if (ShardIterator !== undefined) continue;
      expect(page.ChildShards).toMatchObject([
        { ShardId: second, ParentShards: [first], HashKeyRange: { StartingHashKey: "0" } },
        { ShardId: third, ParentShards: [first], HashKeyRange: { StartingHashKey: middle } },
      ]);
    }
    expect(read).toEqual(["1"]);
  });

  it("lists shards by filter", async () => {
    await split();
    expect(await ids({ Type: "AT_LATEST" })).toEqual([second, third]);
    expect(await ids({ Type: "AT_TRIM_HORIZON" })).toEqual([first]);
    expect(await ids({ Type: "FROM_TRIM_HORIZON" })).toEqual([first, second, third]);
    expect(await ids({ Type: "AFTER_SHARD_ID", ShardId: second })).toEqual([third]);
    const Timestamp = new Date(Date.UTC(2020, 0));
    expect(await ids({ Type: "AT_TIMESTAMP", Timestamp })).toEqual([first]);
    expect(await ids({ Type: "FROM_TIMESTAMP", Timestamp })).toEqual([first, second, third]);
  });

  it("brings a stream to a number of shards", async () => {
    const answer = await client.send(
      new UpdateShardCountCommand({
        StreamName,
        TargetShardCount: 2,
        ScalingType: "UNIFORM_SCALING",
      }),
    );
    expect(answer).toMatchObject({ StreamName, CurrentShardCount: 1, TargetShardCount: 2 });
    await active();
    const { StreamDescriptionSummary } = await client.send(
      new DescribeStreamSummaryCommand({ StreamName }),
    );
    expect(StreamDescriptionSummary?.OpenShardCount).toBe(2);
  });

  it("refuses what cannot be split, merged or scaled", async () => {
    const none = { StreamName, ShardToSplit: first, NewStartingHashKey: "1" };
    await expect(client.send(new SplitShardCommand(none))).rejects.toMatchObject({
      name: "InvalidArgumentException",
    });
    const unknown = { StreamName, ShardToMerge: first, AdjacentShardToMerge: second };
    await expect(client.send(new MergeShardsCommand(unknown))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
    const far = { StreamName, TargetShardCount: 3, ScalingType: "UNIFORM_SCALING" } as const;
    await expect(client.send(new UpdateShardCountCommand(far))).rejects.toMatchObject({
      name: "LimitExceededException",
      message: expect.stringContaining("cannot scale up over double"),
    });
  });
});
