import {
  AddPermissionCommand,
  CreateQueueCommand,
  GetQueueAttributesCommand,
  RemovePermissionCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { contractTarget, type ContractTarget } from "../../support/contract-target.ts";

let target: ContractTarget;
let client: SQSClient;
let QueueUrl: string;
let account: string;

beforeAll(async () => {
  target = await contractTarget();
  client = new SQSClient(target.client);
});

afterAll(async () => {
  client.destroy();
  await target.stop();
});

beforeEach(async () => {
  const QueueName = target.unique("permissions");
  QueueUrl = (await client.send(new CreateQueueCommand({ QueueName }))).QueueUrl ?? "";
  // AWS grants only to accounts that exist: the queue's own does.
  account = QueueUrl.split("/").at(-2) ?? "";
});

async function policy(): Promise<unknown> {
  const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["Policy"] });
  const text = (await client.send(command)).Attributes?.["Policy"];
  return text === undefined ? undefined : JSON.parse(text);
}

function add(Label: string, Actions = ["SendMessage"]) {
  return client.send(
    new AddPermissionCommand({ QueueUrl, Label, AWSAccountIds: [account], Actions }),
  );
}

function remove(Label: string) {
  return client.send(new RemovePermissionCommand({ QueueUrl, Label }));
}

test("a permission is a statement of the queue's policy", async () => {
  await add("one");
  await add("two", ["SendMessage", "ReceiveMessage"]);
  expect(await policy()).toMatchObject({
    Version: "2008-10-17",
    Id: expect.stringMatching(/\/SQSDefaultPolicy$/),
    Statement: [
      {
        Sid: "one",
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: "SQS:SendMessage",
        Resource: expect.stringMatching(/^arn:aws:sqs:/),
      },
      { Sid: "two", Action: expect.arrayContaining(["SQS:SendMessage", "SQS:ReceiveMessage"]) },
    ],
  });
  await remove("one");
  expect(await policy()).toMatchObject({ Statement: [{ Sid: "two" }] });
  await remove("two");
  expect(await policy()).toBeUndefined();
});

test("a label is taken once", async () => {
  await add("one");
  await expect(add("one")).rejects.toMatchObject({
    message: "Value one for parameter Label is invalid. Reason: Already exists.",
    $metadata: { httpStatusCode: 400 },
  });
});

test("a label that is not there cannot be removed", async () => {
  await expect(remove("none")).rejects.toThrow(
    "Value none for parameter Label is invalid. Reason: can't find label.",
  );
});

test("only some actions can be shared, and seven at most", async () => {
  await expect(add("one", ["CreateQueue"])).rejects.toThrow(
    "Only the queue owner is allowed to invoke this action.",
  );
  await expect(add("one", Array<string>(8).fill("SendMessage"))).rejects.toMatchObject({
    name: "OverLimit",
    message: "8 Actions were found, maximum allowed is 7.",
    $metadata: { httpStatusCode: 403 },
  });
});
