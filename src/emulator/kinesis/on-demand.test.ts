import { describe, expect, it } from "vitest";
import { kinesisLimits, type KinesisLimits } from "../../core/limits/kinesis.ts";
import { OnDemandScaler } from "./on-demand.ts";

const MiB = 1_048_576;
const minute = 60_000;

/** A shard whose writes are what a test says, in bytes and records since they were last taken. */
class FakeShard {
  bytes = 0;
  records = 0;
  readonly writes = {
    takeWritten: () => {
      const written = { bytes: this.bytes, records: this.records };
      this.bytes = 0;
      this.records = 0;
      return written;
    },
  };
}

function scaled(
  changed: Partial<KinesisLimits> = {},
  start: { readonly bytesPerSecond?: number; readonly warmMiBps?: number } = {},
) {
  const scaler = new OnDemandScaler<FakeShard>(kinesisLimits(changed), 0, {
    bytesPerSecond: start.bytesPerSecond ?? 0,
    warmMiBps: start.warmMiBps,
  });
  const open = Array.from({ length: 4 }, () => new FakeShard());
  return {
    scaler,
    open,
    /** Writes so many MiB/s to each shard for a minute that ends at `atMs`. */
    minuteOf: (perShard: readonly number[], atMs: number) => {
      for (const [i, shard] of open.entries()) shard.bytes += (perShard[i] ?? 0) * MiB * 60;
      return scaler.settle(atMs, open);
    },
  };
}

describe("the capacity of an on-demand stream", () => {
  it("begins with 4 MiB/s, or with its warm throughput", () => {
    expect(scaled().scaler).toMatchObject({ bytesPerSecond: 4 * MiB, shardCount: 4 });
    expect(scaled({}, { warmMiBps: 100 }).scaler.shardCount).toBe(100);
  });

  it("is twice the peak, at the next of its 15-minute steps", () => {
    const { scaler, minuteOf } = scaled();
    expect(minuteOf([0.9, 0.9, 0.9, 0.9], minute)).toBeUndefined();
    expect(scaler.bytesPerSecond).toBe(4 * MiB);
    expect(minuteOf([0.1, 0, 0, 0], 15 * minute)).toMatchObject({ least: 8, shrink: false });
    expect(scaler.bytesPerSecond).toBeCloseTo(7.2 * MiB, 0);
  });

  it("doubles at most from one step to the next, for throttled writes are no peak", () => {
    const { scaler, minuteOf } = scaled();
    minuteOf([1, 1, 1, 1], 15 * minute);
    expect(scaler.shardCount).toBe(8);
  });

  it("splits each shard above 500 KB/s in any minute since the last step", () => {
    const { open, minuteOf } = scaled();
    minuteOf([0.5, 0.4, 0.4, 0], minute);
    minuteOf([0, 0, 0.48, 0], 2 * minute);
    const plan = minuteOf([], 15 * minute);
    expect(plan?.split).toEqual([open[0], open[2]]);
    expect(minuteOf([], 30 * minute)?.split).toEqual([]);
  });

  it("counts records as their share of a shard, unless only bytes are to count", () => {
    for (const [changed, count] of [
      [{}, 1],
      [{ onDemandSplitRecordsPerSecond: Infinity }, 0],
    ] as const) {
      const { scaler, open } = scaled(changed);
      (open[1] as FakeShard).records = 501 * 60;
      expect(scaler.settle(15 * minute, open)?.split).toHaveLength(count);
    }
  });

  it("falls when a peak is 30 days old, and no lower than the next highest peak", () => {
    const day = 24 * 60 * minute;
    const { scaler, minuteOf } = scaled();
    minuteOf([1, 1, 1, 1], 15 * minute);
    minuteOf([0.75, 0.75, 0.75, 0.75], day);
    expect(minuteOf([], 30 * day)).toMatchObject({ least: 8, shrink: false });
    expect(minuteOf([], 30 * day + 15 * minute)).toMatchObject({ least: 6, shrink: true });
    expect(minuteOf([], 32 * day)).toMatchObject({ least: 4, shrink: true });
    expect(scaler.bytesPerSecond).toBe(4 * MiB);
  });

  it("keeps what a provisioned stream had", () => {
    const { scaler, minuteOf } = scaled({}, { bytesPerSecond: 20 * MiB });
    expect(scaler.shardCount).toBe(20);
    expect(minuteOf([], 15 * minute)).toMatchObject({ least: 20, shrink: false });
  });

  it("never passes the maximum", () => {
    const { minuteOf } = scaled({ onDemandBytesPerSecondMax: 5 * MiB });
    expect(minuteOf([1, 1, 1, 1], 15 * minute)).toMatchObject({ least: 5, most: 5 });
  });

  it("is judged alike by a caller who comes late", () => {
    const [prompt, late] = [scaled(), scaled()];
    prompt.minuteOf([0.9, 0, 0, 0], minute);
    const expected = prompt.minuteOf([], 15 * minute);
    const plan = late.minuteOf([0.9, 0, 0, 0], 15 * minute);
    expect({ ...plan, split: plan?.split.length }).toEqual({ ...expected, split: 1 });
    expect(late.scaler.settle(29 * minute, late.open)).toBeUndefined();
  });

  it("follows a day that is compressed, where the times are", () => {
    const factor = 60;
    const { scaler, open } = scaled({
      onDemandScaleIntervalMs: (15 * minute) / factor,
      onDemandSampleMs: minute / factor,
    });
    for (const shard of open) shard.bytes = MiB;
    expect(scaler.settle(15_000, open)).toMatchObject({ least: 8 });
  });
});

describe("warm throughput", () => {
  it("holds at once", () => {
    const { scaler } = scaled();
    expect(scaler.warm(64, minute)).toMatchObject({ least: 64, shrink: false, split: [] });
  });

  it("releases, when it is set again, what the last hour did not need", () => {
    const { scaler, minuteOf } = scaled();
    scaler.warm(64, 0);
    minuteOf([1, 1, 1, 1], 30 * minute);
    minuteOf([], 79 * minute);
    minuteOf([0.6, 0.6, 0.6, 0.6], 80 * minute);
    expect(scaler.warm(3, 100 * minute)).toMatchObject({ least: 5, shrink: true });
  });
});
