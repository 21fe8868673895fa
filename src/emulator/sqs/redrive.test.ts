import { describe, expect, test } from "vitest";

import {
  drafts,
  receive,
  bodies,
  longPoll,
  settled,
  withDeadLetters,
} from "../../../test/support/sqs-queues.ts";

describe("redrive", () => {
  test("the receive that would exceed maxReceiveCount moves the message instead", () => {
    const { time, queue, dead } = withDeadLetters(2);
    const [sent] = queue.send(drafts("a"));
    for (const _ of [1, 2]) {
      expect(bodies(receive(queue))).toEqual(["a"]);
      time.advanceMs(10_000);
    }
    expect(dead.counts().ready).toBe(0);
    expect(receive(queue)).toEqual([]);
    expect(queue.counts()).toEqual({ ready: 0, delayed: 0, inFlight: 0 });
    const [moved] = receive(dead);
    expect(moved?.message).toMatchObject({
      id: sent?.id,
      sentAtMs: 1_700_000_000_000,
      deadLetterSourceArn: queue.arn,
      receiveCount: 3,
    });
  });

  test("wakes a long poll at the dead-letter queue", async () => {
    const { time, queue, dead } = withDeadLetters(1);
    const poll = longPoll(dead);
    queue.send(drafts("a"));
    receive(queue);
    time.advanceMs(10_000);
    receive(queue);
    await settled();
    expect(poll.answer).toEqual(["a"]);
  });

  test("two queues that are each other's dead-letter queue hand a message to and fro", async () => {
    const { time, engine, queue, dead } = withDeadLetters(1);
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: queue.arn, maxReceiveCount: 1 });
    engine.setAttributes(dead, { RedrivePolicy });
    queue.send(drafts("a"));
    receive(queue);
    const polls = [longPoll(queue), longPoll(dead)];
    time.advanceMs(10_000);
    await settled();
    expect(polls.map((poll) => poll.answer)).toEqual([undefined, ["a"]]);
  });

  test("without its dead-letter queue a message stays", () => {
    const { time, engine, queue, dead } = withDeadLetters(1);
    queue.send(drafts("a"));
    receive(queue);
    engine.delete(dead);
    time.advanceMs(10_000);
    expect(bodies(receive(queue))).toEqual(["a"]);
  });

  test.each([
    { maxReceiveCount: 3, order: ["old", "new"] },
    { maxReceiveCount: 4, order: ["new", "old"] },
  ])("order after three receives with maxReceiveCount $maxReceiveCount", (example) => {
    const { queue } = withDeadLetters(example.maxReceiveCount);
    const last = example.maxReceiveCount === 3 ? 2 : 3;
    queue.send(drafts("old"));
    for (let i = 0; i < last; i++) receive(queue, { visibilitySeconds: 0 });
    queue.send(drafts("new"));
    expect(bodies(receive(queue))).toEqual(example.order);
  });
});

describe("redrive allow policies", () => {
  const allow = (redrivePermission: string, ...sourceQueueArns: string[]) =>
    JSON.stringify({
      redrivePermission,
      ...(sourceQueueArns.length > 0 && { sourceQueueArns }),
    });
  const arnOf = (name: string) => `arn:aws:sqs:eu-west-1:000000000000:${name}`;

  test.each([
    [allow("allowAll"), true],
    [allow("byQueue", arnOf("new"), arnOf("other")), true],
    [allow("byQueue", arnOf("other")), false],
    [allow("denyAll"), false],
  ])("%s lets a queue have it as its target: %s", (RedriveAllowPolicy, isAllowed) => {
    const { engine } = withDeadLetters(1);
    const target = engine.create("guarded", { RedriveAllowPolicy });
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: target.arn, maxReceiveCount: 1 });
    const create = () => engine.create("new", { RedrivePolicy });
    if (isAllowed) expect(create().settings.redrive?.deadLetterTargetArn).toBe(target.arn);
    else expect(create).toThrow("does not allow this queue");
  });
});
