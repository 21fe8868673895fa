import { SubscribeToShardCommand } from "@aws-sdk/client-kinesis";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sealedRecords, shippedPlan } from "../../test/support/shipped-plan.ts";
import { openBench, type StageBench } from "../../test/support/stage-bench.ts";
import { serviceError, standIn, until } from "../../test/support/stand-ins.ts";
import { watched } from "../../test/support/watched.ts";
import { ShardReader, type ReadingMode, type ShardReaderOptions } from "./shard-reader.ts";
import type { SubscriptionPace } from "./subscribed-shards.ts";

const plan = shippedPlan("fan-out-consumers", { "load.volume": "30/s" });
const records = sealedRecords(plan);
const texts = records.map(({ text }) => text).sort();
const pace = { callMs: 1, takeoverMs: 25, lifeMs: 60_000, transitMs: 20 };
const limits = {
  subscriptionTakeoverMs: 20,
  subscribeToShardPerSecond: 1_000,
  fanOutIdleEventMs: 40,
};

function reader(reads: Omit<Extract<ReadingMode, { mode: "enhanced" }>, "mode">, more = {}) {
  const read: string[] = [];
  const options: ShardReaderOptions = {
    kinesis: reads.kinesis,
    stream: "logs",
    reads: { mode: "enhanced", ...reads },
    ...watched(),
    handle: async (batch) => {
      read.push(...batch.records.map(({ Data }) => Buffer.from(Data as Uint8Array).toString()));
    },
    ...more,
  };
  return { reader: new ShardReader(options), read };
}

describe("an enhanced reader of a stream of the emulator", () => {
  let bench: StageBench;
  beforeEach(async () => {
    bench = await openBench(plan, { kinesis: limits });
  });
  afterEach(() => bench.close());

  function opened(changed: Partial<SubscriptionPace> = {}, more = {}) {
    const kinesis = bench.clients.subscriptions;
    const consumerArn = bench.made.consumers["enhanced-1"] as string;
    return reader({ kinesis, consumerArn, pace: { ...pace, ...changed } }, more);
  }

  it("has read, when drained, what was there before and what came since", async () => {
    await bench.put("logs", records.slice(0, 100));
    const tested = opened();
    tested.reader.start();
    await until(() => tested.read.length === 100);
    await bench.put("logs", records.slice(100));
    await tested.reader.drain();
    expect(tested.read.sort()).toEqual(texts);
    expect(tested.reader.counters).toMatchObject({ polls: 0, subscriptions: 2, errors: 0 });
    await tested.reader.stop();
  });

  it("renews its subscriptions, and neither loses nor repeats a record", async () => {
    const tested = opened({ lifeMs: 30 });
    tested.reader.start();
    for (let from = 0; from < records.length; from += 100) {
      const before = tested.reader.counters.subscriptions;
      await bench.put("logs", records.slice(from, from + 100));
      await until(() => tested.reader.counters.subscriptions > before);
    }
    await until(() => tested.read.length >= records.length);
    await tested.reader.stop();
    expect(tested.read.sort()).toEqual(texts);
  });

  it("goes on after another program has taken its place", async () => {
    const tested = opened();
    tested.reader.start();
    await bench.put("logs", records.slice(0, 100));
    await until(() => tested.read.length === 100);
    const rival = new SubscribeToShardCommand({
      ConsumerARN: bench.made.consumers["enhanced-1"],
      ShardId: "shardId-000000000000",
      StartingPosition: { Type: "LATEST" },
    });
    const taking = () => bench.clients.subscriptions.send(rival);
    const isEarly = (error: Error) => error.name === "ResourceInUseException";
    for (let taken = false; !taken;) {
      taken = await taking().then(
        () => true,
        (error: Error) => !isEarly(error),
      );
    }
    await bench.put("logs", records.slice(100));
    await until(() => tested.reader.counters.subscriptions === 3);
    await until(() => tested.read.length >= records.length);
    expect(tested.reader.counters.inUse).toBeGreaterThan(0);
    await tested.reader.stop();
    expect(tested.read.sort()).toEqual(texts);
  });

  it("does not read in a pause, and is back at the tip after it", async () => {
    const pauses = [{ fromUs: 0, toUs: 300_000 }];
    const notes = watched(pauses);
    const tested = opened({}, notes);
    await bench.put("logs", records);
    tested.reader.start();
    await until(() => tested.read.length > 0);
    expect(notes.clock.monotonicUs() - notes.startUs).toBeGreaterThanOrEqual(299_000);
    await tested.reader.drain();
    expect(tested.read.sort()).toEqual(texts);
    expect(notes.history.catchUps[0]?.backAtTipUs).toBeGreaterThan(300_000);
    expect(notes.history.propagation.count).toBe(records.length);
    await tested.reader.stop();
  });
});

type Answer = object | string;

/** A stream of one shard whose subscriptions send these events, the last one for ever. */
function subscriptions(...answers: readonly (readonly Answer[])[]) {
  const asked: unknown[] = [];
  const { kinesis } = standIn({
    ListShards: () => ({ Shards: [{ ShardId: "shard-0" }] }),
    SubscribeToShard({ StartingPosition }: { StartingPosition: unknown }, call) {
      asked.push(StartingPosition);
      const [first, ...rest] = answers[call - 1] ?? [];
      if (typeof first === "string") throw serviceError(first);
      async function* events() {
        for (const event of [first, ...rest]) {
          if (typeof event === "string") throw serviceError(event);
          if (event) yield { SubscribeToShardEvent: event };
        }
      }
      return { EventStream: events() };
    },
  });
  return { kinesis, asked };
}

const event = (number: string, ...data: string[]) => ({
  Records: data.map((text) => ({ Data: Buffer.from(text) })),
  ContinuationSequenceNumber: number,
  MillisBehindLatest: 0,
});
const end = { Records: [], ChildShards: [], MillisBehindLatest: 0 };

describe("an enhanced reader", () => {
  const after = (SequenceNumber: string) => ({ Type: "AFTER_SEQUENCE_NUMBER", SequenceNumber });

  it.each([
    ["InternalFailureException", { errors: 2 }],
    ["LimitExceededException", { throttled: 2 }],
    ["ResourceInUseException", { inUse: 2 }],
  ])("subscribes again after the last event it handled when %s ends it", async (name, counted) => {
    const { kinesis, asked } = subscriptions(
      [event("5", "a"), name],
      [name],
      [event("7", "b"), end],
    );
    const tested = reader({ kinesis, consumerArn: "arn", pace });
    tested.reader.start();
    await tested.reader.drain();
    expect(asked).toEqual([{ Type: "TRIM_HORIZON" }, after("5"), after("5")]);
    expect(tested.read).toEqual(["a", "b"]);
    expect(tested.reader.counters).toMatchObject({ shardsEnded: 1, ...counted });
  });

  it("subscribes again where a subscription ends by itself", async () => {
    const { kinesis, asked } = subscriptions([event("5", "a"), event("6")], [end]);
    const tested = reader({ kinesis, consumerArn: "arn", pace });
    tested.reader.start();
    await tested.reader.drain();
    expect(asked).toEqual([{ Type: "TRIM_HORIZON" }, after("6")]);
    expect(tested.reader.counters.errors).toBe(0);
  });
});
