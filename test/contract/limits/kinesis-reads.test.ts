import { GetRecordsCommand, GetShardIteratorCommand } from "@aws-sdk/client-kinesis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { elsewhere } from "../../support/contract-target.ts";
import {
  firstShard,
  kinesisBench,
  recordsOf,
  type KinesisBench,
} from "../../support/kinesis-bench.ts";
import { outcome, tally, times } from "../../support/outcomes.ts";

const mib = 1_048_576;
const throttled = "ProvisionedThroughputExceededException";

describe("Kinesis: reads", { timeout: 300_000 }, () => {
  let bench: KinesisBench;

  beforeAll(async () => {
    bench = await kinesisBench();
  });
  afterAll(() => bench.close());

  const read = (ShardIterator: string, Limit?: number) =>
    bench.client.send(new GetRecordsCommand({ ShardIterator, Limit }));

  /** A stream with so many MiB, in records of one MiB each, written as fast as a shard takes. */
  async function filled(mebibytes: number) {
    const { StreamName } = await bench.stream();
    for (let written = 0; written < mebibytes;) {
      written += (await bench.put(StreamName, recordsOf(1, mib))).accepted;
      await bench.advance(1_000);
    }
    return bench.iterator(StreamName);
  }

  it("getRecordsPerSecondPerShard: 5 calls a second", async () => {
    const { StreamName } = await bench.stream();
    const iterator = await bench.iterator(StreamName);
    const calls = await tally(times(elsewhere ? 30 : 8, () => read(iterator)));
    if (elsewhere) expect(calls[throttled]).toBeGreaterThan(0);
    else expect(calls).toEqual({ accepted: 5, [throttled]: 3 });
    await bench.advance(elsewhere ? 1_000 : 200);
    expect(await outcome(read(iterator))).toBe("accepted");
  });

  it("getRecordsPerSecondPerShard: the error names the shard, another shard is free", async () => {
    const { StreamName } = await bench.stream({ ShardCount: 2 });
    const iterator = await bench.iterator(StreamName);
    const calls = await Promise.allSettled(times(elsewhere ? 30 : 6, () => read(iterator)));
    const refused = calls.find((call) => call.status === "rejected");
    expect(refused?.reason).toMatchObject({
      name: throttled,
      message: expect.stringMatching(/^Rate exceeded for [Ss]hard .*shardId-000000000000/),
    });
    const other = await bench.iterator(StreamName, "shardId-000000000001");
    expect(await outcome(read(other))).toBe("accepted");
  });

  it("readBytesPerSecondPerShard: what was read beyond 2 MiB/s has to be made up for", async () => {
    const iterator = await filled(4);
    expect((await read(iterator)).Records).toHaveLength(4);
    expect(await outcome(read(iterator))).toBe(throttled);
    if (!elsewhere) {
      await bench.advance(900);
      expect(await outcome(read(iterator))).toBe(throttled);
    }
    await bench.advance(elsewhere ? 2_000 : 100);
    expect(await outcome(read(iterator))).toBe("accepted");
  });

  it("getRecordsBytesMax, readDebtBytesMax: 10 MiB a call, then 5 s of throttling", async () => {
    const iterator = await filled(12);
    const { Records = [], NextShardIterator = "" } = await read(iterator);
    expect(Records.length).toBeGreaterThanOrEqual(elsewhere ? 9 : 10);
    expect(Records.length).toBeLessThanOrEqual(10);
    expect(await outcome(read(NextShardIterator))).toBe(throttled);
    await bench.advance(elsewhere ? 3_000 : 4_900);
    expect(await outcome(read(NextShardIterator))).toBe(throttled);
    await bench.advance(elsewhere ? 5_000 : 100);
    expect((await read(NextShardIterator)).Records).toHaveLength(12 - Records.length);
  });

  it("getRecordsCountMax: 10,000 records a call", async () => {
    const { StreamName } = await bench.stream();
    for (let written = 0; written < 10_500;) {
      written += (await bench.put(StreamName, recordsOf(500, 2))).accepted;
      await bench.advance(500);
    }
    const iterator = await bench.iterator(StreamName);
    const { Records = [] } = await read(iterator, 10_000);
    if (elsewhere) expect(Records.length).toBeLessThanOrEqual(10_000);
    else expect(Records).toHaveLength(10_000);
    const more = await outcome(read(iterator, 10_001));
    expect(["InvalidArgumentException", "ValidationException"]).toContain(more);
  });

  it("getShardIteratorPerSecondPerShard: 5 calls a second", async () => {
    const { StreamName } = await bench.stream();
    const ask = () =>
      bench.client.send(
        new GetShardIteratorCommand({
          StreamName,
          ShardId: firstShard,
          ShardIteratorType: "LATEST",
        }),
      );
    const calls = await tally(times(elsewhere ? 30 : 8, ask));
    if (elsewhere) expect(calls[throttled]).toBeGreaterThan(0);
    else expect(calls).toEqual({ accepted: 5, [throttled]: 3 });
    await bench.advance(1_000);
    expect(await outcome(ask())).toBe("accepted");
  });

  it.skipIf(elsewhere)("iteratorLifeMs: an iterator is good for 5 minutes", async () => {
    const { StreamName } = await bench.stream();
    const iterator = await bench.iterator(StreamName);
    await bench.advance(300_000);
    const { NextShardIterator = "" } = await read(iterator);
    await bench.advance(1);
    await expect(read(iterator)).rejects.toMatchObject({
      name: "ExpiredIteratorException",
      message: expect.stringContaining("the tolerated delay of 300000 milliseconds"),
    });
    expect(await outcome(read(NextShardIterator))).toBe("accepted");
  });
});
