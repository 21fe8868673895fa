import {
  CreateQueueCommand,
  DeleteQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";

import { contractTarget, type ContractTarget } from "../../support/contract-target.ts";

let target: ContractTarget;
let client: SQSClient;
let QueueUrl: string | undefined;

beforeAll(async () => {
  target = await contractTarget();
  client = new SQSClient(target.client);
  const QueueName = target.unique("fair");
  ({ QueueUrl } = await client.send(new CreateQueueCommand({ QueueName })));
});

afterAll(async () => {
  await client.send(new DeleteQueueCommand({ QueueUrl }));
  client.destroy();
  await target.stop();
});

test("a quiet tenant does not wait behind a noisy one's backlog", async () => {
  for (let batch = 0; batch < 10; batch++) {
    const Entries = Array.from({ length: 10 }, (_, i) => {
      return { Id: String(i), MessageBody: "noisy", MessageGroupId: "noisy" };
    });
    await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  }
  const receive = async () => {
    const command = new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      MessageSystemAttributeNames: ["MessageGroupId"],
    });
    return (await client.send(command)).Messages ?? [];
  };
  for (let batch = 0; batch < 4; batch++) await receive();
  const quiet = { QueueUrl, MessageBody: "quiet", MessageGroupId: "quiet" };
  await client.send(new SendMessageCommand(quiet));
  const groups = (await receive()).map(({ Attributes }) => Attributes?.["MessageGroupId"]);
  expect(groups[0]).toBe("quiet");
});

test("a de-duplication id is not for a standard queue", async () => {
  const input = { QueueUrl, MessageBody: "a", MessageDeduplicationId: "d" };
  await expect(client.send(new SendMessageCommand(input))).rejects.toThrow(
    "Value d for parameter MessageDeduplicationId is invalid. Reason: The request includes a " +
      "parameter that is not valid for this queue type.",
  );
});
