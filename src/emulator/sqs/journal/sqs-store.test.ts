import * as fc from "fast-check";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Crash, CrashingFiles } from "../../../../test/support/crashing-files.ts";
import { engineContext } from "../../../../test/support/engine-context.ts";
import { JournalModel, loadedState } from "../../../../test/support/sqs-journal-model.ts";
import { receive } from "../../../../test/support/sqs-queues.ts";
import { VirtualTime } from "../../../../test/support/virtual-time.ts";
import { sqsLimits } from "../../../core/limits/sqs.ts";
import { SqsEngine } from "../engine.ts";
import { SqsError } from "../errors.ts";
import { noExtras, type MessageDraft } from "../message.ts";
import type { Queue } from "../queue.ts";
import { SqsStore } from "./sqs-store.ts";

const limits = sqsLimits({ purgeIntervalMs: 0, recreateIntervalMs: 1_000 });
const small = { policy: "write", segmentBytes: 1_000, slackBytes: 1_000 } as const;
const accountArn = "arn:aws:sqs:us-east-1:000000000000:";

let root: string;
let made = 0;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "aforo-test-"));
});
afterEach(() => rmSync(root, { recursive: true }));

const kinds = "send send send receive receive delete delete change pass pass pass settings tags";
const operation = fc.record({
  kind: fc.constantFrom(...`${kinds} purge recreate redrive cancel`.split(" ")),
  queue: fc.constantFrom("q", "q-dead", "f.fifo", "f-dead.fifo"),
  amount: fc.integer({ min: 1, max: 8 }),
  pick: fc.nat(1_000),
});

interface Operation {
  readonly kind: string;
  readonly queue: string;
  readonly amount: number;
  readonly pick: number;
}

/** What a client does with four queues, two of which have dead letters go to the others. */
class Client {
  readonly #engine: SqsEngine;
  readonly #time: VirtualTime;
  readonly #receipts: { readonly queue: Queue; readonly handle: string }[] = [];

  constructor(engine: SqsEngine, time: VirtualTime) {
    this.#engine = engine;
    this.#time = time;
  }

  create(name: string): void {
    const fifo = name.endsWith(".fifo") ? { FifoQueue: "true" } : {};
    const dead = name.replace(/^([qf])/, "$1-dead");
    const redrive = name.includes("dead")
      ? {}
      : { RedrivePolicy: policyTo(dead), VisibilityTimeout: "2" };
    this.#engine.create(name, { ...fifo, ...redrive }, { made: "here" });
  }

  do(operation: Operation): void {
    try {
      this.#do(operation);
    } catch (error) {
      if (!(error instanceof SqsError)) throw error;
    }
  }

  #do({ kind, queue: name, amount, pick }: Operation): void {
    if (kind === "pass") return this.#time.advanceMs([500, 3_000, 400_000][pick % 3] as number);
    if (kind === "recreate" && this.#engine.lookUp(name) === undefined) return this.create(name);
    const queue = this.#engine.get(name);
    const receipt = this.#receipts[pick % this.#receipts.length];
    if (kind === "send") queue.send(draftsFor(queue, amount, pick));
    else if (kind === "receive") {
      for (const { receiptHandle: handle } of receive(queue, { messagesMax: amount })) {
        this.#receipts.push({ queue, handle });
      }
    } else if (kind === "delete") receipt?.queue.delete(receipt.handle);
    else if (kind === "change") receipt?.queue.changeVisibility(receipt.handle, amount - 1);
    else if (kind === "settings") {
      this.#engine.setAttributes(queue, { DelaySeconds: String(pick % 2) });
    } else if (kind === "tags") queue.setTags({ at: String(pick) });
    else if (kind === "purge" && pick % 3 === 0) queue.purge();
    else if (kind === "recreate" && pick % 4 === 0) this.#engine.delete(queue);
    else if (kind === "redrive") {
      const source = this.#engine.get(name.startsWith("q") ? "q-dead" : "f-dead.fifo");
      const messagesPerSecond = amount;
      this.#engine.moves.start({ source, destination: undefined, messagesPerSecond });
    } else if (kind === "cancel") {
      const [task] = this.#engine.moves.list(queue.arn);
      if (task) this.#engine.moves.cancel(queue.arn, task.id);
    }
  }
}

function policyTo(name: string): string {
  return JSON.stringify({ deadLetterTargetArn: accountArn + name, maxReceiveCount: 2 });
}

function draftsFor(queue: Queue, amount: number, pick: number): MessageDraft[] {
  const isFifo = queue.settings.fifo !== undefined;
  return Array.from({ length: amount }, (_, i) => ({
    ...noExtras,
    body: `${pick}.${i}`.padEnd(pick % 40, "é"),
    traceHeader: pick % 5 === 0 ? "Root=1" : undefined,
    groupId: isFifo || pick % 7 === 0 ? `g${pick % 3}` : undefined,
    deduplicationId: isFifo ? `d${(pick + i) % 20}` : undefined,
    delaySeconds: !isFifo && pick % 4 === 0 ? 1 : undefined,
  }));
}

/** Runs the operations up to the crash, if any; answers what a restart may bring back. */
function run(operations: readonly Operation[], store: SqsStore, time: VirtualTime): Set<string> {
  let allowed: ((sendingsAfterMs: number) => string)[] = [() => ""];
  const model = new JournalModel(() => allowed.push(model.snapshot()));
  try {
    const context = engineContext({}, time);
    const engine = new SqsEngine({ context, limits, journal: model.beside(store) });
    const client = new Client(engine, time);
    for (const name of ["q-dead", "f-dead.fifo", "q", "f.fifo"]) client.create(name);
    for (const operation of operations) {
      client.do(operation);
      void store.commit();
      allowed = [model.snapshot()];
    }
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
  }
  return new Set(allowed.map((textAt) => textAt(rememberedSince(time))));
}

function rememberedSince(time: VirtualTime): number {
  return time.clock.epochMs() - limits.deduplicationIntervalMs;
}

/** Kills a run after so many bytes, and looks at what is left. Answers how many it wrote. */
function killAfter(bytes: number, operations: readonly Operation[]): number {
  const directory = join(root, String(made++));
  const files = new CrashingFiles(bytes);
  const time = new VirtualTime();
  const allowed = run(operations, new SqsStore({ ...small, directory, files }), time);
  files.closeAll();
  const found = new SqsStore({ ...small, directory });
  const saved = found.load();
  expect([...allowed]).toContain(loadedState(saved, rememberedSince(time)));
  const sequences = saved.queues.flatMap(({ messages }) =>
    messages.map(({ message }) => message.sequence),
  );
  expect(Math.max(0, ...sequences)).toBeLessThanOrEqual(saved.lastSequence);
  void found.close();
  rmSync(directory, { recursive: true });
  return files.written;
}

describe("the journal of SQS brings back all that was acknowledged", () => {
  it("wherever the process is killed", () => {
    const operations = fc.array(operation, { maxLength: 120, size: "max" });
    const property = fc.property(operations, fc.nat(999), (operations, thousandths) => {
      const bytes = killAfter(Infinity, operations);
      killAfter(Math.floor((bytes * thousandths) / 1_000), operations);
    });
    fc.assert(property, { numRuns: 25 });
  });

  it.each(["q", "f.fifo"])("at whichever entry a move is killed: %s", (queue) => {
    const at = (kind: string, name = queue): Operation => {
      return { kind, queue: name, amount: 2, pick: 1 };
    };
    const dead = queue.replace(/^([qf])/, "$1-dead");
    const before = [at("send"), at("receive"), at("pass"), at("receive"), at("pass")];
    const moves = [at("receive"), at("redrive", dead), at("pass"), at("pass")];
    const from = killAfter(Infinity, before);
    expect(from).toBeGreaterThan(0);
    const to = killAfter(Infinity, [...before, ...moves]);
    // No entry is shorter than that: each is killed once at least, and none is written after it.
    const stride = 20;
    for (let bytes = from; bytes < to; bytes += stride) killAfter(bytes, [...before, ...moves]);
  });
});
