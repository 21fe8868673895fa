import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as sdk from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { sleep } from "../../src/core/timers.ts";
import { clientOf, type DurableEmulator, startOn } from "../support/durable-emulator.ts";

const root = mkdtempSync(join(tmpdir(), "aforo-durability-"));
const rounds = 4;
let emulator: DurableEmulator;
let client: sdk.SQSClient;

async function start(): Promise<void> {
  emulator = await startOn(join(root, "data"));
  client = new sdk.SQSClient(clientOf(emulator));
}

/** Kills it in the middle of whatever is going on, and starts it again. */
async function restart(): Promise<void> {
  await emulator.kill();
  client.destroy();
  await start();
}

beforeAll(start);
afterAll(async () => {
  client.destroy();
  await emulator.stop();
  rmSync(root, { recursive: true });
});

/** What clients of one queue were told, over all lives of the emulator. */
class Acknowledged {
  readonly sent = new Set<string>();
  /** A delete that got no answer may have been done. */
  readonly deleting = new Set<string>();
  readonly deleted = new Set<string>();
  next = 0;
}

async function queueUrl(name: string, Attributes: Record<string, string>): Promise<string> {
  const command = new sdk.CreateQueueCommand({ QueueName: name, Attributes });
  return (await client.send(command)).QueueUrl as string;
}

/** The queue's URL on the emulator's present port. */
function now(url: string): string {
  return new URL(new URL(url).pathname, emulator.endpoint).href;
}

async function produce(url: string, noted: Acknowledged): Promise<never> {
  for (;;) {
    const bodies = Array.from({ length: 10 }, () => `message-${noted.next++}`);
    const Entries = bodies.map((body, i) => ({
      Id: String(i),
      MessageBody: body,
      ...(url.endsWith(".fifo") && { MessageGroupId: "g", MessageDeduplicationId: body }),
    }));
    const command = new sdk.SendMessageBatchCommand({ QueueUrl: now(url), Entries });
    // A FIFO queue's rate may refuse some.
    for (const { Id } of (await client.send(command)).Successful ?? []) {
      noted.sent.add(bodies[Number(Id)] as string);
    }
  }
}

async function consume(url: string, noted: Acknowledged): Promise<never> {
  for (;;) {
    const QueueUrl = now(url);
    const input = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 };
    const { Messages = [] } = await client.send(new sdk.ReceiveMessageCommand(input));
    for (const { Body } of Messages) expect(noted.deleted).not.toContain(Body);
    // Some stay in flight, to come back.
    const done = Messages.slice(0, 6);
    for (const { Body } of done) noted.deleting.add(Body as string);
    const Entries = done.map(({ ReceiptHandle }, i) => ({ Id: String(i), ReceiptHandle }));
    if (done.length === 0) continue;
    const command = new sdk.DeleteMessageBatchCommand({ QueueUrl, Entries });
    for (const { Id } of (await client.send(command)).Successful ?? []) {
      noted.deleted.add(done[Number(Id)]?.Body as string);
    }
  }
}

/** All that is still in the queue, in the order of receives. */
async function drain(url: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (;;) {
    const input = { QueueUrl: now(url), MaxNumberOfMessages: 10, WaitTimeSeconds: 3 };
    const { Messages = [] } = await client.send(new sdk.ReceiveMessageCommand(input));
    if (Messages.length === 0) return found;
    found.push(...Messages.map(({ Body }) => Body as string));
    const Entries = Messages.map(({ ReceiptHandle }, i) => ({ Id: String(i), ReceiptHandle }));
    await client.send(new sdk.DeleteMessageBatchCommand({ QueueUrl: now(url), Entries }));
  }
}

it.each(["standard", "ordered.fifo"])(
  "what was acknowledged is there after each kill, and what was deleted is not: %s",
  async (name) => {
    const fifo = name.endsWith(".fifo") ? { FifoQueue: "true" } : {};
    const url = await queueUrl(name, { VisibilityTimeout: "1", ...fifo });
    const noted = new Acknowledged();
    for (let round = 0; round < rounds; round++) {
      const gone = [produce(url, noted), consume(url, noted)].map((work) =>
        work.catch((error: Error) => error),
      );
      await sleep(250);
      await restart();
      for (const error of await Promise.all(gone)) expect(error.name).not.toBe("AssertionError");
    }
    const left = await drain(url);
    const kept = [...noted.sent].filter((body) => !noted.deleting.has(body));
    expect(kept.length).toBeGreaterThan(0);
    expect(noted.deleted.size).toBeGreaterThan(0);
    expect(left).toEqual(expect.arrayContaining(kept));
    expect(left.filter((body) => noted.deleted.has(body))).toEqual([]);
    if (!name.endsWith(".fifo")) return;
    expect(new Set(left).size).toBe(left.length);
    const numbers = left.map((body) => Number(body.split("-")[1]));
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  },
  60_000,
);

it("a receipt handle and a duplicate of before the kill are known after it", async () => {
  const url = await queueUrl("short.fifo", { FifoQueue: "true", VisibilityTimeout: "60" });
  const message = { MessageBody: "a", MessageGroupId: "g", MessageDeduplicationId: "d" };
  const send = () => client.send(new sdk.SendMessageCommand({ QueueUrl: now(url), ...message }));
  const receive = new sdk.ReceiveMessageCommand({ QueueUrl: now(url) });
  const sent = await send();
  const [received] = (await client.send(receive)).Messages ?? [];
  await restart();
  const ReceiptHandle = received?.ReceiptHandle;
  await client.send(new sdk.DeleteMessageCommand({ QueueUrl: now(url), ReceiptHandle }));
  await restart();
  expect(await send()).toMatchObject({
    MessageId: sent.MessageId,
    SequenceNumber: sent.SequenceNumber,
  });
  const { Attributes } = await client.send(
    new sdk.GetQueueAttributesCommand({ QueueUrl: now(url), AttributeNames: ["All"] }),
  );
  expect(Attributes).toMatchObject({
    ApproximateNumberOfMessages: "0",
    ApproximateNumberOfMessagesNotVisible: "0",
  });
});
