import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
  type ReceiveMessageCommandInput,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { startEmulator, type Emulator } from "../../src/emulator/server.ts";

let emulator: Emulator;
let client: SQSClient;
let QueueUrl: string;
let queues = 0;

beforeAll(async () => {
  emulator = await startEmulator();
  client = new SQSClient({
    endpoint: emulator.endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
  });
});

afterAll(async () => {
  client.destroy();
  await emulator.stop();
});

beforeEach(async () => {
  QueueUrl = await create();
});

async function create(Attributes: Record<string, string> = {}): Promise<string> {
  const QueueName = `contract-${++queues}`;
  const created = await client.send(new CreateQueueCommand({ QueueName, Attributes }));
  return created.QueueUrl ?? "";
}

async function receive(input: Partial<ReceiveMessageCommandInput> = {}) {
  const command = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...input });
  return (await client.send(command)).Messages ?? [];
}

async function attributes(url = QueueUrl): Promise<Record<string, string>> {
  const command = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["All"] });
  return (await client.send(command)).Attributes ?? {};
}

test("a queue is created, found, changed, listed and deleted", async () => {
  const QueueName = QueueUrl.split("/").at(-1) ?? "";
  expect(QueueUrl).toBe(`${emulator.endpoint}/000000000000/${QueueName}`);
  const found = await client.send(new GetQueueUrlCommand({ QueueName }));
  expect(found.QueueUrl).toBe(QueueUrl);
  const change = { QueueUrl, Attributes: { VisibilityTimeout: "77" } };
  await client.send(new SetQueueAttributesCommand(change));
  expect(await attributes()).toMatchObject({
    VisibilityTimeout: "77",
    QueueArn: `arn:aws:sqs:us-east-1:000000000000:${QueueName}`,
    ApproximateNumberOfMessages: "0",
  });
  const listed = await client.send(new ListQueuesCommand({ QueueNamePrefix: QueueName }));
  expect(listed.QueueUrls).toContain(QueueUrl);
  await client.send(new DeleteQueueCommand({ QueueUrl }));
  await expect(attributes()).rejects.toMatchObject({
    name: "QueueDoesNotExist",
    message: "The specified queue does not exist.",
  });
});

test("a batch is sent, received with its attributes and deleted", async () => {
  const sent = await client.send(
    new SendMessageBatchCommand({
      QueueUrl,
      Entries: Array.from({ length: 10 }, (_, i) => ({
        Id: `id-${i}`,
        MessageBody: `{"text":"añ 🚲 ${i}"}`,
        MessageAttributes: {
          n: { DataType: "Number", StringValue: String(i) },
          raw: { DataType: "Binary", BinaryValue: Uint8Array.of(0, 255, i) },
        },
      })),
    }),
  );
  expect(sent.Failed ?? []).toEqual([]);
  const got = await receive({
    MessageAttributeNames: ["All"],
    MessageSystemAttributeNames: ["All"],
  });
  expect(got.map(({ Body }) => Body)).toEqual(
    Array.from({ length: 10 }, (_, i) => `{"text":"añ 🚲 ${i}"}`),
  );
  expect(got.map((message) => message.MD5OfMessageAttributes)).toEqual(
    sent.Successful?.map((entry) => entry.MD5OfMessageAttributes),
  );
  expect(got[3]?.MessageAttributes?.["raw"]?.BinaryValue).toEqual(Uint8Array.of(0, 255, 3));
  expect(got[0]?.Attributes).toMatchObject({ ApproximateReceiveCount: "1" });
  expect(await attributes()).toMatchObject({ ApproximateNumberOfMessagesNotVisible: "10" });
  const Entries = got.map(({ ReceiptHandle }, i) => ({ Id: String(i), ReceiptHandle }));
  const deleted = await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  expect(deleted.Successful).toHaveLength(10);
  expect(await attributes()).toMatchObject({ ApproximateNumberOfMessagesNotVisible: "0" });
});

test("a long poll is answered by a message that arrives", async () => {
  const waiting = receive({ WaitTimeSeconds: 20 });
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: "late" }));
  expect((await waiting).map(({ Body }) => Body)).toEqual(["late"]);
});

test("a message moves to the dead-letter queue", async () => {
  const deadUrl = await create();
  const { QueueArn: deadLetterTargetArn } = await attributes(deadUrl);
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 1 });
  await client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { RedrivePolicy } }));
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: "poison" }));
  expect(await receive({ VisibilityTimeout: 0 })).toHaveLength(1);
  expect(await receive()).toEqual([]);
  const AttributeNames: ["All"] = ["All"];
  const [dead] = await receive({ QueueUrl: deadUrl, MessageSystemAttributeNames: AttributeNames });
  expect(dead).toMatchObject({
    Body: "poison",
    Attributes: { DeadLetterQueueSourceArn: (await attributes())["QueueArn"] },
  });
});

test("visibility is changed, alone and in a batch, and the queue is purged", async () => {
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: "a" }));
  const [first] = await receive();
  const ReceiptHandle = first?.ReceiptHandle;
  const zero = { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 };
  await client.send(new ChangeMessageVisibilityCommand(zero));
  const [second] = await receive();
  const Entries = [
    { Id: "good", ReceiptHandle: second?.ReceiptHandle, VisibilityTimeout: 0 },
    { Id: "bad", ReceiptHandle: "x", VisibilityTimeout: 0 },
  ];
  const command = new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries });
  const { Successful, Failed } = await client.send(command);
  expect(Successful).toEqual([{ Id: "good" }]);
  expect(Failed).toMatchObject([{ Id: "bad", Code: "ReceiptHandleIsInvalid", SenderFault: true }]);
  await client.send(new PurgeQueueCommand({ QueueUrl }));
  expect(await receive()).toEqual([]);
});

test("errors reach the client by name", async () => {
  const QueueName = QueueUrl.split("/").at(-1) ?? "";
  const other = { QueueName, Attributes: { DelaySeconds: "1" } };
  await expect(client.send(new CreateQueueCommand(other))).rejects.toMatchObject({
    name: "QueueNameExists",
  });
  const handle = { QueueUrl, ReceiptHandle: "x" };
  await expect(client.send(new DeleteMessageCommand(handle))).rejects.toMatchObject({
    name: "ReceiptHandleIsInvalid",
    $metadata: { httpStatusCode: 404 },
  });
  await expect(receive({ WaitTimeSeconds: 21 })).rejects.toMatchObject({
    name: "InvalidParameterValue",
  });
});
