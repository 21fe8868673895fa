import { UpdateShardCountCommand } from "@aws-sdk/client-kinesis";
import type { SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { sealedRecords, shippedPlan, stageOf } from "../../test/support/shipped-plan.ts";
import { openBench, stageContext, type StageBench } from "../../test/support/stage-bench.ts";
import { serviceError, standIn, until } from "../../test/support/stand-ins.ts";
import { sleep } from "../core/timers.ts";
import type { FanOutPlan } from "../scenario/plan.ts";
import { FanOut } from "./fan-out.ts";

// Backoff is not what these tests are about: none waits for it.
vi.mock(import("../core/timers.ts"), async (original) => {
  const timers = await original();
  return { ...timers, sleep: (ms, signal) => timers.sleep(Math.min(ms, 20), signal) };
});

const plan = shippedPlan("smoke", { "load.volume": "30/s" });
const records = sealedRecords(plan);
const keyOf = new Map(records.map(({ text, partitionKey }) => [text, partitionKey]));
const stagePlan: FanOutPlan = { ...stageOf(plan, "fan-out"), pollsPerSecond: 50, packLingerMs: 2 };

interface Batch {
  readonly QueueUrl: string;
  readonly Entries: readonly { readonly Id: string; readonly MessageBody: string }[];
}

/** Two queues that note what they are sent, once `before` has let the call through. */
function queues(before: (batch: Batch, call: number) => Promise<void> | void = () => {}) {
  const sent: Record<string, string[]> = { audience: [], work: [] };
  const { sqs } = standIn({
    async SendMessageBatch(batch: Batch, call) {
      await before(batch, call);
      sent[batch.QueueUrl]?.push(...batch.Entries.map((entry) => entry.MessageBody));
      return { Successful: batch.Entries };
    },
  });
  return { sqs, sent };
}

describe("FanOut", () => {
  let bench: StageBench;
  let stage: FanOut | undefined;
  beforeAll(async () => {
    const unhurried = { getRecordsPerSecondPerShard: 1_000 };
    bench = await openBench(plan, { kinesis: unhurried });
    await bench.put("logs", records);
  });
  afterEach(() => stage?.stop());
  afterAll(() => bench.close());

  function fanOut(sqs: SQSClient, more: Partial<FanOutPlan> = {}) {
    const context = stageContext(plan, { kinesis: bench.clients.kinesis, sqs });
    stage = new FanOut({ ...stagePlan, ...more }, context);
    stage.start();
    return { stage, history: context.history };
  }

  it.each([
    { parallelization: 1, batchSize: 500 },
    { parallelization: 4, batchSize: 7 },
    { parallelization: 10, batchSize: 1 },
  ])("sends every record once to each queue: $parallelization lanes of $batchSize", async (of) => {
    const { sqs, sent } = queues();
    const { stage: tested, history } = fanOut(sqs, of);
    await tested.drain();
    const all = [...keyOf.keys()].sort();
    expect(sent["audience"]?.sort()).toEqual(all);
    expect(sent["work"]?.sort()).toEqual(all);
    expect(history.order.seen.count()).toBe(records.length);
    expect(tested.snapshot().counters).toMatchObject({
      handled: records.length,
      sent: 2 * records.length,
      batchRetries: 0,
    });
  });

  it("keeps the order within a partition key, however long a batch of another takes", async () => {
    // Every third call is slow: what waits for it is its own lane.
    const { sqs, sent } = queues((_, call) => (call % 3 === 0 ? sleep(10) : undefined));
    const { stage: tested, history } = fanOut(sqs, { parallelization: 4, batchSize: 1 });
    await tested.drain();
    expect(history.order.reordered.count()).toBe(0);
    const inOrder = [...keyOf].toSorted(([a], [b]) => keyOrder(a).localeCompare(keyOrder(b)));
    for (const bodies of Object.values(sent)) {
      expect(byKey(bodies)).toEqual(byKey(inOrder.map(([text]) => text)));
    }
  });

  it("tries a batch again that a queue refused, and loses nothing", async () => {
    // More often than one message is tried, so that whole batches fail.
    let refusals = 40;
    const { sqs, sent } = queues(({ QueueUrl }) => {
      if (QueueUrl === "work" && refusals-- > 0) throw serviceError("InternalError");
    });
    const { stage: tested } = fanOut(sqs, { batchSize: 100 });
    await tested.drain();
    const { batchRetries, handled } = tested.snapshot().counters;
    expect(batchRetries).toBeGreaterThan(0);
    expect(handled).toBe(records.length);
    for (const bodies of Object.values(sent)) {
      expect(new Set(bodies)).toEqual(new Set(keyOf.keys()));
    }
  });

  it("hands a batch on that has not filled when its window is over", async () => {
    const { sqs, sent } = queues();
    fanOut(sqs, { batchSize: 10_000, batchWindowMs: 60 });
    await until(() => sent["work"]?.length === records.length);
    await until(() => sent["audience"]?.length === records.length);
    expect(new Set(sent["work"])).toEqual(new Set(keyOf.keys()));
  });

  it("hands on what it has gathered when it is drained within the window", async () => {
    const { sqs, sent } = queues();
    const { stage: tested } = fanOut(sqs, { batchSize: 10_000, batchWindowMs: 60_000 });
    await tested.drain();
    expect(sent["work"]).toHaveLength(records.length);
  });
});

it("is through with a closed shard, lanes and all, before it begins what came of it", async () => {
  const bench = await openBench(plan, { kinesis: { getRecordsPerSecondPerShard: 1_000 } });
  const half = Math.floor(records.length / 2);
  const how = { TargetShardCount: 4, ScalingType: "UNIFORM_SCALING" } as const;
  await bench.put("logs", records.slice(0, half));
  await bench.clients.kinesis.send(new UpdateShardCountCommand({ StreamName: "logs", ...how }));
  await bench.put("logs", records.slice(half));
  // Every call takes its time: what waits in the lanes of a parent could be overtaken.
  const { sqs, sent } = queues(() => sleep(5));
  const context = stageContext(plan, { kinesis: bench.clients.kinesis, sqs });
  const tested = new FanOut({ ...stagePlan, parallelization: 2, batchSize: 5 }, context);
  tested.start();
  await tested.drain();
  const inOrder = [...keyOf].toSorted(([a], [b]) => keyOrder(a).localeCompare(keyOrder(b)));
  expect(byKey(sent["work"] ?? [])).toEqual(byKey(inOrder.map(([text]) => text)));
  expect(context.history.order.reordered.count()).toBe(0);
  expect(tested.snapshot().counters.shardsEnded).toBe(2);
  await tested.stop();
  await bench.close();
});

/** Where a record stands: its envelope, without run and digest. */
const keyOrder = (text: string) => text.slice(21, 36);

function byKey(bodies: readonly string[]): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const body of bodies) (found[keyOf.get(body) as string] ??= []).push(keyOrder(body));
  return found;
}
