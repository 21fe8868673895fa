import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  ListShardsCommand,
  PutRecordCommand,
  PutRecordsCommand,
  type ShardIteratorType,
} from "@aws-sdk/client-kinesis";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { VirtualClock } from "../../src/core/clock.ts";
import { startEmulator, type Emulator } from "../../src/emulator/server.ts";
import { unmeteredControlPlane } from "../support/unmetered-control-plane.ts";

const shardId = "shardId-000000000000";
const common = {
  region: "us-east-1",
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
  maxAttempts: 1,
} as const;

describe.each([
  ["a default client, HTTP/2", (endpoint: string) => new KinesisClient({ endpoint, ...common })],
  [
    "a client over HTTP/1.1",
    (endpoint: string) =>
      new KinesisClient({ endpoint, ...common, requestHandler: new NodeHttpHandler() }),
  ],
])("Kinesis, with %s", (_name, connect) => {
  // Buckets must not refill while a test runs: time stands still unless it is moved.
  const clock = new VirtualClock(1_795_262_400_000);
  let emulator: Emulator;
  let client: KinesisClient;
  let StreamName: string;
  let streams = 0;

  beforeAll(async () => {
    emulator = await startEmulator({ clock, limits: { kinesis: unmeteredControlPlane } });
    client = connect(emulator.endpoint);
  });

  afterAll(async () => {
    client.destroy();
    await emulator.stop();
  });

  beforeEach(async () => {
    StreamName = `contract-${++streams}`;
    await client.send(new CreateStreamCommand({ StreamName, ShardCount: 2 }));
  });

  async function iterator(ShardIteratorType: ShardIteratorType = "TRIM_HORIZON") {
    const input = { StreamName, ShardId: shardId, ShardIteratorType };
    return (await client.send(new GetShardIteratorCommand(input))).ShardIterator;
  }

  const put = (sizes: readonly number[]) =>
    client.send(
      new PutRecordsCommand({
        StreamName,
        Records: sizes.map((size) => ({
          PartitionKey: "clé",
          ExplicitHashKey: "0",
          Data: new Uint8Array(size).fill(size % 256),
        })),
      }),
    );

  it("describes a stream that was made", async () => {
    const { StreamDescriptionSummary } = await client.send(
      new DescribeStreamSummaryCommand({ StreamName }),
    );
    expect(StreamDescriptionSummary).toMatchObject({
      StreamARN: `arn:aws:kinesis:us-east-1:000000000000:stream/${StreamName}`,
      StreamStatus: "ACTIVE",
      OpenShardCount: 2,
      StreamCreationTimestamp: new Date(clock.epochMs()),
    });
    const { Shards } = await client.send(new ListShardsCommand({ StreamName }));
    expect(Shards?.map(({ HashKeyRange }) => HashKeyRange?.EndingHashKey)).toEqual([
      "170141183460469231731687303715884105727",
      "340282366920938463463374607431768211455",
    ]);
  });

  it("gives back the records as they were put", async () => {
    clock.advanceMs(123);
    const { Records, FailedRecordCount } = await put([0, 1, 300]);
    expect(FailedRecordCount).toBe(0);
    const read = await client.send(new GetRecordsCommand({ ShardIterator: await iterator() }));
    expect(read.MillisBehindLatest).toBe(0);
    expect(read.Records?.map(({ Data, ...rest }) => ({ ...rest, size: Data?.length }))).toEqual(
      [0, 1, 300].map((size, i) => ({
        size,
        PartitionKey: "clé",
        SequenceNumber: Records?.[i]?.SequenceNumber,
        ApproximateArrivalTimestamp: new Date(clock.epochMs()),
      })),
    );
    expect(read.Records?.[2]?.Data).toEqual(new Uint8Array(300).fill(44));
  });

  it("throttles per record inside an answer of 200", async () => {
    const { Records, FailedRecordCount } = await put([1_000_000, 100_000, 10]);
    expect(FailedRecordCount).toBe(1);
    expect(Records?.[1]).toEqual({
      ErrorCode: "ProvisionedThroughputExceededException",
      ErrorMessage:
        `Rate exceeded for shard ${shardId} in stream ${StreamName} ` +
        "under account 000000000000.",
    });
    expect(Records?.[2]?.ShardId).toBe(shardId);
  });

  it("throttles PutRecord with an error", async () => {
    await put([1_000_000]);
    const Data = new Uint8Array(100_000);
    await expect(
      client.send(
        new PutRecordCommand({ StreamName, PartitionKey: "k", ExplicitHashKey: "0", Data }),
      ),
    ).rejects.toMatchObject({
      name: "ProvisionedThroughputExceededException",
      $metadata: { httpStatusCode: 400, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    });
  });

  it("throttles the sixth GetRecords of a second", async () => {
    const ShardIterator = await iterator();
    const read = () => client.send(new GetRecordsCommand({ ShardIterator }));
    for (let call = 0; call < 5; call++) await read();
    await expect(read()).rejects.toMatchObject({
      name: "ProvisionedThroughputExceededException",
    });
    clock.advanceMs(1_000);
    await expect(read()).resolves.toMatchObject({ Records: [] });
  });

  it("reads on from LATEST by the next iterator", async () => {
    const latest = await client.send(
      new GetRecordsCommand({ ShardIterator: await iterator("LATEST") }),
    );
    await put([7]);
    const next = await client.send(
      new GetRecordsCommand({ ShardIterator: latest.NextShardIterator }),
    );
    expect(next.Records).toHaveLength(1);
  });

  it("lets iterators expire", async () => {
    const ShardIterator = await iterator();
    clock.advanceMs(300_001);
    await expect(client.send(new GetRecordsCommand({ ShardIterator }))).rejects.toMatchObject({
      name: "ExpiredIteratorException",
      message: expect.stringContaining("the tolerated delay of 300000 milliseconds."),
    });
  });

  it("carries a full call of 10 MiB each way", async () => {
    const other = `${StreamName}-large`;
    const create = { StreamName: other, ShardCount: 1, MaxRecordSizeInKiB: 10_240 };
    await client.send(new CreateStreamCommand(create));
    const Data = new Uint8Array(10_485_759).fill(9);
    await client.send(new PutRecordCommand({ StreamName: other, PartitionKey: "k", Data }));
    StreamName = other;
    const ShardIterator = await iterator();
    const { Records } = await client.send(new GetRecordsCommand({ ShardIterator }));
    expect(Buffer.compare(Records?.[0]?.Data ?? new Uint8Array(), Data)).toBe(0);
  });
});
