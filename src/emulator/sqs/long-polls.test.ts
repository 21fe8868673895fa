import { describe, expect, test } from "vitest";

import {
  start,
  drafts,
  ask,
  receive,
  bodies,
  longPoll,
  settled,
  withDeadLetters,
} from "../../../test/support/sqs-queues.ts";
import type { MessageDraft } from "./message.ts";

describe("a long poll", () => {
  test("is answered by a whole batch as it arrives", async () => {
    const { queue } = withDeadLetters(3);
    const polls = [longPoll(queue, { messagesMax: 2 }), longPoll(queue), longPoll(queue)];
    queue.send(drafts("a", "b", "c"));
    await settled();
    expect(polls.map((poll) => poll.answer)).toEqual([["a", "b"], ["c"], undefined]);
  });

  test.each([
    { what: "the end of a delay", delaySeconds: 7, wakesAtMs: 7_000 },
    { what: "the end of a visibility timeout", delaySeconds: 0, wakesAtMs: 10_000 },
  ])("wakes at $what", async ({ delaySeconds, wakesAtMs }) => {
    const { time, queue } = withDeadLetters(3);
    queue.send([{ ...drafts("a")[0], delaySeconds } as MessageDraft]);
    receive(queue);
    const poll = longPoll(queue);
    time.advanceMs(wakesAtMs - 1);
    await settled();
    expect(poll.answer).toBeUndefined();
    time.advanceMs(1);
    await settled();
    expect(poll.answer).toEqual(["a"]);
  });

  test("ends empty when its time is over, and takes nothing afterwards", async () => {
    const { time, queue } = withDeadLetters(3);
    const poll = longPoll(queue);
    time.advanceMs(20_000);
    await settled();
    expect(poll.answer).toEqual([]);
    queue.send(drafts("a"));
    expect(queue.counts().ready).toBe(1);
  });

  test("takes nothing when its client has gone", async () => {
    const { queue } = withDeadLetters(3);
    const client = new AbortController();
    const poll = longPoll(queue, { signalOf: () => client.signal });
    client.abort();
    queue.send(drafts("a"));
    await settled();
    expect(poll.answer).toEqual([]);
    expect(queue.counts().ready).toBe(1);
  });

  test("fails when the queue is deleted", async () => {
    const { engine, queue } = withDeadLetters(3);
    const waiting = queue.receive(ask({ waitSeconds: 20 }));
    engine.delete(queue);
    await expect(waiting).rejects.toThrow("The specified queue does not exist.");
  });
});

describe("the in-flight limit", () => {
  test("short polls are refused, long polls wait for a deletion", async () => {
    const { engine } = start({ inFlightMax: 3 });
    const queue = engine.create("q", {});
    queue.send(drafts("a", "b", "c", "d"));
    const flown = receive(queue);
    expect(bodies(flown)).toEqual(["a", "b", "c"]);
    expect(() => receive(queue)).toThrow("maximum number of in flight messages");
    const poll = longPoll(queue);
    await settled();
    expect(poll.answer).toBeUndefined();
    queue.delete(flown[0]?.receiptHandle ?? "");
    await settled();
    expect(poll.answer).toEqual(["d"]);
  });
});
