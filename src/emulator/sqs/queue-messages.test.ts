import * as fc from "fast-check";
import { expect, test } from "vitest";

import { createMessage, type Message, type MessageState } from "./message.ts";
import { QueueMessages } from "./queue-messages.ts";

/** The same queue as a flat list that is looked through for everything. */
interface Naive {
  readonly message: Message;
  state: MessageState;
  visibleAtMs: number;
}

const operation = fc.record({
  kind: fc.constantFrom("add", "receive", "change", "remove", "retention", "pass"),
  ms: fc.integer({ min: 0, max: 40 }),
  pick: fc.nat(),
});

test("agrees with a naive model on every message's state, under any operations", () => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 150, size: "max" }), (operations) => {
      let nowMs = 0;
      let retentionMs = 100;
      let isWrongPick = false;
      const naive: Naive[] = [];
      const messages = new QueueMessages({ retentionMs, backAfterReceives: 3 });
      for (const [sequence, { kind, ms, pick }] of operations.entries()) {
        const present = naive.filter(({ state }) => state !== "gone");
        const picked = present[pick % present.length];
        if (kind === "add") {
          const message = born(sequence, nowMs);
          messages.add(message, nowMs + ms, nowMs);
          naive.push({ message, state: ms > 0 ? "delayed" : "ready", visibleAtMs: nowMs + ms });
        } else if (kind === "receive") {
          const message = messages.firstReady;
          const seen = naive.find((each) => each.message === message);
          isWrongPick ||= seen?.state !== (present.some(isReady) ? "ready" : undefined);
          if (!message || !seen) continue;
          messages.startFlight(message, nowMs, nowMs + ms);
          Object.assign(seen, { state: "inFlight", visibleAtMs: nowMs + ms });
        } else if (kind === "change" && picked?.state === "inFlight") {
          messages.changeVisibility(picked.message, nowMs + ms);
          picked.visibleAtMs = nowMs + ms;
        } else if (kind === "remove" && picked) {
          messages.remove(picked.message);
          picked.state = "gone";
        } else if (kind === "retention") {
          retentionMs = 60 + ms * 2;
          messages.setPolicy({ retentionMs, backAfterReceives: 3 });
        } else {
          nowMs += ms;
        }
        messages.settle(nowMs);
        for (const each of naive) settleNaive(each, { nowMs, retentionMs });
        expect(naive.map(({ message }) => message.state)).toEqual(naive.map(({ state }) => state));
        expect(isWrongPick).toBe(false);
        expect(messages.counts()).toEqual(countsOf(naive));
        expect(naive.map(({ message }) => message.list !== undefined)).toEqual(naive.map(isReady));
        expect(messages.nextDueMs).toBe(nextDueOf(naive, retentionMs));
      }
    }),
  );
});

function born(sequence: number, sentAtMs: number): Message {
  const draft = {
    body: "a",
    attributes: undefined,
    attributesMd5: undefined,
    traceHeader: undefined,
    delaySeconds: undefined,
  };
  return createMessage(draft, { id: String(sequence), sequence, sentAtMs });
}

function isReady({ state }: Naive): boolean {
  return state === "ready";
}

function settleNaive(each: Naive, time: { nowMs: number; retentionMs: number }): void {
  if (each.message.sentAtMs + time.retentionMs <= time.nowMs) each.state = "gone";
  if (each.state === "gone" || each.visibleAtMs > time.nowMs) return;
  each.state = "ready";
}

function countsOf(naive: readonly Naive[]) {
  const count = (wanted: MessageState) => naive.filter(({ state }) => state === wanted).length;
  return { ready: count("ready"), delayed: count("delayed"), inFlight: count("inFlight") };
}

function nextDueOf(naive: readonly Naive[], retentionMs: number): number {
  const due = naive
    .filter(({ state }) => state !== "gone")
    .map(({ message, state, visibleAtMs }) => {
      const expiry = message.sentAtMs + retentionMs;
      return state === "ready" ? expiry : Math.min(expiry, visibleAtMs);
    });
  return Math.min(Infinity, ...due);
}
