import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  KinesisClient,
  ListStreamsCommand,
  PutRecordsCommand,
  RegisterStreamConsumerCommand,
  SubscribeToShardCommand,
} from "@aws-sdk/client-kinesis";
import {
  CreateBucketCommand,
  ListBucketsCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import {
  CreateQueueCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { realClock, VirtualClock } from "../../../src/core/clock.ts";
import {
  startEmulator,
  type Emulator,
  type EmulatorOptions,
} from "../../../src/emulator/server.ts";

const credentials = { accessKeyId: "test", secretAccessKey: "test" };

let emulator: Emulator;
let kinesis: KinesisClient;
let sqs: SQSClient;
let s3: S3Client;

async function start(options: EmulatorOptions = {}): Promise<void> {
  emulator = await startEmulator({ clock: new VirtualClock(realClock.epochMs()), ...options });
  const { endpoint } = emulator;
  const settings = { endpoint, region: "us-east-1", credentials, maxAttempts: 1 };
  kinesis = new KinesisClient(settings);
  sqs = new SQSClient(settings);
  s3 = new S3Client({ ...settings, forcePathStyle: true });
}

async function admin(method: string, path: string, body?: unknown) {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await fetch(`${emulator.endpoint}/_aforo/${path}`, { method, ...sent });
  return { status: answer.status, json: (await answer.json()) as Record<string, never> };
}

const metrics = async () => (await fetch(`${emulator.endpoint}/_aforo/metrics`)).text();

async function makeQueue(QueueName = "q"): Promise<string> {
  return (await sqs.send(new CreateQueueCommand({ QueueName }))).QueueUrl ?? "";
}

beforeEach(() => start());

afterEach(async () => {
  for (const client of [kinesis, sqs, s3]) client.destroy();
  await emulator.stop();
});

describe("the clock", () => {
  it("put forward ends a long poll, and later a visibility timeout", async () => {
    const QueueUrl = await makeQueue();
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "m" }));
    const receive = new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 60 });
    expect((await sqs.send(receive)).Messages).toHaveLength(1);
    const waiting = sqs.send(
      new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20, VisibilityTimeout: 60 }),
    );
    await expect
      .poll(async () => (await admin("GET", "queues/q")).json)
      .toMatchObject({
        inFlight: 1,
        waitingReceives: 1,
      });
    const { json } = await admin("POST", "clock", { advance: "20s" });
    expect(json).toMatchObject({ aheadMs: 20_000 });
    expect((await waiting).Messages).toBeUndefined();
    await admin("POST", "clock", { advance: "40s" });
    expect((await sqs.send(receive)).Messages).toHaveLength(1);
  });

  it.each([{}, { advance: "yesterday" }, { advance: 5 }])("is not moved by %o", async (body) => {
    expect((await admin("POST", "clock", body)).status).toBe(400);
    expect((await admin("GET", "clock")).json).toMatchObject({ aheadMs: 0 });
  });
});

describe("a reset", () => {
  it("takes streams, queues, buckets, faults and counts away", async () => {
    await kinesis.send(new CreateStreamCommand({ StreamName: "s", ShardCount: 1 }));
    await makeQueue();
    await s3.send(new CreateBucketCommand({ Bucket: "bkt" }));
    await admin("PUT", "faults", [{ action: "aforo:connection-reset", resources: ["none"] }]);
    expect((await admin("POST", "reset")).json).toEqual({ status: "reset" });
    expect((await kinesis.send(new ListStreamsCommand({}))).StreamNames).toEqual([]);
    expect((await sqs.send(new ListQueuesCommand({}))).QueueUrls).toBeUndefined();
    expect((await s3.send(new ListBucketsCommand({}))).Buckets ?? []).toEqual([]);
    expect((await admin("GET", "faults")).json).toEqual({ faults: [] });
    expect(await metrics()).not.toContain('operation="CreateStream"');
  });

  it("tells those who wait: long polls and subscriptions", async () => {
    const QueueUrl = await makeQueue();
    await kinesis.send(new CreateStreamCommand({ StreamName: "s", ShardCount: 1 }));
    const summary = new DescribeStreamSummaryCommand({ StreamName: "s" });
    const { StreamDescriptionSummary } = await kinesis.send(summary);
    const StreamARN = StreamDescriptionSummary?.StreamARN;
    const register = new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: "c" });
    const { Consumer } = await kinesis.send(register);
    const subscribe = new SubscribeToShardCommand({
      ConsumerARN: Consumer?.ConsumerARN,
      ShardId: "shardId-000000000000",
      StartingPosition: { Type: "LATEST" },
    });
    const { EventStream } = await kinesis.send(subscribe);
    const events = (async () => {
      for await (const event of EventStream ?? []) expect(event).toBeDefined();
    })().catch((error: Error) => error.name);
    const polled = sqs
      .send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }))
      .catch((error: Error) => error.name);
    await expect
      .poll(async () => (await admin("GET", "queues/q")).json)
      .toMatchObject({ waitingReceives: 1 });
    await admin("POST", "reset");
    expect(await polled).toBe("QueueDoesNotExist");
    expect(await events).toBe("ResourceNotFoundException");
  });
});

describe("what is there to be seen", () => {
  it("is a stream with its shards, what they hold and what they refused", async () => {
    await emulator.stop();
    await start({ limits: { kinesis: { writeRecordsPerSecondPerShard: 3 } } });
    await kinesis.send(new CreateStreamCommand({ StreamName: "s", ShardCount: 1 }));
    const Records = Array.from({ length: 5 }, () => ({ PartitionKey: "k", Data: Buffer.alloc(9) }));
    await kinesis.send(new PutRecordsCommand({ StreamName: "s", Records }));
    const { json } = await admin("GET", "streams/s");
    expect(json).toMatchObject({
      status: "ACTIVE",
      mode: "PROVISIONED",
      openShards: 1,
      records: 3,
      throttledRecords: 2,
      consumers: [],
      shards: [{ id: "shardId-000000000000", state: "open", startingHashKey: "0", records: 3 }],
    });
    expect((await admin("GET", "streams")).json).toMatchObject({ streams: [{ name: "s" }] });
    const text = await metrics();
    for (const line of [
      'open_shard_count{stream_name="s"} 1',
      'incoming_records_total{stream_name="s"} 3',
      'incoming_bytes_total{stream_name="s"} 30',
      'put_records_throttled_records_total{stream_name="s"} 2',
    ]) {
      expect(text).toContain(`aws_kinesis_${line}`);
    }
  });

  it("is a queue with what is visible, in flight and delayed", async () => {
    const QueueUrl = await makeQueue();
    for (const DelaySeconds of [0, 0, 10]) {
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "four", DelaySeconds }));
    }
    await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    await admin("POST", "clock", { advance: "5s" });
    expect((await admin("GET", "queues/q")).json).toMatchObject({
      type: "standard",
      visible: 1,
      inFlight: 1,
      delayed: 1,
      oldestAgeMs: 5_000,
      attributes: { VisibilityTimeout: "30" },
    });
    const text = await metrics();
    for (const line of [
      'approximate_age_of_oldest_message{queue_name="q"} 5',
      'approximate_number_of_messages_visible{queue_name="q"} 1',
      'number_of_messages_sent_total{queue_name="q"} 3',
      'number_of_messages_received_total{queue_name="q"} 1',
      'sent_message_size_sum{queue_name="q"} 12',
    ]) {
      expect(text).toContain(`aws_sqs_${line}`);
    }
  });

  it("is a bucket with its objects and bytes", async () => {
    await s3.send(new CreateBucketCommand({ Bucket: "bkt" }));
    for (const Body of ["1234", "12", "123456"]) {
      await s3.send(new PutObjectCommand({ Bucket: "bkt", Key: Body, Body }));
    }
    await s3.send(new PutObjectCommand({ Bucket: "bkt", Key: "12", Body: "123" }));
    const expected = { objects: 3, bytes: 13, versioning: "Disabled" };
    expect((await admin("GET", "buckets/bkt")).json).toMatchObject(expected);
    expect(await metrics()).toContain('aws_s3_bucket_size_bytes{bucket_name="bkt"} 13');
  });

  it.each(["streams/x", "queues/x", "buckets/x"])("is not %s", async (path) => {
    expect((await admin("GET", path)).status).toBe(404);
  });

  it("is every limit, and which of them are changed", async () => {
    await emulator.stop();
    await start({ limits: { sqs: { batchEntriesMax: 20 } } });
    const { json } = await admin("GET", "limits");
    expect(json).toMatchObject({
      kinesis: { getRecordsPerSecondPerShard: { value: 5, unit: "calls/s", isChanged: false } },
      sqs: { batchEntriesMax: { value: 20, default: 10, isChanged: true } },
      s3: { writesPerSecondPerPrefix: { value: 3_500, isChanged: false } },
    });
  });
});
