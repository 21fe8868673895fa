import * as sdk from "@aws-sdk/client-kinesis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { elsewhere } from "../../support/contract-target.ts";
import { kinesisBench, recordsOf, type KinesisBench } from "../../support/kinesis-bench.ts";
import { outcome, times } from "../../support/outcomes.ts";

const kib = 1_024;
const mib = 1_048_576;
const quarterMs = 900_000;
const dayMs = 86_400_000;
const onDemand = { StreamModeDetails: { StreamMode: "ON_DEMAND" } } as const;

/**
 * Peaks are of a minute's mean: here of a second's, so that a test need not write for a minute.
 * Elsewhere it would take quarters of an hour, and the scaling is not that exact.
 */
describe.skipIf(elsewhere)("Kinesis: on demand", () => {
  let bench: KinesisBench;

  beforeAll(async () => {
    bench = await kinesisBench({ limits: { kinesis: { onDemandSampleMs: 1_000 } } });
  });
  afterAll(() => bench.close());

  const openShards = async (StreamName: string, on = bench) =>
    (await on.active(StreamName)).OpenShardCount;

  /** Writes for a second, evenly spread over the shards or to the first; answers what was taken. */
  async function write(
    StreamName: string,
    { bytes, to = "all", on = bench }: { bytes: number; to?: "all" | "first"; on?: KinesisBench },
  ): Promise<number> {
    const size = 64 * kib;
    const count = Math.floor(bytes / size);
    const step = (1n << 128n) / BigInt(count);
    const records = recordsOf(count, size).map((record, i) => {
      const hashKey = to === "all" ? step * BigInt(i) : 0n;
      return { ...record, ExplicitHashKey: String(hashKey) };
    });
    let accepted = 0;
    for (let from = 0; from < count; from += 150) {
      accepted += (await on.put(StreamName, records.slice(from, from + 150))).accepted;
    }
    await on.advance(1_000);
    return accepted * size;
  }

  it("onDemandStartBytesPerSecond, onDemandBytesPerSecondPerShard: 4 MiB/s at first", async () => {
    const { StreamName } = await bench.stream(onDemand);
    expect(await openShards(StreamName)).toBe(4);
    expect(await write(StreamName, { bytes: 4 * mib })).toBe(4 * mib);
    expect(await write(StreamName, { bytes: 8 * mib })).toBe(4 * mib);
  });

  it("onDemandGrowthFactor, onDemandScaleIntervalMs: twice the peak, 15 min on", async () => {
    const { StreamName } = await bench.stream(onDemand);
    await write(StreamName, { bytes: 4 * mib });
    await bench.advance(quarterMs - 2_000);
    expect(await write(StreamName, { bytes: 8 * mib })).toBe(4 * mib);
    expect(await openShards(StreamName)).toBe(8);
    expect(await write(StreamName, { bytes: 8 * mib })).toBe(8 * mib);
  });

  it("onDemandPeakWindowMs: a peak counts for 30 days", async () => {
    const { StreamName } = await bench.stream(onDemand);
    await write(StreamName, { bytes: 4 * mib });
    await bench.advance(quarterMs);
    expect(await openShards(StreamName)).toBe(8);
    await bench.advance(29 * dayMs);
    expect(await openShards(StreamName)).toBe(8);
    await bench.advance(2 * dayMs);
    expect(await openShards(StreamName)).toBe(4);
  });

  it("onDemandSplitBytesPerSecond: a shard of more than 500 KB/s is split", async () => {
    const { StreamName } = await bench.stream(onDemand);
    await write(StreamName, { bytes: 7 * 64 * kib, to: "first" });
    await bench.advance(quarterMs);
    expect(await openShards(StreamName)).toBe(4);
    await write(StreamName, { bytes: 8 * 64 * kib, to: "first" });
    await bench.advance(quarterMs);
    expect(await openShards(StreamName)).toBe(5);
    // The hot key is in one of the halves: it has no more than before.
    expect(await write(StreamName, { bytes: 2 * mib, to: "first" })).toBe(mib);
  });

  it("onDemandSplitRecordsPerSecond: as is one of more than 500 records/s", async () => {
    const { StreamName } = await bench.stream(onDemand);
    const hot = recordsOf(300, 10).map((record) => ({ ...record, ExplicitHashKey: "0" }));
    for (const records of times(2, () => hot)) await bench.put(StreamName, records);
    await bench.advance(1_000);
    await bench.advance(quarterMs);
    expect(await openShards(StreamName)).toBe(5);
  });

  it("onDemandSampleMs: a peak is the mean of a sample", async () => {
    const hardlyHot = { onDemandSplitBytesPerSecond: 1e9, onDemandSplitRecordsPerSecond: 1e6 };
    const kinesis = { onDemandSampleMs: 4_000, ...hardlyHot };
    const smooth = await kinesisBench({ limits: { kinesis } });
    const { StreamName } = await smooth.stream(onDemand);
    await write(StreamName, { bytes: 4 * mib, on: smooth });
    await smooth.advance(quarterMs);
    expect(await openShards(StreamName, smooth)).toBe(4);
    await smooth.close();
  });

  describe("warm", () => {
    const kinesis = { onDemandSampleMs: 1_000, onDemandBytesPerSecondMax: 16 * mib };
    let warm: KinesisBench;

    beforeAll(async () => {
      warm = await kinesisBench({ limits: { kinesis } });
      const MinimumThroughputBillingCommitment = { Status: "ENABLED" } as const;
      const settings = { MinimumThroughputBillingCommitment };
      await warm.client.send(new sdk.UpdateAccountSettingsCommand(settings));
    });
    afterAll(() => warm.close());

    const update = (StreamARN: string, WarmThroughputMiBps: number) =>
      warm.client.send(
        new sdk.UpdateStreamWarmThroughputCommand({ StreamARN, WarmThroughputMiBps }),
      );

    it("warmThroughputMiBpsMax: at most 10 GiB/s", async () => {
      const { StreamARN } = await warm.stream(onDemand);
      expect(await outcome(update(StreamARN, 10_240))).toBe("accepted");
      expect(await outcome(update(StreamARN, 10_241))).toBe("LimitExceededException");
    });

    it("onDemandBytesPerSecondMax: a stream grows to no more", async () => {
      const { StreamName, StreamARN } = await warm.stream(onDemand);
      await update(StreamARN, 100);
      expect(await openShards(StreamName, warm)).toBe(16);
    });

    it("warmReleaseWindowMs: what the last hour needed is not released", async () => {
      const { StreamName, StreamARN } = await warm.stream(onDemand);
      await update(StreamARN, 12);
      await write(StreamName, { bytes: 4 * mib, on: warm });
      await warm.advance(3_000_000);
      await openShards(StreamName, warm);
      await update(StreamARN, 4);
      expect(await openShards(StreamName, warm)).toBe(8);
      await warm.advance(3_600_000);
      await update(StreamARN, 4);
      expect(await openShards(StreamName, warm)).toBe(4);
    });
  });
});
