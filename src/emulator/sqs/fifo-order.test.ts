import * as fc from "fast-check";
import { expect, test } from "vitest";

import { drafts, receive, start } from "../../../test/support/sqs-queues.ts";
import type { Delivery } from "./delivery.ts";
import type { Queue } from "./queue.ts";

const operation = fc.record({
  kind: fc.constantFrom("send", "send", "receive", "receive", "delete", "change", "pass"),
  amount: fc.integer({ min: 1, max: 10 }),
  group: fc.constantFrom("a", "b", "c"),
  pick: fc.nat(),
});

const scopes = ["queue", "messageGroup"] as const;
const fiveMinutesMs = 300_000;
const visibilityMs = 30_000;

/** What senders and receivers of the queue know. */
interface Known {
  /** By group: the ids that were accepted and not deleted, in the order of their sending. */
  readonly left: Map<string, string[]>;
  /** By what tells duplicates: the first sending. */
  readonly first: Map<string, { readonly id: string; readonly atMs: number }>;
  /** By id: the latest delivery, and when its visibility timeout ends. */
  readonly flights: Map<string, { readonly delivery: Delivery; visibleAtMs: number }>;
}

test.each(scopes)("order, locks, duplicates and losses under any use; scope %s", (scope) => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 150, size: "max" }), (operations) => {
      const { time, engine } = start();
      const attributes = { FifoQueue: "true", DeduplicationScope: scope };
      const queue = engine.create("q.fifo", attributes);
      const known: Known = { left: new Map(), first: new Map(), flights: new Map() };
      for (const { kind, amount, group, pick } of operations) {
        const nowMs = time.clock.epochMs();
        const flown = [...known.flights.values()].filter((each) => each.visibleAtMs > nowMs);
        const picked = flown[pick % flown.length];
        if (kind === "send") {
          for (let i = 0; i < amount; i++)
            send(queue, known, { group, id: (pick + i) % 40, nowMs });
        } else if (kind === "receive") {
          note(receive(queue, { messagesMax: amount }), known, nowMs);
        } else if (kind === "delete" && picked) {
          queue.delete(picked.delivery.receiptHandle);
          forget(picked.delivery, known);
        } else if (kind === "change" && picked) {
          queue.changeVisibility(picked.delivery.receiptHandle, amount - 1);
          picked.visibleAtMs = nowMs + (amount - 1) * 1_000;
        } else {
          time.advanceMs(amount * 7_000);
        }
      }
      time.advanceMs(visibilityMs);
      for (;;) {
        const got = receive(queue);
        if (got.length === 0) break;
        note(got, known, time.clock.epochMs());
        for (const delivery of got) {
          queue.delete(delivery.receiptHandle);
          forget(delivery, known);
        }
      }
      expect([...known.left.values()].flat()).toEqual([]);
      expect(queue.counts()).toEqual({ ready: 0, delayed: 0, inFlight: 0 });
    }),
  );

  function send(queue: Queue, known: Known, what: { group: string; id: number; nowMs: number }) {
    const { group: groupId, nowMs } = what;
    const deduplicationId = String(what.id);
    const [draft] = drafts("a");
    const [sent] = queue.send([
      { ...(draft as NonNullable<typeof draft>), groupId, deduplicationId },
    ]);
    const key = scope === "queue" ? deduplicationId : `${groupId} ${deduplicationId}`;
    const first = known.first.get(key);
    if (first && nowMs < first.atMs + fiveMinutesMs) {
      expect(sent?.id).toBe(first.id);
      return;
    }
    const id = sent?.id ?? "";
    expect([...known.first.values()].some((each) => each.id === id)).toBe(false);
    known.first.set(key, { id, atMs: nowMs });
    known.left.set(groupId, [...(known.left.get(groupId) ?? []), id]);
  }
});

/** What one receive got of a group are its first messages, none of which was in flight. */
function note(deliveries: readonly Delivery[], known: Known, nowMs: number): void {
  for (const [group, left] of known.left) {
    const got = deliveries.filter(({ message }) => message.extras.groupId === group);
    if (got.length === 0) continue;
    const inFlight = left.filter((id) => (known.flights.get(id)?.visibleAtMs ?? 0) > nowMs);
    expect(inFlight).toEqual([]);
    expect(got.map(({ message }) => message.id)).toEqual(left.slice(0, got.length));
  }
  for (const delivery of deliveries) {
    const flight = { delivery, visibleAtMs: nowMs + visibilityMs };
    known.flights.set(delivery.message.id, flight);
  }
}

function forget({ message }: Delivery, { left, flights }: Known): void {
  const group = message.extras.groupId ?? "";
  left.set(
    group,
    (left.get(group) ?? []).filter((id) => id !== message.id),
  );
  flights.delete(message.id);
}
