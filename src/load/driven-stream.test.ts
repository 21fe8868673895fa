import { afterEach, describe, expect, it } from "vitest";
import { sealedRecords, shippedPlan, testRun } from "../../test/support/shipped-plan.ts";
import { openBench, type StageBench } from "../../test/support/stage-bench.ts";
import { watched } from "../../test/support/watched.ts";
import { realClock } from "../core/clock.ts";
import { LoadHistory } from "../core/history/load.ts";
import { Random } from "../core/random.ts";
import { RecentLatency } from "../core/recent.ts";
import { listShards } from "../pipeline/list-shards.ts";
import { ShardReader } from "../pipeline/shard-reader.ts";
import { LoadLedger } from "./ledger.ts";
import { runLoad } from "./load-runner.ts";
import { partitionKeys } from "./partition-keys.ts";
import { KinesisProducer } from "./producer.ts";
import { sdkPutRecord, sdkPutRecords } from "./put-records.ts";
import { createSchedule } from "./schedule.ts";
import { createShardMap } from "./shard-map.ts";

const settings = { "load.volume": "40/s", "streams.logs.shards": "3" };

/** Plays the plan's load at once into the stream of a bench. */
async function send({ clients }: StageBench, plan: ReturnType<typeof shippedPlan>) {
  const shards = await listShards(clients.kinesis, "logs");
  const shardMap = createShardMap(
    shards.map(({ ShardId, HashKeyRange }) => ({
      shardId: ShardId as string,
      startingHashKey: HashKeyRange?.StartingHashKey as string,
      endingHashKey: HashKeyRange?.EndingHashKey as string,
    })),
  );
  const history = new LoadHistory();
  // As if the whole load were long overdue.
  const nowUs = () => realClock.monotonicUs() + plan.playback.playedInMs * 1_000;
  const { producer: driver } = plan.load;
  const put = driver.call === "put-record" ? sdkPutRecord : sdkPutRecords;
  const producer = new KinesisProducer({
    plan: driver,
    run: testRun,
    putRecords: put(clients.kinesis, "logs"),
    shardMap,
    ledger: new LoadLedger({
      history,
      recent: new RecentLatency(),
      sliceUs: 60_000_000,
      ingestWithinUs: Infinity,
    }),
    partitionKeys: partitionKeys(driver.partitionKeys, plan.seed),
    random: Random.from("backoff"),
    nowUs,
  });
  const { signal: stop } = new AbortController();
  await runLoad({ schedule: createSchedule(plan), producer, nowUs, stop });
  return history;
}

async function readAll({ clients }: StageBench) {
  const texts: string[] = [];
  const keys = new Set<string>();
  const kinesisRecords = new Set<string>();
  const reader = new ShardReader({
    kinesis: clients.kinesis,
    stream: "logs",
    reads: { mode: "shared", pollsPerSecond: 20 },
    ...watched(),
    handle: async ({ records }) => {
      for (const { Data, PartitionKey, SequenceNumber } of records) {
        texts.push(Buffer.from(Data as Uint8Array).toString());
        keys.add(PartitionKey as string);
        kinesisRecords.add(SequenceNumber as string);
      }
    },
  });
  reader.start();
  await reader.drain();
  return { texts: texts.sort(), keys, kinesisRecords: kinesisRecords.size };
}

describe("a stream that is driven", () => {
  let bench: StageBench;
  afterEach(() => bench.close());

  it.each([
    { name: "record by record", set: {}, inEach: 1 },
    { name: "by PutRecord", set: { "load.producer.call": "put-record" }, inEach: 1 },
    { name: "by aggregates", set: { "load.producer.aggregation.mode": "kpl" }, inEach: 20 },
  ])("$name holds each record once", async ({ set, inEach }) => {
    const plan = shippedPlan("smoke", { ...settings, ...set });
    bench = await openBench(plan);
    const history = await send(bench, plan);
    const sent = sealedRecords(plan);
    const found = await readAll(bench);
    expect(found.texts).toEqual(sent.map(({ text }) => text).sort());
    expect(found.keys).toEqual(new Set(sent.map(({ partitionKey }) => partitionKey)));
    expect(history.confirmed.count()).toBe(sent.length);
    const shards = [...history.shards.byShard.values()];
    const confirmed = shards.map((shard) => shard.confirmed.total());
    expect(confirmed.reduce((sum, records) => sum + records, 0)).toBe(found.kinesisRecords);
    // Of aggregates, all but the last few are full of what was accepted at once.
    if (inEach === 1) expect(found.kinesisRecords).toBe(sent.length);
    else expect(sent.length / found.kinesisRecords).toBeGreaterThan(inEach);
    expect(shards).toHaveLength(3);
  });
});
