import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { bodies, drafts, receive, start } from "../../../test/support/sqs-queues.ts";
import type { Delivery } from "./delivery.ts";
import type { MessageDraft } from "./message.ts";
import type { Queue } from "./queue.ts";

/** As many messages of one tenant; the tenant is their text. */
function of(tenant: string, count: number): MessageDraft[] {
  return drafts(...Array<string>(count).fill(tenant)).map((draft) => ({
    ...draft,
    groupId: tenant === "plain" ? undefined : tenant,
  }));
}

function fair(limits = {}) {
  const { time, engine } = start(limits);
  const queue = engine.create("q", { VisibilityTimeout: "43200" });
  return { time, queue };
}

function receiveMany(queue: Queue, count: number): Delivery[] {
  return Array.from({ length: count / 10 }, () => receive(queue)).flat();
}

function deleteAll(queue: Queue, deliveries: readonly Delivery[]): void {
  for (const { receiptHandle } of deliveries) queue.delete(receiptHandle);
}

describe("a tenant is noisy", () => {
  test.each([
    { inFlight: 20, first: "big" },
    { inFlight: 30, first: "small" },
  ])("by its share in flight, from thirty on: $inFlight", ({ inFlight, first }) => {
    const { queue } = fair();
    queue.send([...of("big", 100), ...of("small", 1)]);
    receiveMany(queue, inFlight);
    expect(bodies(receive(queue, { messagesMax: 1 }))).toEqual([first]);
  });

  test("only above ten per cent in flight", () => {
    const { queue } = fair();
    queue.send(of("plain", 270));
    receiveMany(queue, 270);
    queue.send([...of("big", 100), ...of("small", 1)]);
    receiveMany(queue, 30);
    expect(bodies(receive(queue, { messagesMax: 2 }))).toEqual(["big", "small"]);
  });

  test("by its share of the recent processing time", () => {
    const { time, queue } = fair();
    queue.send([...of("slow", 3), ...of("plain", 30)]);
    const [slow] = receive(queue, { messagesMax: 1 });
    time.advanceMs(60_000);
    deleteAll(queue, [slow as Delivery]);
    expect(bodies(receive(queue)).filter((body) => body === "slow")).toEqual([]);
  });
});

test("among noisy tenants that with the fewest in flight comes first", () => {
  const { queue } = fair();
  queue.send(of("a", 60));
  receiveMany(queue, 40);
  queue.send(of("b", 60));
  receiveMany(queue, 30);
  expect(bodies(receive(queue))).toEqual(Array(10).fill("b"));
  expect(bodies(receive(queue, { messagesMax: 3 })).sort()).toEqual(["a", "a", "b"]);
});

describe("a noisy tenant is quiet again", () => {
  test("when its backlog is consumed", () => {
    const { queue } = fair({ fairInFlightMin: 10 });
    queue.send(of("big", 20));
    receiveMany(queue, 10);
    deleteAll(queue, receive(queue));
    queue.send([...of("plain", 200)]);
    receiveMany(queue, 200);
    queue.send([...of("big", 1), ...of("small", 1)]);
    expect(bodies(receive(queue))).toEqual(["big", "small"]);
  });

  test.each([
    { ms: 299_999, first: "plain" },
    { ms: 300_000, first: "big" },
  ])("after $ms ms with none in flight: $first", ({ ms, first }) => {
    const { time, queue } = fair();
    queue.send(of("big", 50));
    const flown = receiveMany(queue, 30);
    receive(queue, { messagesMax: 1, visibilitySeconds: 0 });
    deleteAll(queue, flown);
    queue.send(of("plain", 1));
    time.advanceMs(ms);
    expect(bodies(receive(queue, { messagesMax: 1 }))).toEqual([first]);
  });
});

test("quiet tenants and messages without one come in the order of arrival", () => {
  const { queue } = fair();
  queue.send(["plain", "b", "a", "plain", "b"].flatMap((tenant) => of(tenant, 1)));
  expect(bodies(receive(queue))).toEqual(["plain", "b", "a", "plain", "b"]);
});

test("nothing of a noisy tenant comes before what quiet ones have, whenever it was sent", () => {
  const step = fc.record({
    kind: fc.constantFrom("send", "receive", "delete", "pass"),
    tenant: fc.constantFrom("plain", "b", "c", "d"),
    amount: fc.integer({ min: 1, max: 10 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 100, size: "max" }), (steps) => {
      const { time, queue } = fair({ fairProcessingPercent: 100 });
      queue.send(of("noisy", 3_000));
      const flown = receiveMany(queue, 400);
      let quietWaiting = 0;
      let quietSent = 0;
      for (const { kind, tenant, amount } of steps) {
        if (kind === "send" && quietSent + amount < 30) {
          queue.send(of(tenant, amount));
          quietWaiting += amount;
          quietSent += amount;
        } else if (kind === "receive") {
          const got = receive(queue, { messagesMax: amount });
          const quiet = got.filter(({ message }) => message.body !== "noisy");
          expect(got).toHaveLength(amount);
          expect(quiet).toHaveLength(Math.min(amount, quietWaiting));
          quietWaiting -= quiet.length;
        } else if (kind === "delete" && flown.length > 200) {
          deleteAll(queue, flown.splice(0, amount));
        } else {
          time.advanceMs(amount * 1_000);
        }
      }
    }),
  );
});
