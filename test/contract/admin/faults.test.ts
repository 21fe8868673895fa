import { CreateStreamCommand, KinesisClient, PutRecordsCommand } from "@aws-sdk/client-kinesis";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startEmulator, type Emulator } from "../../../src/emulator/server.ts";

const region = "us-east-1";
const credentials = { accessKeyId: "test", secretAccessKey: "test" };

/** Faults that are set while the emulator runs, as unmodified clients meet them. */
describe("faults by the admin endpoint", () => {
  let emulator: Emulator;
  let kinesis: KinesisClient;
  let kinesisHttp1: KinesisClient;
  let sqs: SQSClient;
  let s3: S3Client;
  let QueueUrl: string;

  beforeAll(async () => {
    emulator = await startEmulator();
    const settings = { endpoint: emulator.endpoint, region, credentials, maxAttempts: 1 };
    kinesis = new KinesisClient(settings);
    kinesisHttp1 = new KinesisClient({ ...settings, requestHandler: new NodeHttpHandler() });
    sqs = new SQSClient(settings);
    s3 = new S3Client({ ...settings, forcePathStyle: true });
    await kinesis.send(new CreateStreamCommand({ StreamName: "s", ShardCount: 2 }));
    await s3.send(new CreateBucketCommand({ Bucket: "bkt" }));
    QueueUrl = (await sqs.send(new CreateQueueCommand({ QueueName: "q" }))).QueueUrl ?? "";
  });

  afterEach(() => admin("DELETE", "faults"));

  afterAll(async () => {
    for (const client of [kinesis, kinesisHttp1, sqs, s3]) client.destroy();
    await emulator.stop();
  });

  async function admin(method: string, path: string, body?: unknown) {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(`${emulator.endpoint}/_aforo/${path}`, { method, ...sent });
    return { status: answer.status, json: (await answer.json()) as Record<string, never> };
  }

  /** What a client has of a connection that ends: no status. */
  const outcomeOf = (sent: Promise<unknown>) =>
    sent.then(
      () => "answered",
      (error: { readonly $metadata?: { readonly httpStatusCode?: number } }) =>
        error.$metadata?.httpStatusCode ?? "no answer",
    );

  const put = (count = 10) => {
    const Records = Array.from({ length: count }, (_, i) => {
      return { PartitionKey: `k${i}`, Data: Buffer.from("data") };
    });
    return new PutRecordsCommand({ StreamName: "s", Records });
  };
  const object = () => new PutObjectCommand({ Bucket: "bkt", Key: "k", Body: "body" });
  const message = () => new SendMessageCommand({ QueueUrl, MessageBody: "m" });

  it.each([
    ["aws:fis:inject-api-throttle-error", "ThrottlingException", "RequestThrottled", "SlowDown"],
    ["aws:fis:inject-api-internal-error", "InternalFailure", "InternalFailure", "InternalError"],
    [
      "aws:fis:inject-api-unavailable-error",
      "ServiceUnavailable",
      "ServiceUnavailable",
      "ServiceUnavailable",
    ],
  ])("makes of %s the errors that clients know by name", async (action, ...names) => {
    await admin("PUT", "faults", [{ action }]);
    const told = await Promise.all([
      kinesis.send(put()).catch((error: Error) => error.name),
      sqs.send(message()).catch((error: Error) => error.name),
      s3.send(object()).catch((error: Error) => error.name),
    ]);
    expect(told).toEqual(names);
    const { json } = await admin("GET", "faults");
    expect(json).toMatchObject({ faults: [{ considered: 3, struck: 3, rule: { action } }] });
    await admin("DELETE", "faults");
    expect((await kinesis.send(put())).FailedRecordCount).toBe(0);
    await sqs.send(message());
    await s3.send(object());
  });

  it("resets connections in place of answers, over HTTP/2 and HTTP/1.1", async () => {
    await admin("PUT", "faults", [{ action: "aforo:connection-reset", atMost: 4 }]);
    for (const client of [kinesis, kinesisHttp1]) {
      expect(await outcomeOf(client.send(put()))).toBe("no answer");
    }
    expect(await outcomeOf(sqs.send(message()))).toBe("no answer");
    expect(await outcomeOf(s3.send(object()))).toBe("no answer");
    // What was cut is cut: the next calls have their answers, over new connections where need be.
    expect((await kinesis.send(put())).FailedRecordCount).toBe(0);
    expect((await kinesisHttp1.send(put())).FailedRecordCount).toBe(0);
  });

  it("loses an acknowledgement: the client hears nothing, and the message is there", async () => {
    await admin("PUT", "faults", [{ action: "aforo:lost-acknowledgement", service: "sqs" }]);
    const before = await visible();
    expect(await outcomeOf(sqs.send(message()))).toBe("no answer");
    expect(await visible()).toBe(before + 1);
  });

  /** Over the admin endpoint: a fault would strike GetQueueAttributes too. */
  async function visible(): Promise<number> {
    return (await admin("GET", "queues/q")).json["visible"] as unknown as number;
  }

  it("strikes single records and entries", async () => {
    const action = "aws:fis:inject-api-internal-error";
    await admin("PUT", "faults", [{ action, strikes: "record", share: "50%" }]);
    const { FailedRecordCount = 0, Records = [] } = await kinesis.send(put(100));
    expect(FailedRecordCount).toBeGreaterThan(20);
    expect(FailedRecordCount).toBeLessThan(80);
    const failed = Records.filter(({ ErrorCode }) => ErrorCode === "InternalFailure");
    expect(failed).toHaveLength(FailedRecordCount);
    const Entries = Array.from({ length: 10 }, (_, i) => ({ Id: `e${i}`, MessageBody: "m" }));
    const sent = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    expect((sent.Failed ?? []).length + (sent.Successful ?? []).length).toBe(10);
    for (const { Code, SenderFault } of sent.Failed ?? []) {
      expect([Code, SenderFault]).toEqual(["InternalError", false]);
    }
  });

  it("delivers a message twice, and the SDK's checks of it pass", async () => {
    const { QueueUrl: twice } = await sqs.send(new CreateQueueCommand({ QueueName: "twice" }));
    const resources = ["twice"];
    await admin("PUT", "faults", [{ action: "aforo:duplicate-delivery", resources }]);
    await sqs.send(new SendMessageCommand({ QueueUrl: twice, MessageBody: "m" }));
    const receive = new ReceiveMessageCommand({ QueueUrl: twice });
    const first = (await sqs.send(receive)).Messages?.[0];
    const second = (await sqs.send(receive)).Messages?.[0];
    expect(second?.MessageId).toBe(first?.MessageId);
    expect((await sqs.send(receive)).Messages).toBeUndefined();
    const AttributeNames = ["ApproximateNumberOfMessagesNotVisible"] as const;
    const asked = { QueueUrl: twice, AttributeNames: [...AttributeNames] };
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand(asked));
    expect(Attributes).toEqual({ ApproximateNumberOfMessagesNotVisible: "1" });
  });

  it("refuses rules that make no sense, and keeps those that were set", async () => {
    const good = [{ action: "aforo:connection-reset", service: "s3", resources: ["none"] }];
    await admin("PUT", "faults", good);
    for (const bad of [
      [{ action: "aforo:nonsense" }],
      [{ action: "aforo:latency" }],
      [{ action: "aforo:lost-acknowledgement", strikes: "record" }],
      { action: "aforo:connection-reset" },
    ]) {
      expect((await admin("PUT", "faults", bad)).status).toBe(400);
    }
    expect((await admin("GET", "faults")).json).toMatchObject({ faults: [{ struck: 0 }] });
  });
});
