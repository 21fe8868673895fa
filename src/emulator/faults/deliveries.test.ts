import { describe, expect, it } from "vitest";
import { faultedServices, type FaultRules } from "../../../test/support/faulted-services.ts";

interface Message {
  readonly Body: string;
  readonly ReceiptHandle: string;
}

/** A queue of a world under these faults, spoken to in short. */
function queue(rules: FaultRules, name = "q") {
  const world = faultedServices(rules);
  const QueueUrl = `http://127.0.0.1:4566/000000000000/${name}`;
  const isFifo = name.endsWith(".fifo");
  const call = (operation: string, input: object) =>
    JSON.parse(world.call("sqs", operation, { QueueUrl, ...input }).body);
  return {
    ...world,
    send: (...bodies: readonly string[]) => {
      for (const MessageBody of bodies) {
        const fifo = { MessageGroupId: "g", MessageDeduplicationId: MessageBody };
        call("SendMessage", { MessageBody, ...(isFifo && fifo) });
      }
    },
    receive: (MaxNumberOfMessages = 1): readonly Message[] =>
      call("ReceiveMessage", { MaxNumberOfMessages }).Messages ?? [],
    remove: ({ ReceiptHandle }: Message) => call("DeleteMessage", { ReceiptHandle }),
    state: () => world.services.sqs.inspect(name),
  };
}

const bodiesOf = (messages: readonly Message[]) => messages.map(({ Body }) => Body);

describe("aforo:duplicate-delivery", () => {
  const once: FaultRules = [{ action: "aforo:duplicate-delivery", atMost: 1 }];

  it("delivers a message twice while it is in flight, and the first handle deletes it", () => {
    const { send, receive, remove, state, faults } = queue(once);
    send("a", "b");
    const [first] = receive();
    const [again] = receive();
    expect([first?.Body, again?.Body]).toEqual(["a", "a"]);
    expect(again?.ReceiptHandle).not.toBe(first?.ReceiptHandle);
    expect(state()).toMatchObject({ visible: 1, inFlight: 1 });
    remove(first as Message);
    expect(state()).toMatchObject({ visible: 1, inFlight: 0 });
    expect(bodiesOf(receive(10))).toEqual(["b"]);
    expect(faults.tallies()).toMatchObject([{ considered: 1, struck: 1 }]);
  });

  it("gives a handle with the duplicate that deletes too", () => {
    const { send, receive, remove, state } = queue(once);
    send("a");
    receive();
    remove(receive()[0] as Message);
    expect(state()).toMatchObject({ visible: 0, inFlight: 0 });
  });

  it("delivers the duplicate even where the message was deleted meanwhile, once", () => {
    const { send, receive, remove } = queue(once);
    send("a");
    remove(receive()[0] as Message);
    expect(bodiesOf(receive())).toEqual(["a"]);
    expect(receive()).toEqual([]);
  });

  it("is over with a purge", () => {
    const { send, receive, call } = queue(once);
    send("a");
    receive();
    call("sqs", "PurgeQueue", { QueueUrl: "http://127.0.0.1:4566/000000000000/q" });
    expect(receive()).toEqual([]);
  });

  it("answers a receive that waits already", async () => {
    const { asking, send } = queue(once);
    const input = { QueueUrl: "http://127.0.0.1:4566/000000000000/q", WaitTimeSeconds: 20 };
    const both = Promise.all([
      asking("sqs", "ReceiveMessage", input),
      asking("sqs", "ReceiveMessage", input),
    ]);
    send("a");
    for (const { body } of await both) expect(body).toContain('"Body":"a"');
  });
});

describe("aforo:reorder", () => {
  it("passes a message over once: it comes behind later ones", () => {
    const { send, receive } = queue([{ action: "aforo:reorder", atMost: 1 }]);
    send("a", "b", "c", "d");
    expect(bodiesOf(receive())).toEqual(["b"]);
    expect(bodiesOf(receive(10))).toEqual(["a", "c", "d"]);
  });

  it("changes the order within one receive that takes all", () => {
    const { send, receive } = queue([{ action: "aforo:reorder", atMost: 1 }]);
    send("a", "b", "c");
    expect(bodiesOf(receive(10))).toEqual(["b", "c", "a"]);
  });

  it("delivers a message that has no later one", () => {
    const { send, receive } = queue([{ action: "aforo:reorder" }]);
    send("a");
    expect(bodiesOf(receive())).toEqual(["a"]);
  });

  it.each([1, 3, 10])("loses and repeats none where it strikes all, %i at a time", (at) => {
    const { send, receive, state } = queue([{ action: "aforo:reorder" }]);
    const sent = Array.from({ length: 50 }, (_, i) => `m${i}`);
    send(...sent);
    const received: string[] = [];
    for (let i = 0; i < 50 && received.length < 50; i++) received.push(...bodiesOf(receive(at)));
    expect(received).not.toEqual(sent);
    expect(received.toSorted()).toEqual(sent.toSorted());
    expect(state()).toMatchObject({ visible: 0, inFlight: 50 });
  });

  it("keeps a message that is passed over among the visible ones, until its retention ends", () => {
    const { send, receive, state, time } = queue([{ action: "aforo:reorder", atMost: 1 }]);
    send("a", "b");
    expect(bodiesOf(receive())).toEqual(["b"]);
    expect(state()).toMatchObject({ visible: 1, inFlight: 1 });
    time.advanceMs(345_600_000);
    expect(receive()).toEqual([]);
    expect(state()).toMatchObject({ visible: 0, inFlight: 0 });
  });
});

it("leaves a FIFO queue what it promises", () => {
  const { send, receive, faults } = queue(
    [{ action: "aforo:duplicate-delivery" }, { action: "aforo:reorder" }],
    "q.fifo",
  );
  send("a", "b", "c");
  expect(bodiesOf(receive(10))).toEqual(["a", "b", "c"]);
  expect(receive(10)).toEqual([]);
  expect(faults.tallies()).toMatchObject([{ considered: 0 }, { considered: 0 }]);
});
