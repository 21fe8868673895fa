import * as fc from "fast-check";
import { expect, test } from "vitest";

import { drafts, receive, withDeadLetters } from "../../../test/support/sqs-queues.ts";
import type { Delivery } from "./delivery.ts";
import type { Queue } from "./queue.ts";

const operation = fc.record({
  kind: fc.constantFrom("send", "receive", "receive dead", "delete", "change", "pass"),
  amount: fc.integer({ min: 1, max: 12 }),
  pick: fc.nat(),
});

const history = fc.record({
  maxReceiveCount: fc.constantFrom(1, 2, 4),
  operations: fc.array(operation, { maxLength: 120, size: "max" }),
});

/** What a consumer of both queues knows. */
interface Seen {
  readonly visibleAtMs: Map<string, number>;
  readonly latest: Map<string, Delivery>;
  readonly deleted: Set<string>;
}

test("nothing is lost, seen while invisible, seen after its deletion or received too often", () => {
  fc.assert(
    fc.property(history, ({ maxReceiveCount, operations }) => {
      const { time, queue, dead } = withDeadLetters(maxReceiveCount);
      const sent = new Set<string>();
      const seen: Seen = { visibleAtMs: new Map(), latest: new Map(), deleted: new Set() };
      const alive: Delivery[] = [];
      const moved: Delivery[] = [];
      const note = (deliveries: readonly Delivery[], visibilityMs: number) => {
        for (const delivery of deliveries) {
          const { id } = delivery.message;
          expect(seen.deleted.has(id)).toBe(false);
          expect(seen.visibleAtMs.get(id) ?? 0).toBeLessThanOrEqual(time.clock.epochMs());
          seen.visibleAtMs.set(id, time.clock.epochMs() + visibilityMs);
          seen.latest.set(id, delivery);
        }
      };
      for (const { kind, amount, pick } of operations) {
        const known = [...seen.latest.values()];
        const picked = known[pick % known.length];
        const holder = picked?.message.deadLetterSourceArn === undefined ? queue : dead;
        if (kind === "send") {
          for (const { id } of queue.send(drafts(...Array(amount).fill("a")))) sent.add(id);
        } else if (kind === "receive") {
          const got = receive(queue, { messagesMax: Math.min(amount, 10) });
          note(got, 10_000);
          alive.push(...got);
        } else if (kind === "receive dead") {
          const got = receive(dead, { messagesMax: Math.min(amount, 10) });
          note(got, 30_000);
          moved.push(...got);
        } else if (kind === "delete" && picked && canDelete(picked, maxReceiveCount)) {
          holder.delete(picked.receiptHandle);
          seen.deleted.add(picked.message.id);
          seen.latest.delete(picked.message.id);
        } else if (kind === "change" && picked?.message.state === "inFlight") {
          holder.changeVisibility(picked.receiptHandle, amount - 1);
          const visibleAtMs = time.clock.epochMs() + (amount - 1) * 1_000;
          seen.visibleAtMs.set(picked.message.id, visibleAtMs);
        } else {
          time.advanceMs(amount * 3_000);
        }
        const held = [queue.counts(), dead.counts()].map((c) => c.ready + c.delayed + c.inFlight);
        expect((held[0] ?? 0) + (held[1] ?? 0)).toBe(sent.size - seen.deleted.size);
      }
      expect(alive.filter(({ receiveCount }) => receiveCount > maxReceiveCount)).toEqual([]);
      expect(moved.filter(({ receiveCount }) => receiveCount <= maxReceiveCount)).toEqual([]);
      time.advanceMs(60_000);
      expect(drain([queue, dead])).toEqual(
        new Set([...sent].filter((id) => !seen.deleted.has(id))),
      );
    }),
  );
});

/** A message that moved to the dead-letter queue cannot be deleted by its old queue's handle. */
function canDelete({ message, receiveCount }: Delivery, maxReceiveCount: number): boolean {
  const isMoved = message.deadLetterSourceArn !== undefined;
  return isMoved === receiveCount > maxReceiveCount;
}

function drain(queues: readonly Queue[]): Set<string> {
  const ids = new Set<string>();
  for (const queue of queues) {
    for (;;) {
      const got = receive(queue, { visibilitySeconds: 600 });
      if (got.length === 0) break;
      for (const { message } of got) ids.add(message.id);
    }
  }
  return ids;
}
