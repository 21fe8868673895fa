import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

import { contractTarget, type ContractTarget } from "../../support/contract-target.ts";

/** AWS's own values take a load to reach: here they are small enough for a test. */
const limits = {
  inFlightMax: 15,
  fifoInFlightMax: 15,
  fifoCallsPerSecond: 5,
  fifoHighThroughputCallsPerSecond: 1_000,
};

let target: ContractTarget;
let client: SQSClient;
let made: string[] = [];

beforeAll(async () => {
  target = await contractTarget({ limits: { sqs: limits } });
  client = new SQSClient(target.client);
});

afterEach(async () => {
  for (const QueueUrl of made) await client.send(new DeleteQueueCommand({ QueueUrl }));
  made = [];
});

afterAll(async () => {
  client.destroy();
  await target.stop();
});

async function create(suffix = "", Attributes: Record<string, string> = {}): Promise<string> {
  const QueueName = target.unique("limits") + suffix;
  const { QueueUrl = "" } = await client.send(new CreateQueueCommand({ QueueName, Attributes }));
  made.push(QueueUrl);
  return QueueUrl;
}

function entries(groupOf: (i: number) => string | undefined) {
  return Array.from({ length: 10 }, (_, i) => ({
    Id: String(i),
    MessageBody: `message ${i}`,
    MessageGroupId: groupOf(i),
  }));
}

function sendBatch(QueueUrl: string, groupOf: (i: number) => string | undefined = () => undefined) {
  return client.send(new SendMessageBatchCommand({ QueueUrl, Entries: entries(groupOf) }));
}

async function receive(QueueUrl: string, WaitTimeSeconds = 0) {
  const input = { QueueUrl, WaitTimeSeconds, MaxNumberOfMessages: 10 };
  return (await client.send(new ReceiveMessageCommand(input))).Messages ?? [];
}

const onEmulator = () => target.kind === "emulator";

test("in flight, standard: a short poll is OverLimit, a long poll is empty", async (context) => {
  if (!onEmulator()) context.skip();
  const QueueUrl = await create();
  for (let batch = 0; batch < 2; batch++) await sendBatch(QueueUrl);
  const first = await receive(QueueUrl);
  expect(await receive(QueueUrl)).toHaveLength(5);
  await expect(receive(QueueUrl)).rejects.toMatchObject({ name: "OverLimit" });
  expect(await receive(QueueUrl, 1)).toEqual([]);
  const Entries = first.map(({ ReceiptHandle }, i) => ({ Id: String(i), ReceiptHandle }));
  await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  expect(await receive(QueueUrl)).toHaveLength(5);
});

test("in flight, FIFO: a poll is empty, without an error", async (context) => {
  if (!onEmulator()) context.skip();
  const QueueUrl = await create(".fifo", { FifoQueue: "true", ContentBasedDeduplication: "true" });
  await sendBatch(QueueUrl, (i) => `a${i}`);
  const Entries = entries((i) => `b${i}`).map((entry) => ({
    ...entry,
    MessageDeduplicationId: `again ${entry.Id}`.replace(" ", "-"),
  }));
  await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  expect(await receive(QueueUrl)).toHaveLength(10);
  expect(await receive(QueueUrl)).toHaveLength(5);
  expect(await receive(QueueUrl)).toEqual([]);
});

test("calls per second, FIFO: whole calls are RequestThrottled", async (context) => {
  if (!onEmulator()) context.skip();
  const QueueUrl = await create(".fifo", { FifoQueue: "true", ContentBasedDeduplication: "true" });
  const message = { QueueUrl, MessageBody: "a", MessageGroupId: "g" };
  const outcomes = await Promise.allSettled(
    Array.from({ length: 50 }, () => client.send(new SendMessageCommand(message))),
  );
  const refused = outcomes.filter((outcome) => outcome.status === "rejected");
  expect(refused.length).toBeGreaterThan(20);
  expect(refused[0]?.reason).toMatchObject({ name: "RequestThrottled" });
});

test("calls per second, high throughput: entry by entry, by partition", async (context) => {
  if (!onEmulator()) context.skip();
  const QueueUrl = await create(".fifo", {
    FifoQueue: "true",
    ContentBasedDeduplication: "true",
    DeduplicationScope: "messageGroup",
    FifoThroughputLimit: "perMessageGroupId",
  });
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, call) =>
      sendBatch(QueueUrl, (i) => (i < 5 ? "hot" : `cold-${call}`)),
    ),
  );
  const failed = answers.flatMap(({ Failed = [] }) => Failed);
  const isHot = ({ Id }: { readonly Id?: string | undefined }) => Number(Id) < 5;
  expect(failed.filter(isHot).length).toBeGreaterThan(100);
  expect(failed.length - failed.filter(isHot).length).toBeLessThan(50);
  expect(failed[0]).toMatchObject({ Code: "RequestThrottled", SenderFault: true });
});
