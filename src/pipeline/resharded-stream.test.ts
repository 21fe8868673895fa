import { UpdateShardCountCommand } from "@aws-sdk/client-kinesis";
import { afterEach, describe, expect, it } from "vitest";
import { sealedRecords, shippedPlan, type SealedRecord } from "../../test/support/shipped-plan.ts";
import { openBench, type StageBench } from "../../test/support/stage-bench.ts";
import { until } from "../../test/support/stand-ins.ts";
import { watched } from "../../test/support/watched.ts";
import { ShardReader, type ReadingMode, type ShardReaderOptions } from "./shard-reader.ts";

const plan = shippedPlan("reshard-under-load", { "load.volume": "30/s" });
const records = sealedRecords(plan);
const fifths = Array.from({ length: 5 }, (_, i) =>
  records.slice((i * records.length) / 5, ((i + 1) * records.length) / 5),
);
const keyOf = new Map(records.map(({ text, partitionKey }) => [text, partitionKey]));
const limits = {
  getRecordsPerSecondPerShard: 1_000,
  getShardIteratorPerSecondPerShard: 1_000,
  subscriptionTakeoverMs: 20,
  subscribeToShardPerSecond: 1_000,
  fanOutIdleEventMs: 50,
};
const pace = { callMs: 1, takeoverMs: 25, lifeMs: 60_000, transitMs: 20 };

let bench: StageBench;
afterEach(() => bench.close());

/** A reader of one of the two kinds, and what it read, in its order. */
function reader(mode: ReadingMode["mode"], more: Partial<ShardReaderOptions> = {}) {
  const read: string[] = [];
  const ended: string[] = [];
  const { kinesis, subscriptions } = bench.clients;
  const consumerArn = bench.made.consumers["pushed"] as string;
  const made = new ShardReader({
    kinesis,
    stream: "logs",
    reads:
      mode === "shared"
        ? { mode, pollsPerSecond: 50 }
        : { mode, kinesis: subscriptions, consumerArn, pace },
    ...watched(),
    handle: async (batch) => {
      read.push(...batch.records.map(({ Data }) => Buffer.from(Data as Uint8Array).toString()));
    },
    ended: async (shardId) => {
      ended.push(shardId);
    },
    ...more,
  });
  return { reader: made, read, ended };
}

async function reshard(TargetShardCount: number): Promise<void> {
  const how = { StreamName: "logs", TargetShardCount, ScalingType: "UNIFORM_SCALING" } as const;
  await bench.clients.kinesis.send(new UpdateShardCountCommand(how));
}

/** A number of shards after each fifth of the records. */
async function putAndReshard(before: (fifth: number) => Promise<void>): Promise<void> {
  for (const [i, shards] of [8, 6, 3, 5].entries()) {
    await bench.put("logs", fifths[i] as SealedRecord[]);
    await before(i);
    await reshard(shards);
  }
  await bench.put("logs", fifths[4] as SealedRecord[]);
}

function byKey(texts: readonly string[]): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const text of texts) (found[keyOf.get(text) as string] ??= []).push(text);
  return found;
}

describe.each(["shared", "enhanced"] as const)(
  "a %s reader of a stream that is resharded",
  (mode) => {
    it("reads every record once, those of a key in order, when it follows", async () => {
      bench = await openBench(plan, { kinesis: limits });
      const tested = reader(mode);
      tested.reader.start();
      // What was put is being read while the shards change.
      await putAndReshard((fifth) =>
        until(() => tested.read.length > (fifth * records.length) / 5),
      );
      await tested.reader.drain();
      expect(byKey(tested.read)).toEqual(byKey(records.map(({ text }) => text)));
      expect(tested.reader.counters.shardsEnded).toBe(tested.ended.length);
      expect(tested.ended.length).toBeGreaterThan(4 + 8);
      await tested.reader.stop();
    });

    it("reads all generations in their order when it comes after them", async () => {
      bench = await openBench(plan, { kinesis: limits });
      await putAndReshard(async () => {});
      const tested = reader(mode);
      tested.reader.start();
      await tested.reader.drain();
      expect(byKey(tested.read)).toEqual(byKey(records.map(({ text }) => text)));
      await tested.reader.stop();
    });

    it("begins the children of a shard only when it has been dealt with", async () => {
      bench = await openBench(plan, { kinesis: limits });
      await bench.put("logs", records);
      await reshard(8);
      const dealtWith: (() => void)[] = [];
      const tested = reader(mode, {
        ended: () => new Promise<void>((resolve) => dealtWith.push(resolve)),
      });
      tested.reader.start();
      await until(() => dealtWith.length === 4);
      expect(tested.reader.counters.shardsEnded).toBe(0);
      for (const resolve of dealtWith) resolve();
      await tested.reader.drain();
      expect(tested.reader.counters.shardsEnded).toBe(4);
      await tested.reader.stop();
    });
  },
);
