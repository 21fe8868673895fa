import { afterEach, describe, expect, it, vi } from "vitest";
import { sealedRecords, shippedPlan, stageOf, testRun } from "../../test/support/shipped-plan.ts";
import { stageContext } from "../../test/support/stage-bench.ts";
import { bucketStandIn, queueStandIn, until } from "../../test/support/stand-ins.ts";
import { realClock } from "../core/clock.ts";
import { deferred } from "../core/deferred.ts";
import type { SabotagePlan } from "../scenario/plan.ts";
import { MemoryStore } from "./idempotency/memory.ts";
import type { IdempotencyStore } from "./idempotency/store.ts";
import { untransform } from "./transform.ts";
import { Worker } from "./worker.ts";

// What waits asks again after half a second: none of these tests waits for it.
vi.mock(import("../core/timers.ts"), async (original) => {
  const timers = await original();
  return { ...timers, sleep: (ms, signal) => timers.sleep(Math.min(ms, 5), signal) };
});

const plan = shippedPlan("smoke", { "load.volume": "30/s", "load.planted.malformed": "5%" });
const records = sealedRecords(plan);
const uniques = records.filter(({ kind }) => kind === "unique").slice(0, 20);
const malformed = records.filter(({ kind }) => kind === "malformed").slice(0, 5);
const workers = stageOf(plan, "workers");
const stagePlan = {
  ...workers,
  deduplication: { ...workers.deduplication, windowMs: 60_000, leaseMs: 60_000 },
  final: { ...workers.final, intervalMs: 10 },
  quarantine: { ...workers.quarantine, intervalMs: 10 },
};

let worker: Worker | undefined;
afterEach(() => worker?.stop());

interface Bench {
  readonly messages: readonly { readonly text: string }[];
  readonly store?: IdempotencyStore;
  readonly sabotage?: Partial<SabotagePlan>;
  readonly beforePut?: (call: number) => Promise<void> | void;
}

function work({ messages, store = new MemoryStore(realClock), sabotage, beforePut }: Bench) {
  const queue = queueStandIn(messages.map(({ text }) => text));
  const bucket = bucketStandIn(beforePut);
  const broken = { ...plan, sabotage: { ...plan.sabotage, ...sabotage } };
  const clients = { sqs: queue.sqs, s3: bucket.s3 };
  const context = stageContext(broken, clients, { store, instance: "work-1" });
  const tested = new Worker(stagePlan, context);
  worker = tested;
  tested.start();
  const linesOf = (prefix: string) =>
    bucket.objects.filter(({ Key }) => Key.startsWith(prefix)).flatMap(({ lines }) => lines);
  return {
    worker: tested,
    queue,
    bucket,
    store,
    history: context.history,
    final: () => linesOf("final/"),
    originals: () => linesOf("final/").map((line) => String(untransform(Buffer.from(line)))),
    quarantine: () => linesOf("quarantine/"),
    counter(name: string): number {
      const counters: Readonly<Record<string, number>> = tested.snapshot().counters;
      return counters[name] ?? 0;
    },
    deleted: (count: number) => until(() => queue.deleted.length >= count),
  };
}

const texts = (of: readonly { readonly text: string }[]) => of.map(({ text }) => text).sort();
const eventId = (text: string) => (JSON.parse(text) as { eventId: string }).eventId;
const terms = { leaseMs: 30, windowMs: 60_000 };
const claim = (store: IdempotencyStore, text: string, owner: string) =>
  store.claim([{ id: eventId(text), atMs: realClock.epochMs() }], owner, terms);

describe("a worker", () => {
  it("transforms valid records to FINAL, and deletes their messages", async () => {
    const tested = work({ messages: uniques });
    await tested.deleted(uniques.length);
    expect(tested.originals().sort()).toEqual(texts(uniques));
    expect(tested.history.hop("final").latency.count).toBe(uniques.length);
    expect(tested.worker.snapshot().held).toBe(0);
  });

  it("quarantines what breaks the contract, as it came, and deletes it when durable", async () => {
    const gate = deferred<void>();
    const noise = [{ text: "no record at all" }, { text: "null" }, { text: "" }];
    const messages = [...malformed, ...noise];
    const tested = work({ messages, beforePut: () => gate.promise });
    await until(() => tested.bucket.attempts.length > 0);
    expect(tested.queue.deleted).toEqual([]);
    gate.resolve();
    await tested.deleted(messages.length);
    expect(tested.quarantine().filter(Boolean).sort()).toEqual(
      texts(messages).filter((text) => text !== ""),
    );
    expect(tested.final()).toEqual([]);
    expect(tested.counter("quarantined")).toBe(messages.length);
  });

  it("marks an id as done, and deletes its message, only when the record is durable", async () => {
    const gate = deferred<void>();
    const [first] = uniques as [(typeof uniques)[0]];
    const tested = work({ messages: [first], beforePut: () => gate.promise });
    await until(() => tested.bucket.attempts.length > 0);
    expect(tested.queue.deleted).toEqual([]);
    expect(await claim(tested.store, first.text, "other")).toEqual(["in-progress"]);
    gate.resolve();
    await tested.deleted(1);
    expect(await claim(tested.store, first.text, "other")).toEqual(["done"]);
  });

  it("drops a copy of an id that is done", async () => {
    const tested = work({ messages: uniques });
    await tested.deleted(uniques.length);
    for (const [i, { text }] of uniques.entries()) tested.queue.add(text, `copy-${i}`);
    await tested.deleted(2 * uniques.length);
    expect(tested.final()).toHaveLength(uniques.length);
    expect(tested.counter("duplicatesDropped")).toBe(uniques.length);
  });

  it("lets a copy of an id in progress wait, and drops it when that is done", async () => {
    const gate = deferred<void>();
    const [first] = uniques as [(typeof uniques)[0]];
    const tested = work({ messages: [first, first], beforePut: () => gate.promise });
    await until(() => tested.counter("waited") > 2);
    expect([tested.counter("duplicatesDropped"), tested.queue.deleted.length]).toEqual([0, 0]);
    gate.resolve();
    await tested.deleted(2);
    expect(tested.final()).toHaveLength(1);
    expect(tested.counter("duplicatesDropped")).toBe(1);
  });

  it("takes over a copy whose lease another let run out", async () => {
    const [first] = uniques as [(typeof uniques)[0]];
    const store = new MemoryStore(realClock);
    await claim(store, first.text, "work-dead");
    const tested = work({ messages: [first], store });
    await tested.deleted(1);
    expect(tested.originals()).toEqual([first.text]);
  });

  it("counts a lease that it lost before the record was durable", async () => {
    const [first, second] = uniques as [(typeof uniques)[0], (typeof uniques)[0]];
    const memory = new MemoryStore(realClock);
    const store: IdempotencyStore = {
      claim: (arrivals, owner, ofClaim) => memory.claim(arrivals, owner, ofClaim),
      complete: async (arrivals) => arrivals.map(({ id }) => id !== eventId(first.text)),
      close: () => memory.close(),
    };
    const tested = work({ messages: [first, second], store });
    await tested.deleted(2);
    expect(tested.counter("leasesLost")).toBe(1);
  });

  it("counts each record once when the store fails at first", async () => {
    const memory = new MemoryStore(realClock);
    let failures = 2;
    const store: IdempotencyStore = {
      claim: (arrivals, owner, ofClaim) => memory.claim(arrivals, owner, ofClaim),
      async complete(arrivals, owner, keepMs) {
        if (failures-- > 0) throw new Error("the store does not answer");
        return memory.complete(arrivals, owner, keepMs);
      },
      close: () => memory.close(),
    };
    const tested = work({ messages: uniques.slice(0, 5), store });
    await tested.deleted(5);
    expect(tested.history.hop("final").latency.count).toBe(5);
    expect(tested.final()).toHaveLength(5);
  });
});

describe("a worker that is sabotaged", () => {
  it("drops one record in so many, and counts them", async () => {
    const tested = work({ messages: uniques, sabotage: { workerDropsOneIn: 7 } });
    await tested.deleted(uniques.length);
    expect(tested.counter("sabotagedDrops")).toBe(2);
    expect(tested.final()).toHaveLength(uniques.length - 2);
  });

  it("alters one record in so many, and counts them", async () => {
    const tested = work({ messages: uniques, sabotage: { deliveryAltersOneIn: 6 } });
    await tested.deleted(uniques.length);
    expect(tested.counter("sabotagedAlterations")).toBe(3);
    const intact = new Set(texts(uniques));
    expect(tested.originals().filter((line) => !intact.has(line))).toHaveLength(3);
  });

  it("lets every copy pass with de-duplication off", async () => {
    const messages = [...uniques, ...uniques];
    const tested = work({ messages, sabotage: { deduplicationOff: true } });
    await tested.deleted(messages.length);
    expect(tested.final()).toHaveLength(messages.length);
  });
});

it("records of another run are worked on like any, and are in no figure", async () => {
  const foreign = sealedRecords(plan, "otherrun").filter(({ kind }) => kind === "unique");
  expect(foreign[0]?.text).not.toContain(testRun);
  const tested = work({ messages: foreign.slice(0, 3) });
  await tested.deleted(3);
  expect(tested.final()).toHaveLength(3);
  expect(tested.history.hops.get("final")).toBeUndefined();
});
