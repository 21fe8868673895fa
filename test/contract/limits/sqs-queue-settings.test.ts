import * as sdk from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { elsewhere } from "../../support/contract-target.ts";
import { outcome, times } from "../../support/outcomes.ts";
import { sqsBench, type SqsBench } from "../../support/sqs-bench.ts";

const invalid = "InvalidParameterValue";

describe("SQS: what a queue may have", { timeout: 120_000 }, () => {
  let bench: SqsBench;
  let queue: string;

  beforeAll(async () => {
    bench = await sqsBench();
    queue = await bench.queue();
  });
  afterAll(() => bench.close());

  it("queueNameCharactersMax: 80 characters", async () => {
    const create = (QueueName: string) =>
      bench.client.send(new sdk.CreateQueueCommand({ QueueName }));
    const name = bench.target.unique("name");
    expect(await outcome(create(name.padEnd(81, "x")))).toBe(invalid);
    const { QueueUrl } = await create(name.padEnd(80, "x"));
    await bench.client.send(new sdk.DeleteQueueCommand({ QueueUrl }));
  });

  it("tagsMax: 50 tags", async () => {
    const tag = (count: number) => {
      const Tags = Object.fromEntries(times(count, (i) => [`k${i}`, "v"]));
      return bench.client.send(new sdk.TagQueueCommand({ QueueUrl: queue, Tags }));
    };
    expect(await outcome(tag(51))).toBe(invalid);
    expect(await outcome(tag(50))).toBe("accepted");
  });

  it("tagKeyCharactersMax, tagValueCharactersMax: 128 and 256 characters", async () => {
    const tagged = await bench.queue();
    const tag = (key: number, value: number) => {
      const Tags = { ["k".repeat(key)]: "v".repeat(value) };
      return outcome(bench.client.send(new sdk.TagQueueCommand({ QueueUrl: tagged, Tags })));
    };
    expect(await tag(128, 256)).toBe("accepted");
    expect(await tag(129, 1)).toBe(invalid);
    expect(await tag(1, 257)).toBe(invalid);
  });

  it("permissionActionsMax, permissionLabelCharactersMax: 7 actions, 80 characters", async () => {
    const arn = await bench.arnOf(queue);
    const AWSAccountIds = [arn.split(":")[4] as string];
    const all = [
      "ChangeMessageVisibility",
      "DeleteMessage",
      "GetQueueAttributes",
      "GetQueueUrl",
      "ListDeadLetterSourceQueues",
      "PurgeQueue",
      "ReceiveMessage",
      "SendMessage",
    ];
    const add = (Label: string, Actions: string[]) =>
      outcome(
        bench.client.send(
          new sdk.AddPermissionCommand({ QueueUrl: queue, Label, AWSAccountIds, Actions }),
        ),
      );
    expect(await add("eight", all)).toBe("OverLimit");
    expect(await add("seven", all.slice(1))).toBe("accepted");
    expect(await add("l".repeat(81), ["SendMessage"])).toBe(invalid);
    expect(await add("l".repeat(80), ["SendMessage"])).toBe("accepted");
  });

  it("maxReceiveCountMax: 1,000 receives", async () => {
    const deadLetterTargetArn = await bench.arnOf(queue);
    const source = await bench.queue();
    const set = (maxReceiveCount: number) => {
      const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount });
      return outcome(bench.set(source, { RedrivePolicy }));
    };
    expect(await set(1_001)).toBe(invalid);
    expect(await set(1_000)).toBe("accepted");
  });

  it("redriveSourcesMax: 10 source queues", async () => {
    const arn = await bench.arnOf(queue);
    const set = (count: number) => {
      const sourceQueueArns = times(count, (i) => `${arn}-${i}`);
      const policy = { redrivePermission: "byQueue", sourceQueueArns };
      return outcome(bench.set(queue, { RedriveAllowPolicy: JSON.stringify(policy) }));
    };
    expect(await set(11)).toBe(invalid);
    expect(await set(10)).toBe("accepted");
  });

  it("listedQueuesMax: 1,000 queues a page", async () => {
    const list = (MaxResults: number) =>
      outcome(bench.client.send(new sdk.ListQueuesCommand({ MaxResults })));
    expect(await list(1_000)).toBe("accepted");
    expect(await list(1_001)).toBe(invalid);
  });

  it.skipIf(elsewhere)("listedQueuesMax: no more come unasked", async () => {
    const small = await sqsBench({ limits: { sqs: { listedQueuesMax: 2 } } });
    for (let i = 0; i < 3; i++) await small.queue();
    const { QueueUrls } = await small.client.send(new sdk.ListQueuesCommand({}));
    expect(QueueUrls).toHaveLength(2);
    await small.close();
  });
});
