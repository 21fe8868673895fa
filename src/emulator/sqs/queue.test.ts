import { describe, expect, test } from "vitest";

import { start, drafts, receive, bodies } from "../../../test/support/sqs-queues.ts";
import type { MessageDraft } from "./message.ts";

describe("visibility", () => {
  test("a received message is invisible for its timeout, to the millisecond", () => {
    const { time, engine } = start();
    const queue = engine.create("q", { VisibilityTimeout: "5" });
    queue.send(drafts("a"));
    expect(bodies(receive(queue))).toEqual(["a"]);
    time.advanceMs(4_999);
    expect(bodies(receive(queue))).toEqual([]);
    time.advanceMs(1);
    expect(receive(queue)[0]?.receiveCount).toBe(2);
  });

  test("a returned message comes before fresher ones", () => {
    const { time, engine } = start();
    const queue = engine.create("q", { VisibilityTimeout: "5" });
    queue.send(drafts("a", "b", "c"));
    receive(queue, { messagesMax: 1 });
    time.advanceMs(5_000);
    expect(bodies(receive(queue))).toEqual(["a", "b", "c"]);
  });

  test("it can be lengthened up to twelve hours from the receive, and ended", () => {
    const { time, engine } = start();
    const queue = engine.create("q", {});
    queue.send(drafts("a"));
    const handle = receive(queue)[0]?.receiptHandle ?? "";
    time.advanceMs(1_000);
    expect(() => queue.changeVisibility(handle, 43_200)).toThrow(
      "beyond the limit [43200 seconds]",
    );
    queue.changeVisibility(handle, 43_199);
    time.advanceMs(43_198_000);
    expect(queue.counts()).toEqual({ ready: 0, delayed: 0, inFlight: 1 });
    queue.changeVisibility(handle, 0);
    expect(queue.counts()).toEqual({ ready: 1, delayed: 0, inFlight: 0 });
    expect(() => queue.changeVisibility(handle, 1)).toThrow("isn't in flight");
  });
});

describe("deleting", () => {
  test("works with the last receive's handle, also when the message is visible again", () => {
    const { time, engine } = start();
    const queue = engine.create("q", {});
    queue.send(drafts("a"));
    const handle = receive(queue)[0]?.receiptHandle ?? "";
    time.advanceMs(30_000);
    queue.delete(handle);
    queue.delete(handle);
    expect(queue.counts()).toEqual({ ready: 0, delayed: 0, inFlight: 0 });
  });

  test("an earlier receive's handle succeeds and deletes nothing", () => {
    const { engine } = start();
    const queue = engine.create("q", {});
    queue.send(drafts("a"));
    const old = receive(queue, { visibilitySeconds: 0 })[0]?.receiptHandle ?? "";
    receive(queue);
    queue.delete(old);
    expect(queue.counts().inFlight).toBe(1);
  });

  test("refuses another queue's handle", () => {
    const { engine } = start();
    const queue = engine.create("q", {});
    queue.send(drafts("a"));
    const handle = receive(queue)[0]?.receiptHandle ?? "";
    const text = `The input receipt handle "${handle}" is not a valid receipt handle.`;
    expect(() => engine.create("other", {}).delete(handle)).toThrow(text);
  });
});

test("delays hold a message back, by queue or by message", () => {
  const { time, engine } = start();
  const queue = engine.create("q", { DelaySeconds: "3" });
  queue.send([...drafts("slow"), { ...drafts("fast")[0], delaySeconds: 0 } as MessageDraft]);
  expect(queue.counts()).toEqual({ ready: 1, delayed: 1, inFlight: 0 });
  expect(bodies(receive(queue))).toEqual(["fast"]);
  time.advanceMs(3_000);
  expect(bodies(receive(queue))).toEqual(["slow"]);
});

test("retention removes messages in any state, and a new retention holds for old messages", () => {
  const { time, engine } = start();
  const queue = engine.create("q", { MessageRetentionPeriod: "120", VisibilityTimeout: "600" });
  queue.send([...drafts("ready", "flown"), { ...drafts("later")[0], delaySeconds: 900 } as never]);
  receive(queue, { messagesMax: 1 });
  time.advanceMs(119_999);
  expect(queue.counts()).toEqual({ ready: 1, delayed: 1, inFlight: 1 });
  engine.setAttributes(queue, { MessageRetentionPeriod: "180" });
  time.advanceMs(60_000);
  expect(queue.counts()).toEqual({ ready: 1, delayed: 1, inFlight: 1 });
  time.advanceMs(1);
  expect(queue.counts()).toEqual({ ready: 0, delayed: 0, inFlight: 0 });
});

test("a purge empties the queue, once in sixty seconds", () => {
  const { time, engine } = start();
  const queue = engine.create("q", {});
  queue.send(drafts("a", "b"));
  receive(queue, { messagesMax: 1 });
  queue.purge();
  expect(queue.counts()).toEqual({ ready: 0, delayed: 0, inFlight: 0 });
  time.advanceMs(59_999);
  const text = "Only one PurgeQueue operation on q is allowed every 60 seconds.";
  expect(() => queue.purge()).toThrow(text);
  time.advanceMs(1);
  queue.purge();
});
