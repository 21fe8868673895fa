import type { SQSClient } from "@aws-sdk/client-sqs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { queueStandIn, serviceError, standIn, until } from "../../test/support/stand-ins.ts";
import { sleep } from "../core/timers.ts";
import { QueueReceiver, type QueueReceiverOptions } from "./queue-receiver.ts";

// Backoff is not what these tests are about: none waits for it.
vi.mock(import("../core/timers.ts"), async (original) => {
  const timers = await original();
  return { ...timers, sleep: (ms, signal) => timers.sleep(Math.min(ms, 5), signal) };
});

let started: QueueReceiver | undefined;
afterEach(() => started?.stop());

function receiver(sqs: SQSClient, more: Partial<QueueReceiverOptions> = {}) {
  const bodies: string[] = [];
  started = new QueueReceiver({
    sqs,
    queueUrl: "work",
    receivers: 2,
    hasRoom: () => true,
    handle: async (messages) => void bodies.push(...messages.map(({ Body = "" }) => Body)),
    ...more,
  });
  return { receiver: started, bodies };
}

interface Deletion {
  readonly Entries: readonly { readonly Id: string; readonly ReceiptHandle: string }[];
}

/** A queue whose deletions are answered by plan: the handles that fail, or an error. */
function deletions(plan: readonly (readonly string[] | Error)[]) {
  const asked: string[][] = [];
  const { sqs } = standIn({
    DeleteMessageBatch({ Entries }: Deletion, call) {
      asked.push(Entries.map(({ ReceiptHandle }) => ReceiptHandle));
      const failing = plan[call - 1] ?? [];
      if (failing instanceof Error) throw failing;
      const Failed = Entries.filter(({ ReceiptHandle }) => failing.includes(ReceiptHandle));
      return { Failed, Successful: Entries.filter((entry) => !Failed.includes(entry)) };
    },
  });
  return { sqs, asked };
}

describe("what a QueueReceiver deletes", () => {
  const failure = serviceError("InternalError");

  it.each([
    { when: "all succeed", plan: [[]], asked: ["abc"], deleted: 3, errors: 0 },
    {
      when: "some fail",
      plan: [["b", "c"], ["c"]],
      asked: ["abc", "bc", "c"],
      deleted: 3,
      errors: 0,
    },
    { when: "a call fails", plan: [failure], asked: ["abc", "abc"], deleted: 3, errors: 1 },
    {
      when: "one always fails",
      plan: [["a"], ["a"], ["a"], ["a"]],
      asked: ["abc", "a", "a"],
      deleted: 2,
      errors: 0,
    },
    {
      when: "all calls fail",
      plan: [failure, failure, failure, failure],
      asked: ["abc", "abc", "abc"],
      deleted: 0,
      errors: 3,
    },
  ])("when $when", async ({ plan, asked, deleted, errors }) => {
    const { sqs, asked: seen } = deletions(plan);
    const { receiver: tested } = receiver(sqs);
    await tested.delete(["a", "b", "c"]);
    expect(seen.map((batch) => batch.join(""))).toEqual(asked);
    expect(tested.counters).toMatchObject({ deleted, errors });
  });

  it("goes in batches of ten", async () => {
    const { sqs, asked } = deletions([]);
    await receiver(sqs).receiver.delete(Array.from({ length: 25 }, (_, i) => `h${i}`));
    expect(asked.map((batch) => batch.length).sort((a, b) => b - a)).toEqual([10, 10, 5]);
    expect(new Set(asked.flat()).size).toBe(25);
  });

  it("is nothing where there is nothing to delete", async () => {
    const { sqs, asked } = deletions([]);
    await receiver(sqs).receiver.delete([]);
    expect(asked).toEqual([]);
  });
});

describe("what a QueueReceiver receives", () => {
  const bodies = Array.from({ length: 35 }, (_, i) => `body ${i}`);

  it("is handed on once each, by all of its loops", async () => {
    const tested = receiver(queueStandIn(bodies).sqs);
    tested.receiver.start();
    await until(() => tested.bodies.length >= bodies.length);
    expect(tested.bodies.sort()).toEqual(bodies.toSorted());
    expect(tested.receiver.counters.received).toBe(bodies.length);
  });

  it("waits while there is no room for it", async () => {
    let taken = 0;
    const tested = receiver(queueStandIn(bodies).sqs, {
      receivers: 1,
      hasRoom: () => taken < 20,
      handle: async (messages) => void (taken += messages.length),
    });
    tested.receiver.start();
    await until(() => taken === 20);
    await tested.receiver.stop();
    expect(taken).toBe(20);
  });

  it("comes again after a call that failed", async () => {
    const { sqs } = standIn({
      async ReceiveMessage(_, call) {
        if (call > 3) await sleep(5);
        if (call < 3) throw serviceError("ServiceUnavailable");
        return { Messages: call === 3 ? [{ Body: "at last", ReceiptHandle: "h" }] : [] };
      },
    });
    const tested = receiver(sqs, { receivers: 1 });
    tested.receiver.start();
    await until(() => tested.bodies.length > 0);
    expect(tested.bodies).toEqual(["at last"]);
    expect(tested.receiver.counters.errors).toBe(2);
  });
});
