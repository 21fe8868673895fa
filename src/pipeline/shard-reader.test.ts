import type { KinesisClient } from "@aws-sdk/client-kinesis";
import { afterEach, describe, expect, it } from "vitest";
import { sealedRecords, shippedPlan } from "../../test/support/shipped-plan.ts";
import { watched } from "../../test/support/watched.ts";
import { openBench, type StageBench } from "../../test/support/stage-bench.ts";
import { serviceError, standIn, until } from "../../test/support/stand-ins.ts";
import { realClock } from "../core/clock.ts";
import type { EmulatorSettings } from "../emulator/server.ts";
import { ShardReader, type ShardReaderOptions } from "./shard-reader.ts";

const plan = shippedPlan("smoke", { "load.volume": "30/s" });
const records = sealedRecords(plan);
const [early, late] = [records.slice(0, 200), records.slice(200)];
const unhurried = { getRecordsPerSecondPerShard: 1_000, getShardIteratorPerSecondPerShard: 1_000 };

function reader(kinesis: KinesisClient, more: Partial<ShardReaderOptions> = {}) {
  const read: string[] = [];
  const made = new ShardReader({
    kinesis,
    stream: "logs",
    reads: { mode: "shared", pollsPerSecond: 50 },
    ...watched(),
    handle: async (batch) => {
      read.push(...batch.records.map(({ Data }) => Buffer.from(Data as Uint8Array).toString()));
    },
    ...more,
  });
  return { reader: made, read };
}

const texts = (of: typeof records) => of.map(({ text }) => text).sort();

describe("a ShardReader on a stream of the emulator", () => {
  let bench: StageBench;
  afterEach(() => bench.close());

  async function opened(kinesis: NonNullable<EmulatorSettings["limits"]>["kinesis"] = unhurried) {
    bench = await openBench(plan, { kinesis });
    return bench.clients.kinesis;
  }

  it("has read, when drained, what was there before and what came since", async () => {
    const tested = reader(await opened());
    await bench.put("logs", early);
    tested.reader.start();
    await until(() => tested.read.length > 0);
    await bench.put("logs", late);
    await tested.reader.drain();
    expect(tested.read.sort()).toEqual(texts(records));
    expect(tested.reader.counters).toMatchObject({ records: records.length, errors: 0 });
  });

  it("replaces an iterator that has expired, and neither loses nor repeats a record", async () => {
    // Each iterator is dead by the next poll.
    const kinesis = await opened({ ...unhurried, iteratorLifeMs: 5 });
    const tested = reader(kinesis);
    await bench.put("logs", early);
    tested.reader.start();
    await until(() => tested.read.length === early.length);
    const pollsBefore = tested.reader.counters.polls;
    await until(() => tested.reader.counters.polls > pollsBefore + 8);
    await bench.put("logs", late);
    await until(() => tested.read.length >= records.length);
    await tested.reader.stop();
    expect(tested.read.sort()).toEqual(texts(records));
  });

  it("repeats a poll that was throttled", async () => {
    const tested = reader(await opened({ ...unhurried, getRecordsPerSecondPerShard: 5 }));
    await bench.put("logs", early);
    tested.reader.start();
    await until(() => tested.reader.counters.throttled > 3);
    await bench.put("logs", late);
    await tested.reader.drain();
    expect(tested.read.sort()).toEqual(texts(records));
    expect(tested.reader.counters.errors).toBe(0);
  });
});

/** A stream of which only the polls matter. */
function stream(shards: number, getRecords: (iterator: string, call: number) => unknown) {
  const { kinesis } = standIn({
    ListShards: ({ NextToken }: { NextToken?: string }) => {
      const from = NextToken === undefined ? 0 : 1;
      const Shards = Array.from({ length: from === 0 ? 1 : shards - 1 }, (_, i) => {
        return { ShardId: `shard-${i + from}` };
      });
      return from === 0 && shards > 1 ? { Shards, NextToken: "rest" } : { Shards };
    },
    GetShardIterator: (input: { ShardId: string; StartingSequenceNumber?: string }) => ({
      ShardIterator: `${input.ShardId} after ${input.StartingSequenceNumber ?? "nothing"}`,
    }),
    GetRecords: ({ ShardIterator }: { ShardIterator: string }, call) =>
      getRecords(ShardIterator, call),
  });
  return kinesis;
}

const record = (SequenceNumber: string) => ({ SequenceNumber, Data: Buffer.from(SequenceNumber) });

describe("a ShardReader", () => {
  it("is drained only when the service says that it is at the tip", async () => {
    const kinesis = stream(1, (NextShardIterator, call) => ({
      Records: call === 3 ? [record("1")] : [],
      MillisBehindLatest: call < 6 ? 1_000 : 0,
      NextShardIterator,
    }));
    const tested = reader(kinesis);
    tested.reader.start();
    await tested.reader.drain();
    expect(tested.reader.counters).toMatchObject({ polls: 6, records: 1 });
  });

  it("goes on after the last record that was handled when its iterator has expired", async () => {
    const asked: string[] = [];
    const answers = [[record("1"), record("2")], "ExpiredIteratorException", [record("3")]];
    const kinesis = stream(1, (iterator, call) => {
      asked.push(iterator);
      const answer = answers[call - 1] ?? [];
      if (typeof answer === "string") throw serviceError(answer);
      const MillisBehindLatest = call < answers.length ? 1 : 0;
      return { Records: answer, MillisBehindLatest, NextShardIterator: `next ${call}` };
    });
    const tested = reader(kinesis);
    tested.reader.start();
    await tested.reader.drain();
    expect(asked).toEqual(["shard-0 after nothing", "next 1", "shard-0 after 2"]);
    expect(tested.read).toEqual(["1", "2", "3"]);
  });

  it("reads every page of shards, and ends with a closed one when it is drained", async () => {
    const kinesis = stream(3, (iterator) => ({ Records: [record(iterator)] }));
    const tested = reader(kinesis);
    tested.reader.start();
    await tested.reader.drain();
    const shards = new Set(tested.read.map((text) => text.split(" ")[0]));
    expect(shards).toEqual(new Set(["shard-0", "shard-1", "shard-2"]));
  });

  it("counts a call that fails in another way, and polls again", async () => {
    const kinesis = stream(1, (NextShardIterator, call) => {
      if (call < 3) throw serviceError("InternalFailure");
      return { Records: [record("1")], MillisBehindLatest: 0, NextShardIterator };
    });
    const tested = reader(kinesis);
    tested.reader.start();
    await tested.reader.drain();
    expect(tested.reader.counters).toMatchObject({ polls: 3, records: 1, errors: 2 });
  });

  it("polls no shard oftener than its rate, however many are read", async () => {
    const polls = new Map<string, number>();
    const kinesis = stream(4, (NextShardIterator) => {
      polls.set(NextShardIterator, (polls.get(NextShardIterator) ?? 0) + 1);
      return { Records: [], MillisBehindLatest: 0, NextShardIterator };
    });
    const startUs = realClock.monotonicUs();
    const tested = [reader(kinesis), reader(kinesis)];
    for (const one of tested) one.reader.start();
    await until(() => [...polls.values()].some((count) => count >= 20));
    await Promise.all(tested.map((one) => one.reader.stop()));
    // A timer may be early by a millisecond.
    const seconds = (realClock.monotonicUs() - startUs) / 1_000_000 + 0.001;
    expect(polls.size).toBe(4);
    for (const count of polls.values()) {
      expect(count).toBeLessThanOrEqual(tested.length * (Math.floor(seconds * 50) + 1));
    }
  });
});
