import {
  CreateStreamCommand,
  DeleteStreamCommand,
  DeregisterStreamConsumerCommand,
  DescribeStreamConsumerCommand,
  DescribeStreamSummaryCommand,
  KinesisClient,
  ListStreamConsumersCommand,
  PutRecordsCommand,
  RegisterStreamConsumerCommand,
  SplitShardCommand,
  SubscribeToShardCommand,
  type StartingPosition,
  type SubscribeToShardEvent,
  type SubscribeToShardEventStream,
} from "@aws-sdk/client-kinesis";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { contractTarget, type ContractTarget } from "../../support/contract-target.ts";

const ShardId = "shardId-000000000000";

type Events = AsyncIterator<SubscribeToShardEventStream>;

describe.each([
  ["HTTP/2, the default", {}],
  ["HTTP/1.1", { requestHandler: new NodeHttpHandler() }],
])("enhanced fan-out over %s", (_name, handler) => {
  let target: ContractTarget;
  let client: KinesisClient;
  let StreamName: string;
  let StreamARN: string;
  let ConsumerARN: string;

  beforeAll(async () => {
    // A subscription ends soon enough to see it, and a new one need not wait for 5 s.
    const kinesis = {
      subscriptionLifeMs: 2_000,
      subscriptionTakeoverMs: 300,
      registerStreamConsumerPerSecond: 100,
    };
    target = await contractTarget({ limits: { kinesis } });
    client = new KinesisClient({ ...target.client, ...handler });
  });

  afterAll(async () => {
    client.destroy();
    await target.stop();
  });

  beforeEach(async () => {
    StreamName = target.unique("fan-out");
    await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
    const { StreamDescriptionSummary } = await client.send(
      new DescribeStreamSummaryCommand({ StreamName }),
    );
    StreamARN = StreamDescriptionSummary?.StreamARN ?? "";
    const { Consumer } = await client.send(
      new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: "c" }),
    );
    ConsumerARN = Consumer?.ConsumerARN ?? "";
  });

  async function subscribe(position: StartingPosition = { Type: "TRIM_HORIZON" }): Promise<Events> {
    const input = { ConsumerARN, ShardId, StartingPosition: position };
    const { EventStream } = await client.send(new SubscribeToShardCommand(input));
    if (!EventStream) throw new Error("no event stream");
    return EventStream[Symbol.asyncIterator]();
  }

  async function next(events: Events): Promise<SubscribeToShardEvent | undefined> {
    const { done, value } = await events.next();
    return done ? undefined : value.SubscribeToShardEvent;
  }

  /** How a subscription without records ends: with an error of this name, or "in order". */
  async function ending(events: Events): Promise<string> {
    try {
      while (await next(events)) continue;
      return "in order";
    } catch (error) {
      return (error as Error).name;
    }
  }

  const put = (...texts: readonly string[]) =>
    client.send(
      new PutRecordsCommand({
        StreamName,
        Records: texts.map((text) => ({ PartitionKey: "clé", Data: Buffer.from(text) })),
      }),
    );

  it("pushes records over one connection as they come, and ends in order", async () => {
    const events = await subscribe();
    await put("a", "b");
    const first = await next(events);
    expect(first).toMatchObject({ MillisBehindLatest: 0 });
    expect(first?.ContinuationSequenceNumber).toMatch(/^\d+$/);
    expect(first?.Records).toEqual(
      ["a", "b"].map((text) => ({
        ApproximateArrivalTimestamp: expect.any(Date),
        Data: new Uint8Array(Buffer.from(text)),
        PartitionKey: "clé",
        SequenceNumber: expect.stringMatching(/^\d+$/),
      })),
    );
    await put("c");
    expect((await next(events))?.Records).toHaveLength(1);
    expect(await next(events)).toBeUndefined();
  });

  it("refuses a second subscription, which may take over later", async () => {
    const first = await subscribe({ Type: "LATEST" });
    await expect(subscribe({ Type: "LATEST" })).rejects.toMatchObject({
      name: "ResourceInUseException",
      message: expect.stringContaining("Another active subscription exists for this consumer"),
    });
    const lost = ending(first);
    await expect.poll(() => subscribe({ Type: "LATEST" }), { timeout: 8_000 }).toBeDefined();
    expect(await lost).toBe("ResourceInUseException");
  });

  it("ends with an exception when the consumer or its stream is deleted", async () => {
    const events = await subscribe({ Type: "LATEST" });
    const lost = ending(events);
    await expect(client.send(new DeleteStreamCommand({ StreamName }))).rejects.toMatchObject({
      name: "ResourceInUseException",
    });
    await client.send(new DeregisterStreamConsumerCommand({ ConsumerARN }));
    expect(await lost).toBe("ResourceNotFoundException");
    await client.send(new DeleteStreamCommand({ StreamName, EnforceConsumerDeletion: true }));
  });

  it("hands over the children of a shard that was split", async () => {
    const events = await subscribe();
    await put("a");
    const NewStartingHashKey = String(1n << 127n);
    const split = { StreamName, ShardToSplit: ShardId, NewStartingHashKey };
    await client.send(new SplitShardCommand(split));
    expect((await next(events))?.Records).toHaveLength(1);
    const last = await next(events);
    expect(last?.ContinuationSequenceNumber).toBeUndefined();
    expect(last?.ChildShards).toMatchObject([
      { ShardId: "shardId-000000000001", ParentShards: [ShardId] },
      { ShardId: "shardId-000000000002", HashKeyRange: { StartingHashKey: NewStartingHashKey } },
    ]);
    expect(await next(events)).toBeUndefined();
  });

  it("describes and lists consumers", async () => {
    const input = { StreamARN, ConsumerName: "b" };
    await client.send(new RegisterStreamConsumerCommand(input));
    await expect(client.send(new RegisterStreamConsumerCommand(input))).rejects.toMatchObject({
      name: "ResourceInUseException",
    });
    const { ConsumerDescription } = await client.send(new DescribeStreamConsumerCommand(input));
    expect(ConsumerDescription).toMatchObject({
      ConsumerName: "b",
      ConsumerARN: expect.stringMatching(/^arn:.*:stream\/.*\/consumer\/b:\d{10}$/),
      ConsumerStatus: "ACTIVE",
      ConsumerCreationTimestamp: expect.any(Date),
      StreamARN,
    });
    const { Consumers, NextToken } = await client.send(
      new ListStreamConsumersCommand({ StreamARN, MaxResults: 1 }),
    );
    const rest = await client.send(new ListStreamConsumersCommand({ StreamARN, NextToken }));
    expect([...(Consumers ?? []), ...(rest.Consumers ?? [])].map((c) => c.ConsumerName)).toEqual([
      "b",
      "c",
    ]);
    const { StreamDescriptionSummary } = await client.send(
      new DescribeStreamSummaryCommand({ StreamName }),
    );
    expect(StreamDescriptionSummary).toMatchObject({ ConsumerCount: 2 });
  });

  it("gives each of many consumers each record", async () => {
    const readers = await Promise.all(
      Array.from({ length: 19 }, async (_, i) => {
        const registered = await client.send(
          new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: `many-${i}` }),
        );
        const { EventStream } = await client.send(
          new SubscribeToShardCommand({
            ConsumerARN: registered.Consumer?.ConsumerARN,
            ShardId,
            StartingPosition: { Type: "LATEST" },
          }),
        );
        if (!EventStream) throw new Error("no event stream");
        return EventStream[Symbol.asyncIterator]();
      }),
    );
    await put("a", "b", "c");
    const events = await Promise.all(readers.map((reader) => next(reader)));
    expect(events.map((event) => event?.Records?.length)).toEqual(readers.map(() => 3));
  });
});
