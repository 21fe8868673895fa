import {
  ChangeMessageVisibilityBatchCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
  type ReceiveMessageCommandInput,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, beforeEach, afterEach, expect, test } from "vitest";

import { contractTarget, type ContractTarget } from "../../support/contract-target.ts";

let target: ContractTarget;
let client: SQSClient;
let QueueUrl: string;

beforeAll(async () => {
  target = await contractTarget();
  client = new SQSClient(target.client);
});

afterAll(async () => {
  client.destroy();
  await target.stop();
});

beforeEach(async () => {
  QueueUrl = await create("fifo");
});

afterEach(async () => {
  await client.send(new DeleteQueueCommand({ QueueUrl }));
});

async function create(name: string, Attributes: Record<string, string> = {}): Promise<string> {
  const command = new CreateQueueCommand({
    QueueName: `${target.unique(name)}.fifo`,
    Attributes: { FifoQueue: "true", ...Attributes },
  });
  return (await client.send(command)).QueueUrl ?? "";
}

function send(MessageBody: string, MessageGroupId: string, MessageDeduplicationId?: string) {
  const input = { QueueUrl, MessageBody, MessageGroupId, MessageDeduplicationId };
  return client.send(new SendMessageCommand(input));
}

async function receive(input: Partial<ReceiveMessageCommandInput> = {}) {
  const command = new ReceiveMessageCommand({
    QueueUrl,
    MaxNumberOfMessages: 10,
    WaitTimeSeconds: target.kind === "emulator" ? 0 : 2,
    ...input,
  });
  return (await client.send(command)).Messages ?? [];
}

test("a queue has its FIFO attributes, and high throughput is switched on", async () => {
  const read = async () => {
    const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] });
    return (await client.send(command)).Attributes;
  };
  expect(await read()).toMatchObject({
    FifoQueue: "true",
    ContentBasedDeduplication: "false",
    DeduplicationScope: "queue",
    FifoThroughputLimit: "perQueue",
  });
  const Attributes = {
    DeduplicationScope: "messageGroup",
    FifoThroughputLimit: "perMessageGroupId",
  };
  await client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
  expect(await read()).toMatchObject(Attributes);
  const back = { QueueUrl, Attributes: { DeduplicationScope: "queue" } };
  await expect(client.send(new SetQueueAttributesCommand(back))).rejects.toMatchObject({
    name: "InvalidAttributeValue",
  });
});

test("messages have sequence numbers and their ids, in order within their group", async () => {
  const first = await send("1", "g", "one");
  const second = await send("2", "g", "two");
  expect(first.SequenceNumber).toMatch(/^\d{20}$/);
  expect(BigInt(second.SequenceNumber ?? 0)).toBeGreaterThan(BigInt(first.SequenceNumber ?? 0));
  const got = await receive({ MessageSystemAttributeNames: ["All"] });
  expect(got.map(({ Body }) => Body)).toEqual(["1", "2"]);
  expect(got[0]?.Attributes).toMatchObject({
    MessageGroupId: "g",
    MessageDeduplicationId: "one",
    SequenceNumber: first.SequenceNumber,
    ApproximateReceiveCount: "1",
  });
  expect(await receive({ WaitTimeSeconds: 0 })).toEqual([]);
});

test("a duplicate is accepted and answers the first sending", async () => {
  const first = await send("1", "g", "same");
  const second = await send("another body", "h", "same");
  expect(second.MessageId).toBe(first.MessageId);
  expect(second.SequenceNumber).toBe(first.SequenceNumber);
  expect(await receive()).toHaveLength(1);
});

test("with content-based de-duplication the id is the SHA-256 of the body", async () => {
  const Attributes = { ContentBasedDeduplication: "true" };
  await client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
  const sent = await Promise.all([send("body", "g"), send("body", "g")]);
  expect(sent[0].MessageId).toBe(sent[1].MessageId);
  const [got] = await receive({ MessageSystemAttributeNames: ["MessageDeduplicationId"] });
  expect(got?.Attributes).toEqual({
    MessageDeduplicationId: "230d8358dc8e8890b4c58deeb62912ee2f20357ae92a5cc861b98e68fe31acb5",
  });
});

test("a batch keeps its order, and fails entry by entry", async () => {
  const entry = (Id: string) => {
    return { Id, MessageBody: Id, MessageGroupId: "g", MessageDeduplicationId: Id };
  };
  const Entries = [entry("a"), { Id: "bad", MessageBody: "x" }, entry("b"), entry("c")];
  const sent = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  expect(sent.Successful?.map(({ Id }) => Id)).toEqual(["a", "b", "c"]);
  expect(sent.Failed).toMatchObject([
    {
      Id: "bad",
      Code: "MissingParameter",
      Message: "The request must contain the parameter MessageGroupId.",
    },
  ]);
  expect((await receive()).map(({ Body }) => Body)).toEqual(["a", "b", "c"]);
});

test.each([
  [{ MessageDeduplicationId: "d" }, "MissingParameter", "MessageGroupId."],
  [{ MessageGroupId: "g" }, "InvalidParameterValue", "either have ContentBasedDeduplication"],
  [
    { MessageGroupId: "g", MessageDeduplicationId: "d", DelaySeconds: 1 },
    "InvalidParameterValue",
    "Value 1 for parameter DelaySeconds is invalid.",
  ],
  [{ MessageGroupId: "a b", MessageDeduplicationId: "d" }, "InvalidParameterValue", "1 to 128"],
])("refuses a message with %j", async (input, Code, text) => {
  const sent = client.send(new SendMessageCommand({ QueueUrl, MessageBody: "a", ...input }));
  const error = (await sent.catch((caught: unknown) => caught)) as Error & { Code?: string };
  expect(`${error.Code ?? error.name} ${error.message}`).toContain(Code);
  expect(error.message).toContain(text);
});

test("a message that is visible again comes first, and its old handle has expired", async () => {
  await send("1", "g", "one");
  await send("2", "g", "two");
  const [first, second] = await receive();
  const Entries = [first, second].map((message, i) => {
    return { Id: String(i), ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout: 0 };
  });
  await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
  const ReceiptHandle = first?.ReceiptHandle;
  await expect(client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))).rejects.toThrow(
    /ReceiptHandle is invalid. Reason: The receipt handle has expired\.$/,
  );
  const again = await receive();
  expect(again.map(({ Body }) => Body)).toEqual(["1", "2"]);
  const handles = again.map((message, i) => {
    return { Id: String(i), ReceiptHandle: message.ReceiptHandle };
  });
  const deleted = await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries: handles }));
  expect(deleted.Successful).toHaveLength(2);
});

test("a receive is repeated by its attempt id", async () => {
  await send("1", "g", "one");
  const first = await receive({ ReceiveRequestAttemptId: "attempt" });
  const again = await receive({ ReceiveRequestAttemptId: "attempt" });
  expect(again.map(({ ReceiptHandle }) => ReceiptHandle)).toEqual(
    first.map(({ ReceiptHandle }) => ReceiptHandle),
  );
  expect(await receive({ WaitTimeSeconds: 0 })).toEqual([]);
});
