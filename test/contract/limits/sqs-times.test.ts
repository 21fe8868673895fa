import * as sdk from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { elsewhere } from "../../support/contract-target.ts";
import { outcome } from "../../support/outcomes.ts";
import { sqsBench, type SqsBench } from "../../support/sqs-bench.ts";

const secondMs = 1_000;
const invalid = "InvalidParameterValue";

describe("SQS: times", { timeout: 600_000 }, () => {
  let bench: SqsBench;

  beforeAll(async () => {
    bench = await sqsBench();
  });
  afterAll(() => bench.close());

  it("retentionSecondsMin, retentionSecondsMax, retentionSecondsDefault: bounds", async () => {
    const queue = await bench.queue();
    expect(await bench.attribute(queue, "MessageRetentionPeriod")).toBe("345600");
    const set = (seconds: number) =>
      outcome(bench.set(queue, { MessageRetentionPeriod: String(seconds) }));
    expect(await set(59)).toBe("InvalidAttributeValue");
    expect(await set(1_209_601)).toBe("InvalidAttributeValue");
    expect(await set(1_209_600)).toBe("accepted");
    expect(await set(60)).toBe("accepted");
  });

  it.skipIf(elsewhere)("retentionSecondsDefault: a message is kept for 4 days", async () => {
    const queue = await bench.queue();
    await bench.send(queue, "old");
    await bench.advance(345_600 * secondMs - 1);
    await bench.send(queue, "new");
    await bench.advance(1);
    const kept = await bench.receive(queue);
    expect(kept.map(({ Body }) => Body)).toEqual(["new"]);
  });

  it("delaySecondsMax: 900 s", async () => {
    const queue = await bench.queue();
    expect(await outcome(bench.set(queue, { DelaySeconds: "901" }))).toBe("InvalidAttributeValue");
    expect(await outcome(bench.send(queue, "x", { DelaySeconds: 901 }))).toBe(invalid);
    expect(await outcome(bench.send(queue, "x", { DelaySeconds: 900 }))).toBe("accepted");
    if (elsewhere) return;
    await bench.advance(900 * secondMs - 1);
    expect(await bench.receive(queue)).toEqual([]);
    await bench.advance(1);
    expect(await bench.receive(queue)).toHaveLength(1);
  });

  it("visibilitySecondsDefault: a message is hidden for 30 s", async () => {
    const queue = await bench.queue();
    await bench.send(queue, "x");
    const long = { WaitTimeSeconds: elsewhere ? 20 : 0 };
    expect(await bench.receive(queue, long)).toHaveLength(1);
    await bench.advance(elsewhere ? 20_000 : 29_999);
    expect(await bench.receive(queue)).toEqual([]);
    await bench.advance(elsewhere ? 15_000 : 1);
    expect(await bench.receive(queue, long)).toHaveLength(1);
  });

  it("visibilitySecondsMax: 12 hours, from the receive on", async () => {
    const queue = await bench.queue();
    const set = outcome(bench.set(queue, { VisibilityTimeout: "43201" }));
    expect(await set).toBe("InvalidAttributeValue");
    await bench.send(queue, "x");
    const [message] = await bench.receive(queue, { WaitTimeSeconds: elsewhere ? 20 : 0 });
    await bench.advance(10_000);
    const change = (VisibilityTimeout: number) =>
      bench.client.send(
        new sdk.ChangeMessageVisibilityCommand({
          QueueUrl: queue,
          ReceiptHandle: message?.ReceiptHandle,
          VisibilityTimeout,
        }),
      );
    await expect(change(43_200)).rejects.toMatchObject({
      name: invalid,
      message: expect.stringContaining("is beyond the limit [43200 seconds]"),
    });
    expect(await outcome(change(43_100))).toBe("accepted");
  });

  it.skipIf(elsewhere)("deduplicationIntervalMs: a duplicate is one for 5 minutes", async () => {
    const fifo = await bench.fifo();
    const send = () => bench.send(fifo, "x", { MessageGroupId: "g" });
    const { MessageId: first } = await send();
    await bench.advance(299_999);
    expect((await send()).MessageId).toBe(first);
    await bench.advance(1);
    expect((await send()).MessageId).not.toBe(first);
  });

  it.skipIf(elsewhere)(
    "receiveAttemptIntervalMs: an attempt is repeated for 5 minutes",
    async () => {
      const fifo = await bench.fifo({ VisibilityTimeout: "1000" });
      await bench.send(fifo, "x", { MessageGroupId: "g" });
      const receive = () => bench.receive(fifo, { ReceiveRequestAttemptId: "a" });
      expect(await receive()).toHaveLength(1);
      await bench.advance(299_999);
      expect(await receive()).toHaveLength(1);
      await bench.advance(300_000);
      expect(await receive()).toEqual([]);
    },
  );

  it("purgeIntervalMs: one purge in 60 s", async () => {
    const queue = await bench.queue();
    const purge = () => bench.client.send(new sdk.PurgeQueueCommand({ QueueUrl: queue }));
    await purge();
    await expect(purge()).rejects.toMatchObject({
      name: "PurgeQueueInProgress",
      message: expect.stringMatching(/^Only one PurgeQueue operation on .+ every 60 seconds\.$/),
    });
    await bench.advance(elsewhere ? 65_000 : 60_000);
    expect(await outcome(purge())).toBe("accepted");
  });

  it("recreateIntervalMs: a name is free again 60 s after its queue was deleted", async () => {
    const QueueName = bench.target.unique("recreate");
    const create = () => bench.client.send(new sdk.CreateQueueCommand({ QueueName }));
    const remove = async () => {
      const { QueueUrl } = await create();
      await bench.client.send(new sdk.DeleteQueueCommand({ QueueUrl }));
    };
    await remove();
    expect(await outcome(create())).toBe("QueueDeletedRecently");
    await bench.advance(elsewhere ? 65_000 : 60_000);
    expect(await outcome(remove())).toBe("accepted");
  });

  it("kmsReuseSecondsMin, kmsReuseSecondsMax, kmsReuseSecondsDefault: bounds", async () => {
    const queue = await bench.queue({ KmsMasterKeyId: "alias/aws/sqs" });
    expect(await bench.attribute(queue, "KmsDataKeyReusePeriodSeconds")).toBe("300");
    const set = (seconds: number) =>
      outcome(bench.set(queue, { KmsDataKeyReusePeriodSeconds: String(seconds) }));
    expect(await set(59)).toBe("InvalidAttributeValue");
    expect(await set(86_401)).toBe("InvalidAttributeValue");
    expect(await set(60)).toBe("accepted");
    expect(await set(86_400)).toBe("accepted");
  });
});
