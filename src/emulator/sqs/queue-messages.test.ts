import * as fc from "fast-check";
import { expect, test } from "vitest";

import { sqsLimits } from "../../core/limits/sqs.ts";
import { createMessage, noExtras, type Message, type MessageState } from "./message.ts";
import { QueueMessages } from "./queue-messages.ts";
import { noJournal } from "./sqs-journal.ts";

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

const limits = sqsLimits();

test.each([
  { kind: "standard", groups: [undefined] },
  { kind: "standard", groups: [undefined, "a", "b"] },
  { kind: "fifo", groups: ["a"] },
  { kind: "fifo", groups: ["a", "b", "c"] },
] as const)("agrees with a naive model on every message's state: $kind $groups", (example) => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 150, size: "max" }), (operations) => {
      let nowMs = 0;
      let retentionMs = 100;
      let isWrongPick = false;
      const naive: Naive[] = [];
      const messages = new QueueMessages(
        example.kind,
        { retentionMs, backAfterReceives: 3 },
        { limits, journal: noJournal.queueJournal("q") },
      );
      for (const [sequence, { kind, ms, pick }] of operations.entries()) {
        const present = naive.filter(({ state }) => state !== "gone");
        const picked = present[pick % present.length];
        if (kind === "add") {
          const groupId = example.groups[pick % example.groups.length];
          const sentAtMs = pick % 5 === 0 ? Math.max(0, nowMs - ms) : nowMs;
          const message = born({ sequence, sentAtMs, groupId });
          messages.add(message, nowMs + ms, nowMs);
          naive.push({ message, state: ms > 0 ? "delayed" : "ready", visibleAtMs: nowMs + ms });
        } else if (kind === "receive") {
          const message = messages.next(nowMs);
          const seen = naive.find((each) => each.message === message);
          const mayBePicked = example.kind === "fifo" ? isFirstOfOpenGroup : isReady;
          const candidates = present.filter((each) => mayBePicked(each, present));
          isWrongPick ||= message
            ? !candidates.some((each) => each === seen)
            : candidates.length > 0;
          if (!message || !seen) continue;
          messages.startFlight(message, { nowMs, visibleAtMs: nowMs + ms });
          messages.endReceive();
          Object.assign(seen, { state: "inFlight", visibleAtMs: nowMs + ms });
        } else if (kind === "change" && picked?.state === "inFlight") {
          messages.changeVisibility(picked.message, nowMs + ms);
          picked.visibleAtMs = nowMs + ms;
        } else if (kind === "remove" && picked) {
          messages.remove(picked.message, nowMs);
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
        expect(messages.nextDueMs).toBe(nextDueOf(naive));
      }
    }),
  );
});

function born(birth: {
  readonly sequence: number;
  readonly sentAtMs: number;
  readonly groupId: string | undefined;
}): Message {
  const draft = { body: "a", ...noExtras, groupId: birth.groupId, delaySeconds: undefined };
  return createMessage(draft, { id: String(birth.sequence), ...birth });
}

function isFirstOfOpenGroup(each: Naive, present: readonly Naive[]): boolean {
  const groupOf = ({ message }: Naive) => message.extras.groupId;
  const group = present.filter((other) => groupOf(other) === groupOf(each));
  return each === group[0] && each.state === "ready" && !group.some(isInFlight);
}

function isInFlight({ state }: Naive): boolean {
  return state === "inFlight";
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

function nextDueOf(naive: readonly Naive[]): number {
  const due = naive
    .filter(({ state }) => state === "delayed" || state === "inFlight")
    .map(({ visibleAtMs }) => visibleAtMs);
  return Math.min(Infinity, ...due);
}
