import type { S3Client } from "@aws-sdk/client-s3";
import { describe, expect, it, vi } from "vitest";
import { bucketStandIn, serviceError, until } from "../../test/support/stand-ins.ts";
import { realClock } from "../core/clock.ts";
import { deferred } from "../core/deferred.ts";
import { Sink, writerOf, type SinkOptions } from "./sink.ts";

// Backoff is not what these tests are about: none waits for it.
vi.mock(import("../core/timers.ts"), async (original) => {
  const timers = await original();
  return { ...timers, sleep: (ms, signal) => timers.sleep(Math.min(ms, 5), signal) };
});

const hour = "2026-06-15T14:59:59.999Z";
const never = { bucket: "lake", prefix: "raw/", bufferBytesMax: 1_000_000, intervalMs: 3_600_000 };

function sink(s3: S3Client, more: Partial<SinkOptions<string>> = {}) {
  const durable: string[][] = [];
  const made = new Sink<string>({
    s3,
    bucket: "lake",
    plan: never,
    instance: "raw-1",
    clock: realClock,
    dayEpochMs: () => Date.parse(hour),
    onDurable: async (entries) => void durable.push([...entries]),
    ...more,
  });
  const add = (...entries: string[]) => {
    for (const entry of entries) made.add(Buffer.from(`{"line":"${entry}"}`), entry);
  };
  return { sink: made, add, durable };
}

describe("Sink", () => {
  it("puts lines as one compressed object under the hour of the day's clock", async () => {
    const { s3, objects } = bucketStandIn();
    const tested = sink(s3);
    tested.add("a", "b");
    await tested.sink.flush();
    expect(objects).toEqual([
      {
        Bucket: "lake",
        Key: "raw/2026/06/15/14/raw-1.000000.ndjson.gz",
        lines: ['{"line":"a"}', '{"line":"b"}'],
      },
    ]);
    expect(tested.durable).toEqual([["a", "b"]]);
  });

  it("has no room while several objects are under way", async () => {
    const { s3, objects } = bucketStandIn();
    const puts = deferred<void>();
    const send = s3.send.bind(s3);
    s3.send = (async (command: never) => {
      await puts.promise;
      return send(command);
    }) as typeof s3.send;
    const tested = sink(s3, { plan: { ...never, bufferBytesMax: 10 } });
    await tested.sink.room();
    tested.add("a", "b", "c", "d");
    let hasRoom = false;
    // Several may wait.
    const rooms = [1, 2].map(() => tested.sink.room().then(() => (hasRoom = true)));
    await new Promise((resolve) => setImmediate(resolve));
    expect(hasRoom).toBe(false);
    puts.resolve();
    await Promise.all(rooms);
    await tested.sink.flush();
    expect(objects.flatMap(({ lines }) => lines)).toHaveLength(4);
  });

  it("puts nothing where there is nothing", async () => {
    const { s3, attempts } = bucketStandIn();
    await sink(s3).sink.flush();
    expect(attempts).toEqual([]);
  });

  it("flushes when the size is reached, in the order of the lines", async () => {
    const { s3, objects } = bucketStandIn();
    // A line is of 12 bytes and its end.
    const tested = sink(s3, { plan: { ...never, bufferBytesMax: 26 } });
    tested.add("a", "b", "c", "d", "e");
    await until(() => objects.length === 2);
    expect(tested.sink.held).toBe(1);
    expect(objects.map(({ lines }) => lines.length)).toEqual([2, 2]);
    await tested.sink.flush();
    expect(tested.durable).toEqual([["a", "b"], ["c", "d"], ["e"]]);
    expect(objects.map(({ Key }) => Key.split(".")[1])).toEqual(["000000", "000001", "000002"]);
  });

  it("flushes when the interval is over, again and again", async () => {
    const { s3 } = bucketStandIn();
    const tested = sink(s3, { plan: { ...never, intervalMs: 20 } });
    for (const entry of ["a", "b"]) {
      tested.add(entry);
      await until(() => tested.durable.flat().includes(entry));
    }
    expect(tested.durable).toEqual([["a"], ["b"]]);
    tested.sink.stop();
  });

  it("tells of lines only when they are durable, and holds them until then", async () => {
    const gate = deferred<void>();
    const { s3, attempts } = bucketStandIn(() => gate.promise);
    const tested = sink(s3);
    tested.add("a", "b");
    const flushed = tested.sink.flush();
    await until(() => attempts.length === 1);
    expect([tested.durable, tested.sink.held]).toEqual([[], 2]);
    gate.resolve();
    await flushed;
    expect([tested.durable, tested.sink.held]).toEqual([[["a", "b"]], 0]);
  });

  it("repeats a PUT that failed under the same key", async () => {
    const { s3, attempts, objects } = bucketStandIn((call) => {
      if (call <= 3) throw serviceError("SlowDown");
    });
    const tested = sink(s3);
    tested.add("a");
    await tested.sink.flush();
    expect(attempts).toHaveLength(4);
    expect(new Set(attempts).size).toBe(1);
    expect(objects).toHaveLength(1);
    expect(tested.durable).toEqual([["a"]]);
    expect(tested.sink.counters).toMatchObject({ objects: 1, delivered: 1, putErrors: 3 });
  });

  it("does not put again what is durable because nobody could be told of it", async () => {
    const { s3, attempts } = bucketStandIn();
    let failures = 2;
    const told: string[] = [];
    const tested = sink(s3, {
      async onDurable(entries) {
        if (failures-- > 0) throw new Error("the store does not answer");
        told.push(...entries);
      },
    });
    tested.add("a");
    await tested.sink.flush();
    expect(attempts).toHaveLength(1);
    expect(told).toEqual(["a"]);
    expect(tested.sink.counters).toMatchObject({ delivered: 1, putErrors: 0, durableErrors: 2 });
  });

  it("gives up when it is stopped", async () => {
    const { s3 } = bucketStandIn(() => {
      throw serviceError("InternalError");
    });
    const tested = sink(s3);
    tested.add("a");
    const flushed = tested.sink.flush();
    await until(() => tested.sink.counters.putErrors > 0);
    tested.sink.stop();
    await flushed;
    expect([tested.durable, tested.sink.held]).toEqual([[], 1]);
  });
});

it.each([
  ["raw/2026/06/15/14/raw.000000.ndjson.gz", "raw"],
  ["final/2026/06/15/00/work-12.123456.ndjson.gz", "work-12"],
  ["a.b.000001.ndjson.gz", "a.b"],
])("the writer of %s is %s", (key, writer) => {
  expect(writerOf(key)).toBe(writer);
});
