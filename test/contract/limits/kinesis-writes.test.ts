import { PutRecordCommand } from "@aws-sdk/client-kinesis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { elsewhere } from "../../support/contract-target.ts";
import { kinesisBench, recordsOf, type KinesisBench } from "../../support/kinesis-bench.ts";
import { expectAccepted, outcome, tally, times } from "../../support/outcomes.ts";

const kib = 1_024;
const mib = 1_048_576;
const throttled = "ProvisionedThroughputExceededException";

describe("Kinesis: writes", { timeout: 300_000 }, () => {
  let bench: KinesisBench;

  beforeAll(async () => {
    bench = await kinesisBench();
  });
  afterAll(() => bench.close());

  /** Calls at one time, and how many of their records were accepted. */
  async function putAtOnce(StreamName: string, calls: readonly ReturnType<typeof recordsOf>[]) {
    const answers = await Promise.all(calls.map((records) => bench.put(StreamName, records)));
    const accepted = answers.reduce((sum, answer) => sum + answer.accepted, 0);
    return { accepted, refused: answers.flatMap((answer) => answer.refused) };
  }

  function putOne(StreamName: string, bytes: number) {
    const [record] = recordsOf(1, bytes);
    return bench.client.send(
      new PutRecordCommand({ StreamName, PartitionKey: "k", Data: record?.Data }),
    );
  }

  it("writeRecordsPerSecondPerShard: 1,000 records a second", async () => {
    const { StreamName } = await bench.stream();
    const calls = times(6, () => recordsOf(500, 10));
    const { accepted } = await putAtOnce(StreamName, calls);
    expectAccepted(accepted, { limit: 1_000, sent: 3_000 });
    await bench.advance(500);
    expectAccepted((await putAtOnce(StreamName, calls)).accepted, { limit: 500, sent: 3_000 });
  });

  it("writeBytesPerSecondPerShard: 1 MiB a second, partition keys included", async () => {
    const { StreamName } = await bench.stream();
    const calls = times(6, () => recordsOf(500, 1_056, "k".repeat(256)));
    const { accepted } = await putAtOnce(StreamName, calls);
    // By data alone it would be 1,000, which their number allows.
    expectAccepted(accepted, { limit: 992, sent: 3_000 });
  });

  it("writeRecordsPerSecondPerShard: each refused record says so by itself", async () => {
    const { StreamName } = await bench.stream();
    const { refused } = await putAtOnce(
      StreamName,
      times(6, () => recordsOf(500, 10)),
    );
    expect(refused[0]).toEqual({
      ErrorCode: throttled,
      ErrorMessage: expect.stringMatching(
        new RegExp(
          `^Rate exceeded for shard shardId-000000000000 in stream ${StreamName} ` +
            String.raw`under account \d{12}\.$`,
        ),
      ),
    });
  });

  it("writeRecordsPerSecondPerShard: one shard throttled does not stop another", async () => {
    const { StreamName } = await bench.stream({ ShardCount: 2 });
    const at = (ExplicitHashKey: string, count: number) =>
      recordsOf(count, 10).map((record) => ({ ...record, ExplicitHashKey }));
    await putAtOnce(
      StreamName,
      times(6, () => at("0", 500)),
    );
    const last = String((1n << 128n) - 1n);
    const { accepted, refused } = await bench.put(StreamName, [...at("0", 100), ...at(last, 100)]);
    if (elsewhere) expect(accepted).toBeGreaterThanOrEqual(100);
    else expect(accepted).toBe(100);
    expect(
      refused.every(({ ErrorMessage }) => ErrorMessage?.includes("shardId-000000000000")),
    ).toBe(true);
  });

  it.skipIf(elsewhere)("writeRoundingBytes: PutRecord rounds up each record", async () => {
    const { StreamName } = await bench.stream();
    const calls = times(270, () => putOne(StreamName, 3 * kib + 1));
    expect(await tally(calls)).toEqual({ accepted: 256, [throttled]: 14 });
  });

  it.skipIf(elsewhere)("writeRoundingBytes: PutRecords rounds up the sum of a call", async () => {
    const { StreamName } = await bench.stream();
    const calls = times(4, () => recordsOf(256, kib + 1));
    expect((await putAtOnce(StreamName, calls)).accepted).toBe(1_000);
    await bench.advance(1_000);
    const small = times(40, () => recordsOf(1, 10));
    await putAtOnce(StreamName, small);
    // Forty calls of ten bytes were forty KiB.
    const left = [...recordsOf(1, mib - 40 * kib), ...recordsOf(1, 10)];
    expect((await bench.put(StreamName, left)).accepted).toBe(1);
  });

  it("writeBurstBytesPerShard: large records draw on a tank of 10 MiB", async () => {
    const { StreamName } = await bench.stream({ MaxRecordSizeInKiB: 10_240 });
    expect(await outcome(putOne(StreamName, 5 * mib))).toBe("accepted");
    expect(await outcome(putOne(StreamName, 5 * mib))).toBe("accepted");
    const large = await tally(times(elsewhere ? 4 : 1, () => putOne(StreamName, 5 * mib)));
    expect(large[throttled]).toBeGreaterThanOrEqual(1);
    await bench.advance(5_000);
    expect(await outcome(putOne(StreamName, 5 * mib))).toBe("accepted");
  });

  it.skipIf(elsewhere)("largeRecordBytes: from 1 MiB on the tank gives bursts", async () => {
    const { StreamName } = await bench.stream({ MaxRecordSizeInKiB: 10_240 });
    expect(await outcome(putOne(StreamName, mib))).toBe("accepted");
    expect(await outcome(putOne(StreamName, mib))).toBe(throttled);
    expect(await outcome(putOne(StreamName, mib + 1))).toBe("accepted");
    expect(await outcome(putOne(StreamName, kib))).toBe(throttled);
    await bench.advance(1_000);
    expect(await outcome(putOne(StreamName, mib))).toBe("accepted");
  });

  it("putRecordsCountMax: 500 records a call", async () => {
    const { StreamName } = await bench.stream();
    expect(await outcome(bench.put(StreamName, recordsOf(500, 2)))).toBe("accepted");
    await expect(bench.put(StreamName, recordsOf(501, 2))).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining("Member must have length less than or equal to 500"),
    });
  });

  it("putRecordsBytesMax: 10 MiB a call, partition keys included", async () => {
    const { StreamName } = await bench.stream();
    const most = recordsOf(10, mib);
    expect((await bench.put(StreamName, most)).accepted).toBeGreaterThanOrEqual(1);
    const more = [...most, ...recordsOf(1, 2)];
    expect(await outcome(bench.put(StreamName, more))).toBe("InvalidArgumentException");
  });

  it("maxRecordSizeKiBMin: a stream takes records of 1 MiB unless told otherwise", async () => {
    const { StreamName } = await bench.stream();
    expect(await outcome(putOne(StreamName, mib))).toBe("accepted");
    expect(await outcome(putOne(StreamName, mib + 1))).not.toBe("accepted");
    const less = bench.stream({ MaxRecordSizeInKiB: 1_023 });
    expect(await outcome(less)).toBe("ValidationException");
  });

  it("maxRecordSizeKiBMax, dataBytesMax: a stream takes at most records of 10 MiB", async () => {
    const more = bench.stream({ MaxRecordSizeInKiB: 10_241 });
    expect(await outcome(more)).toBe("ValidationException");
    const { StreamName } = await bench.stream({ MaxRecordSizeInKiB: 10_240 });
    expect(await outcome(putOne(StreamName, 10 * mib))).toBe("accepted");
    const Data = Buffer.alloc(10 * mib + 1);
    const over = new PutRecordCommand({ StreamName, PartitionKey: "k", Data });
    expect(await outcome(bench.client.send(over))).toBe("ValidationException");
  });
});
