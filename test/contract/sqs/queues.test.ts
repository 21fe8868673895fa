import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  PurgeQueueCommand,
  SQSClient,
  TagQueueCommand,
  UntagQueueCommand,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

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

async function create(input: Partial<CreateQueueCommand["input"]> = {}) {
  const QueueName = target.unique("queues");
  const { QueueUrl = "" } = await client.send(new CreateQueueCommand({ QueueName, ...input }));
  return { QueueName, QueueUrl };
}

describe("tags", () => {
  async function tagsOf(QueueUrl: string) {
    return (await client.send(new ListQueueTagsCommand({ QueueUrl }))).Tags ?? {};
  }

  test("are given with the queue, added, replaced and taken away", async () => {
    const { QueueUrl } = await create({ tags: { team: "data", tier: "1" } });
    expect(await tagsOf(QueueUrl)).toEqual({ team: "data", tier: "1" });
    await client.send(new TagQueueCommand({ QueueUrl, Tags: { tier: "2", empty: "" } }));
    expect(await tagsOf(QueueUrl)).toEqual({ team: "data", tier: "2", empty: "" });
    await client.send(new UntagQueueCommand({ QueueUrl, TagKeys: ["team", "empty", "none"] }));
    expect(await tagsOf(QueueUrl)).toEqual({ tier: "2" });
  });

  test("a queue without any has none", async () => {
    const { QueueUrl } = await create();
    expect(await tagsOf(QueueUrl)).toEqual({});
  });

  test("an empty map of tags is refused", async () => {
    const { QueueUrl } = await create();
    await expect(client.send(new TagQueueCommand({ QueueUrl, Tags: {} }))).rejects.toMatchObject({
      message: "The request must contain the parameter Tags.",
      $metadata: { httpStatusCode: 400 },
    });
  });
});

describe("a queue's name", () => {
  test("answers the same queue again, unless an attribute differs", async () => {
    const { QueueName, QueueUrl } = await create({ Attributes: { VisibilityTimeout: "7" } });
    const again = (VisibilityTimeout: string) =>
      client.send(new CreateQueueCommand({ QueueName, Attributes: { VisibilityTimeout } }));
    expect((await again("7")).QueueUrl).toBe(QueueUrl);
    await expect(again("8")).rejects.toMatchObject({
      name: "QueueNameExists",
      message:
        "A queue already exists with the same name and a different value for attribute " +
        "VisibilityTimeout",
    });
    expect((await client.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl).toBe(QueueUrl);
  });

  test("rests after its queue was deleted", async () => {
    const { QueueName, QueueUrl } = await create();
    await client.send(new DeleteQueueCommand({ QueueUrl }));
    await expect(client.send(new CreateQueueCommand({ QueueName }))).rejects.toMatchObject({
      name: "QueueDeletedRecently",
    });
  });

  test("leads nowhere where there is no queue", async () => {
    const QueueName = target.unique("none");
    await expect(client.send(new GetQueueUrlCommand({ QueueName }))).rejects.toMatchObject({
      name: "QueueDoesNotExist",
      message: "The specified queue does not exist.",
    });
  });
});

test("queues are listed in pages, with a token only where a size was given", async () => {
  const prefix = target.unique("paged");
  const urls: string[] = [];
  for (const n of [1, 2, 3]) urls.push((await create({ QueueName: `${prefix}-${n}` })).QueueUrl);
  const list = (input: object) =>
    client.send(new ListQueuesCommand({ QueueNamePrefix: prefix, ...input }));
  const all = await list({});
  expect(all.QueueUrls).toEqual(urls);
  expect(all.NextToken).toBeUndefined();
  const first = await list({ MaxResults: 2 });
  const rest = await list({ MaxResults: 2, NextToken: first.NextToken });
  expect([...(first.QueueUrls ?? []), ...(rest.QueueUrls ?? [])]).toEqual(urls);
  expect(rest.NextToken).toBeUndefined();
});

test("a queue is purged once a minute", async () => {
  const { QueueName, QueueUrl } = await create();
  await client.send(new PurgeQueueCommand({ QueueUrl }));
  await expect(client.send(new PurgeQueueCommand({ QueueUrl }))).rejects.toMatchObject({
    name: "PurgeQueueInProgress",
    message: `Only one PurgeQueue operation on ${QueueName} is allowed every 60 seconds.`,
    $metadata: { httpStatusCode: 403 },
  });
});
