import * as fc from "fast-check";
import { expect, it } from "vitest";
import { RestartingSqs } from "../../../../test/support/restarting-sqs.ts";
import { drafts, receive } from "../../../../test/support/sqs-queues.ts";

const operation = fc.record({
  kind: fc.constantFrom("send", "send", "receive", "delete", "change", "pass", "restart"),
  amount: fc.integer({ min: 1, max: 12 }),
  pick: fc.nat(),
});

it.each([
  { name: "q", attributes: {}, groups: [undefined] },
  { name: "q", attributes: {}, groups: [undefined, "a", "b"] },
  { name: "f.fifo", attributes: { FifoQueue: "true" }, groups: ["a"] },
])("a restart changes nothing that a client sees: $name $groups", (example) => {
  const { name, attributes, groups } = example;
  const isFifo = name.endsWith(".fifo");
  const property = fc.property(fc.array(operation, { maxLength: 60 }), (operations) => {
    const runs = [new RestartingSqs(), new RestartingSqs()] as const;
    const receipts = new Map<RestartingSqs, string[]>(runs.map((run) => [run, []]));
    const act = (run: RestartingSqs, { kind, amount, pick }: (typeof operations)[number]) => {
      const queue = run.queue(name);
      const known = receipts.get(run) as string[];
      const receipt = known[pick % known.length] ?? "";
      if (kind === "send") {
        const groupId = groups[pick % groups.length];
        const deduplicationId = isFifo ? `${pick % 50}` : undefined;
        const sent = drafts(...Array<string>(isFifo ? 1 : amount).fill(String(pick % 1_000)));
        queue.send(sent.map((draft) => ({ ...draft, groupId, deduplicationId })));
      } else if (kind === "receive") {
        // A standard queue's order is best effort: all are asked for.
        const got = receive(queue, { messagesMax: isFifo ? amount : 1_000 });
        known.push(...got.map(({ receiptHandle }) => receiptHandle));
        const seen = got.map(({ message }) => `${message.body} ${message.receiveCount}`);
        return isFifo ? seen : seen.sort();
      } else if (kind === "delete" && receipt !== "") return attempt(() => queue.delete(receipt));
      else if (kind === "change" && receipt !== "") {
        return attempt(() => queue.changeVisibility(receipt, amount));
      } else if (kind === "pass") run.time.advanceMs(amount * 5_000);
      else if (kind === "restart" && run === runs[1]) run.restart();
      return run.queue(name).counts();
    };
    for (const run of runs) run.engine.create(name, attributes);
    for (const operation of operations) {
      const [kept, restarted] = runs.map((run) => act(run, operation));
      expect(restarted).toEqual(kept);
      for (const run of runs) run.commit();
    }
    for (const run of runs) run.remove();
  });
  fc.assert(property, { numRuns: 25 });
});

/** What went wrong, without the receipt handle that it names. */
function attempt(call: () => void): string {
  try {
    call();
    return "done";
  } catch (error) {
    return String(error).replace(/AQEB\S+/g, "");
  }
}
