import { describe, expect, test } from "vitest";

import { bodies, drafts, longPoll, receive } from "../../../test/support/sqs-queues.ts";
import { settled, start } from "../../../test/support/sqs-queues.ts";
import type { MessageDraft } from "./message.ts";
import type { Queue } from "./queue.ts";

let lastId = 0;

/** Drafts from texts like `a1`: the letter is the group; each has an id of its own. */
function grouped(...texts: string[]): MessageDraft[] {
  return drafts(...texts).map((draft) => ({
    ...draft,
    groupId: draft.body.charAt(0),
    deduplicationId: `id-${++lastId}`,
  }));
}

function fifo(attributes: Readonly<Record<string, string>> = {}, limits = {}) {
  const { time, engine } = start(limits);
  const queue = engine.create("q.fifo", { FifoQueue: "true", ...attributes });
  return { time, engine, queue };
}

const minuteMs = 60_000;

describe("groups", () => {
  test("a receive takes what it can of one group, in order, before the next", () => {
    const { queue } = fifo();
    queue.send(grouped("a1", "b1", "a2", "c1", "b2", "a3"));
    expect(bodies(receive(queue, { messagesMax: 4 }))).toEqual(["a1", "a2", "a3", "b1"]);
    expect(bodies(receive(queue))).toEqual(["c1"]);
  });

  test("a group is locked until its last message in flight is deleted or visible", () => {
    const { queue } = fifo();
    queue.send(grouped("a1", "a2", "a3"));
    const [first, second] = receive(queue, { messagesMax: 2 });
    expect(receive(queue)).toEqual([]);
    queue.delete(first?.receiptHandle ?? "");
    expect(receive(queue)).toEqual([]);
    queue.changeVisibility(second?.receiptHandle ?? "", 0);
    expect(bodies(receive(queue))).toEqual(["a2", "a3"]);
  });

  test("what comes back is at the front of its group, in order", () => {
    const { time, queue } = fifo({ VisibilityTimeout: "10" });
    queue.send(grouped("a1", "a2", "a3"));
    const [first] = receive(queue, { messagesMax: 2 });
    queue.changeVisibility(first?.receiptHandle ?? "", 20);
    time.advanceMs(10_000);
    expect(receive(queue)).toEqual([]);
    time.advanceMs(10_000);
    expect(bodies(receive(queue))).toEqual(["a1", "a2", "a3"]);
  });

  test("a delayed message holds up its group", () => {
    const { time, engine, queue } = fifo({ DelaySeconds: "5" });
    queue.send(grouped("a1"));
    engine.setAttributes(queue, { DelaySeconds: "0" });
    queue.send(grouped("a2", "b1"));
    expect(bodies(receive(queue))).toEqual(["b1"]);
    time.advanceMs(5_000);
    expect(bodies(receive(queue))).toEqual(["a1", "a2"]);
  });

  test("a group with a backlog does not hold up the others", () => {
    const { queue } = fifo();
    queue.send(grouped("a1", "a2", "a3", "b1"));
    const deleteAll = (queue: Queue) => {
      for (const { receiptHandle } of receive(queue, { messagesMax: 1 }))
        queue.delete(receiptHandle);
    };
    deleteAll(queue);
    expect(bodies(receive(queue, { messagesMax: 1 }))).toEqual(["b1"]);
  });

  test("a long poll gets the group that a delete unlocks", async () => {
    const { queue } = fifo();
    queue.send(grouped("a1", "a2"));
    const [first] = receive(queue, { messagesMax: 1 });
    const poll = longPoll(queue);
    queue.delete(first?.receiptHandle ?? "");
    await settled();
    expect(poll.answer).toEqual(["a2"]);
  });
});

describe("de-duplication", () => {
  test("accepts a duplicate within five minutes, with the first one's id and number", () => {
    const { time, queue } = fifo();
    const [draft] = grouped("a1") as [MessageDraft];
    const [first] = queue.send([draft]);
    for (const { receiptHandle } of receive(queue)) queue.delete(receiptHandle);
    time.advanceMs(5 * minuteMs - 1);
    const [again] = queue.send([{ ...draft, groupId: "b", body: "other" }]);
    expect(again).toMatchObject({ id: first?.id, sequence: first?.sequence });
    expect(again?.bodyMd5).not.toBe(first?.bodyMd5);
    expect(receive(queue)).toEqual([]);
    time.advanceMs(1);
    expect(queue.send([draft])[0]?.id).not.toBe(first?.id);
    expect(bodies(receive(queue))).toEqual(["a1"]);
  });

  test("holds within a message group where that is its scope", () => {
    const { queue } = fifo({ DeduplicationScope: "messageGroup" });
    const [draft] = grouped("a1") as [MessageDraft];
    queue.send([draft, { ...draft, groupId: "b" }, draft]);
    expect(queue.counts().ready).toBe(2);
  });

  test("a purge forgets it", () => {
    const { queue } = fifo();
    const sent = grouped("a1");
    queue.send(sent);
    queue.purge();
    queue.send(sent);
    expect(queue.counts().ready).toBe(1);
  });
});

describe("receipt handles", () => {
  const expired = "for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.";

  test("expire when the message is visible again; after its deletion they succeed", () => {
    const { time, queue } = fifo();
    queue.send(grouped("a1"));
    const old = receive(queue)[0]?.receiptHandle ?? "";
    time.advanceMs(30_000);
    expect(() => queue.delete(old)).toThrow(`Value ${old} ${expired}`);
    const handle = receive(queue)[0]?.receiptHandle ?? "";
    expect(() => queue.delete(old)).toThrow(expired);
    queue.delete(handle);
    queue.delete(handle);
    expect(queue.counts()).toEqual({ ready: 0, delayed: 0, inFlight: 0 });
  });
});

describe("receive attempts", () => {
  const attempt = { attemptId: "try", messagesMax: 2 };

  test("are repeated with the same handles, under a new visibility timeout", () => {
    const { time, queue } = fifo({ VisibilityTimeout: "10" });
    queue.send(grouped("a1", "a2", "b1"));
    const first = receive(queue, attempt);
    time.advanceMs(9_000);
    expect(receive(queue, attempt)).toEqual(first);
    time.advanceMs(9_000);
    expect(queue.counts()).toEqual({ ready: 1, delayed: 0, inFlight: 2 });
    expect(first.map(({ message }) => message.receiveCount)).toEqual([1, 1]);
  });

  test.each([
    ["a message was deleted", (queue: Queue, handle: string) => queue.delete(handle)],
    ["a timeout was changed", (queue: Queue, handle: string) => queue.changeVisibility(handle, 99)],
    ["the queue was purged", (queue: Queue) => queue.purge()],
  ])("are not when %s", (_, change) => {
    const { queue } = fifo();
    queue.send(grouped("a1", "a2", "a3"));
    const [first] = receive(queue, attempt);
    change(queue, first?.receiptHandle ?? "");
    expect(receive(queue, attempt)).toEqual([]);
  });

  test("are not after five minutes", () => {
    const { time, queue } = fifo({ VisibilityTimeout: "900" });
    queue.send(grouped("a1"));
    receive(queue, attempt);
    time.advanceMs(5 * minuteMs);
    expect(receive(queue, attempt)).toEqual([]);
  });
});

test("at the in-flight limit a receive answers nothing, without an error", () => {
  const { queue } = fifo({}, { fifoInFlightMax: 2 });
  queue.send(grouped("a1", "b1", "c1"));
  expect(receive(queue)).toHaveLength(2);
  expect(receive(queue)).toEqual([]);
});

describe("dead letters", () => {
  function withDeadLetters() {
    const { time, engine } = start();
    const dead = engine.create("dead.fifo", { FifoQueue: "true" });
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 1 });
    const attributes = { FifoQueue: "true", RedrivePolicy, VisibilityTimeout: "10" };
    return { time, engine, dead, queue: engine.create("q.fifo", attributes) };
  }

  test("get a new time and number in their queue, and unlock the rest of the group", () => {
    const { time, dead, queue } = withDeadLetters();
    const [sent] = queue.send(grouped("a1", "a2"));
    const { id, sequence = 0 } = sent ?? {};
    receive(queue, { messagesMax: 1 });
    time.advanceMs(10_000);
    expect(bodies(receive(queue))).toEqual(["a2"]);
    const [moved] = receive(dead);
    expect(moved?.message).toMatchObject({ id, sentAtMs: 1_700_000_010_000, receiveCount: 2 });
    expect(moved?.message.sequence).toBeGreaterThan(sequence);
    expect(moved?.message.deadLetterSourceArn).toBe(queue.arn);
  });

  test.each([
    ["q", {}],
    ["r.fifo", { FifoQueue: "true" }],
  ])("%s must be of its target's kind", (name, attributes) => {
    const { engine, dead } = withDeadLetters();
    const plain = engine.create("plain", {});
    const policy = (arn: string) =>
      JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: 1 });
    const create = (arn: string) =>
      engine.create(name, { ...attributes, RedrivePolicy: policy(arn) });
    const [same, other] = name === "q" ? [plain, dead] : [dead, plain];
    expect(() => create(other.arn)).toThrow("Dead-letter queue must be same type of queue");
    expect(create(same.arn).settings.redrive?.deadLetterTargetArn).toBe(same.arn);
  });
});
