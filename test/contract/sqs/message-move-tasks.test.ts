import {
  CancelMessageMoveTaskCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test, vi } from "vitest";

import { contractTarget, type ContractTarget } from "../../support/contract-target.ts";

let target: ContractTarget;
let client: SQSClient;

beforeAll(async () => {
  target = await contractTarget();
  client = new SQSClient(target.client);
});

afterAll(async () => {
  client.destroy();
  await target.stop();
});

interface QueueAt {
  readonly url: string;
  readonly arn: string;
}

async function create(Attributes: Record<string, string> = {}): Promise<QueueAt> {
  const QueueName = target.unique("moves");
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName, Attributes }));
  const AttributeNames = ["QueueArn" as const];
  const read = new GetQueueAttributesCommand({ QueueUrl, AttributeNames });
  return {
    url: QueueUrl ?? "",
    arn: (await client.send(read)).Attributes?.["QueueArn"] ?? "",
  };
}

/** A queue whose messages die at their second receive, and where they then are. */
async function pair(): Promise<{ readonly source: QueueAt; readonly dead: QueueAt }> {
  const dead = await create();
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 1 });
  return { source: await create({ RedrivePolicy, VisibilityTimeout: "1" }), dead };
}

const send = (QueueUrl: string, MessageBody: string) =>
  client.send(new SendMessageCommand({ QueueUrl, MessageBody }));

async function taskOf(SourceArn: string) {
  const { Results = [] } = await client.send(new ListMessageMoveTasksCommand({ SourceArn }));
  return Results[0];
}

async function statusIs(SourceArn: string, Status: string) {
  const isThere = async () => expect(await taskOf(SourceArn)).toMatchObject({ Status });
  await vi.waitFor(isThere, { timeout: 15_000, interval: 50 });
  return taskOf(SourceArn);
}

const takeBody = async (QueueUrl: string) => {
  const receive = new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5 });
  const [message] = (await client.send(receive)).Messages ?? [];
  const { Body, ReceiptHandle } = message ?? {};
  await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  return Body;
};

test("a queue tells whose dead letters it gets", async () => {
  const { source, dead } = await pair();
  const list = (QueueUrl: string) =>
    client.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl }));
  expect((await list(dead.url)).queueUrls).toEqual([source.url]);
  expect((await list(source.url)).queueUrls ?? []).toEqual([]);
});

test("dead letters go back to their queue", async () => {
  const { source, dead } = await pair();
  await send(source.url, "again");
  await client.send(new ReceiveMessageCommand({ QueueUrl: source.url }));
  await client.send(new ReceiveMessageCommand({ QueueUrl: source.url, WaitTimeSeconds: 3 }));
  const start = new StartMessageMoveTaskCommand({ SourceArn: dead.arn });
  expect((await client.send(start)).TaskHandle).toBeTruthy();
  const task = await statusIs(dead.arn, "COMPLETED");
  expect(task).toMatchObject({
    SourceArn: dead.arn,
    ApproximateNumberOfMessagesMoved: 1,
    ApproximateNumberOfMessagesToMove: 1,
    StartedTimestamp: expect.any(Number),
  });
  expect(task).not.toHaveProperty("TaskHandle");
  expect(task).not.toHaveProperty("DestinationArn");
  expect(await takeBody(source.url)).toBe("again");
}, 30_000);

test("a task with a destination moves there, at its rate, and can be cancelled", async () => {
  const { dead } = await pair();
  const other = await create();
  for (const body of ["1", "2", "3"]) await send(dead.url, body);
  const start = () =>
    client.send(
      new StartMessageMoveTaskCommand({
        SourceArn: dead.arn,
        DestinationArn: other.arn,
        MaxNumberOfMessagesPerSecond: 1,
      }),
    );
  const { TaskHandle } = await start();
  expect(await taskOf(dead.arn)).toMatchObject({
    Status: "RUNNING",
    TaskHandle,
    DestinationArn: other.arn,
    MaxNumberOfMessagesPerSecond: 1,
    ApproximateNumberOfMessagesToMove: 3,
  });
  await expect(start()).rejects.toThrow(
    "There is already a task running. Only one active task is allowed for a source queue arn at " +
      "a given time.",
  );
  await client.send(new CancelMessageMoveTaskCommand({ TaskHandle }));
  const task = await statusIs(dead.arn, "CANCELLED");
  expect(task?.ApproximateNumberOfMessagesMoved).toBeLessThan(3);
}, 30_000);

test("only the queue of others' dead letters is a source", async () => {
  const { source } = await pair();
  const start = (SourceArn: string, DestinationArn?: string) =>
    client.send(new StartMessageMoveTaskCommand({ SourceArn, DestinationArn }));
  await expect(start(source.arn)).rejects.toThrow(
    "Source queue must be configured as a Dead Letter Queue.",
  );
  const { dead } = await pair();
  await expect(start(dead.arn, `${dead.arn}-none`)).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    message: "The resource that you specified for the DestinationArn parameter doesn't exist.",
    $metadata: { httpStatusCode: 404 },
  });
});

test("what is no handle cancels nothing", async () => {
  await expect(
    client.send(new CancelMessageMoveTaskCommand({ TaskHandle: "none" })),
  ).rejects.toThrow("Value for parameter TaskHandle is invalid.");
});
