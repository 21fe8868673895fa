import * as sdk from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { elsewhere } from "../../support/contract-target.ts";
import { outcome, times } from "../../support/outcomes.ts";
import { sqsBench, type SqsBench } from "../../support/sqs-bench.ts";

const invalid = "InvalidParameterValue";

describe("SQS: message move tasks", { timeout: 120_000 }, () => {
  let bench: SqsBench;

  beforeAll(async () => {
    bench = await sqsBench();
  });
  afterAll(() => bench.close());

  /** A dead-letter queue with so many messages, and the queue that they came from. */
  async function letters(count: number, on = bench) {
    const queue = await on.queue();
    const source = await on.queue();
    const SourceArn = await on.arnOf(queue);
    const policy = { deadLetterTargetArn: SourceArn, maxReceiveCount: 1 };
    await on.set(source, { RedrivePolicy: JSON.stringify(policy) });
    const DestinationArn = await on.arnOf(source);
    for (let sent = 0; sent < count; sent += 10) {
      const Entries = times(Math.min(10, count - sent), (i) => ({ Id: `${i}`, MessageBody: "x" }));
      await on.client.send(new sdk.SendMessageBatchCommand({ QueueUrl: queue, Entries }));
    }
    return { SourceArn, DestinationArn };
  }

  const start = (input: sdk.StartMessageMoveTaskCommandInput, on = bench) =>
    on.client.send(new sdk.StartMessageMoveTaskCommand(input));

  async function moved(SourceArn: string): Promise<number | undefined> {
    const list = new sdk.ListMessageMoveTasksCommand({ SourceArn });
    return (await bench.client.send(list)).Results?.[0]?.ApproximateNumberOfMessagesMoved;
  }

  it("moveTaskMessagesPerSecondMax: at most 500 messages a second", async () => {
    const input = await letters(10);
    const asked = (MaxNumberOfMessagesPerSecond: number) =>
      outcome(start({ ...input, MaxNumberOfMessagesPerSecond }));
    expect(await asked(501)).toBe(invalid);
    expect(await asked(500)).toBe("accepted");
  });

  it.skipIf(elsewhere)("moveTaskMessagesPerSecondDefault: 500 messages a second", async () => {
    const input = await letters(1_000);
    await start(input);
    await bench.advance(1_000);
    expect(await moved(input.SourceArn)).toBe(500);
    await bench.advance(1_000);
    expect(await moved(input.SourceArn)).toBe(1_000);
  });

  it.skipIf(elsewhere)("moveTaskMessagesPerSecondMax: as slow as was asked for", async () => {
    const input = await letters(20);
    await start({ ...input, MaxNumberOfMessagesPerSecond: 2 });
    await bench.advance(5_000);
    expect(await moved(input.SourceArn)).toBe(10);
  });

  it("moveTasksActiveMax: one task for a source", async () => {
    const input = { ...(await letters(100)), MaxNumberOfMessagesPerSecond: 1 };
    const { TaskHandle } = await start(input);
    await expect(start(input)).rejects.toMatchObject({
      message:
        "There is already a task running. Only one active task is allowed for a source queue " +
        "arn at a given time.",
    });
    await bench.client.send(new sdk.CancelMessageMoveTaskCommand({ TaskHandle }));
  });

  it.skipIf(elsewhere)("moveTasksActiveMax, moveTaskCancelMs: 100 tasks at a time", async () => {
    const many = await sqsBench({ limits: { sqs: { moveTaskCancelMs: 1_000 } } });
    const tasks = [];
    for (let i = 0; i < 100; i++) {
      tasks.push(
        await start({ ...(await letters(1, many)), MaxNumberOfMessagesPerSecond: 1 }, many),
      );
    }
    const last = await letters(1, many);
    expect(await outcome(start(last, many))).toBe("OverLimit");
    const { TaskHandle } = tasks[0] ?? {};
    await many.client.send(new sdk.CancelMessageMoveTaskCommand({ TaskHandle }));
    expect(await outcome(start(last, many))).toBe("OverLimit");
    await many.advance(1_000);
    expect(await outcome(start(last, many))).toBe("accepted");
    await many.close();
  });

  it.skipIf(elsewhere)("listedMoveTasksMax: the latest 10 tasks", async () => {
    const input = await letters(1);
    for (let i = 0; i < 11; i++) {
      await start(input);
      await bench.advance(1_000);
    }
    const list = (MaxResults: number) =>
      bench.client.send(
        new sdk.ListMessageMoveTasksCommand({ SourceArn: input.SourceArn, MaxResults }),
      );
    expect((await list(10)).Results).toHaveLength(10);
    expect(await outcome(list(11))).toBe(invalid);
  });
});
