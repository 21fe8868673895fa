import { describe, expect, it } from "vitest";
import { shardWrites } from "../core/shard-limits.ts";
import { LatencyHistogram } from "../core/latency.ts";
import type { Parcel } from "./parcel.ts";
import { ShardLimiter } from "./shard-limiter.ts";

const mebibyte = 1_048_576;

function parcel(bytes: number, shardId = "shard"): Parcel {
  const data = Buffer.alloc(0);
  const place = { data, partitionKey: "k", shardId, lane: shardId, first: 0, records: 1 };
  return { ...place, bytes, queuedUs: 0, attempts: 0, wasUnknown: false };
}

/** Parcels that passed, by the time at which they did, on a clock that goes from due to due. */
function passes(parcels: readonly Parcel[], share: number) {
  const waited = new LatencyHistogram();
  const passed: { atUs: number; parcel: Parcel }[] = [];
  let us = 0;
  const pass = (one: Parcel) => passed.push({ atUs: us, parcel: one });
  const limiter = new ShardLimiter({ share, limits: shardWrites(), pass, waited });
  for (const one of parcels) limiter.admit(one, us);
  for (let steps = 0; limiter.dueUs() < Infinity && steps < 100_000; steps++) {
    us = limiter.dueUs();
    limiter.release(us);
  }
  return { passed, waited, limiter };
}

describe("a ShardLimiter", () => {
  it("lets one second's records pass at once, and then its share of the limit", () => {
    const { passed, waited } = passes(
      Array.from({ length: 4_000 }, () => parcel(100)),
      1.5,
    );
    expect(passed.filter(({ atUs }) => atUs === 0)).toHaveLength(1_000);
    // The other 3,000 go at 1,500 a second.
    expect(passed.at(-1)?.atUs).toBe(2_000_000);
    expect(passed).toHaveLength(4_000);
    expect([waited.count, waited.maxMs()]).toEqual([3_000, 2_000]);
  });

  it("counts bytes as well, and lets what is larger than a bucket pass when it is full", () => {
    const sizes = [mebibyte / 2, mebibyte / 2, mebibyte / 2, mebibyte * 2, 10];
    const { passed } = passes(
      sizes.map((bytes) => parcel(bytes)),
      1,
    );
    expect(passed.map(({ atUs }) => atUs)).toEqual([0, 0, 500_000, 1_500_000, 1_500_010]);
  });

  it("keeps each shard's parcels in order, and lets none wait for another shard", () => {
    const large = Array.from({ length: 5 }, () => parcel(mebibyte, "busy"));
    const { passed } = passes([...large, parcel(10, "idle")], 2);
    const of = (shardId: string) => passed.filter((one) => one.parcel.shardId === shardId);
    expect(of("busy").map((one) => one.parcel)).toEqual(large);
    expect(of("busy").map(({ atUs }) => atUs)).toEqual([0, 500_000, 1e6, 1_500_000, 2e6]);
    expect(of("idle")[0]?.atUs).toBe(0);
  });

  it("hands out what it holds back", () => {
    const limiter = new ShardLimiter({
      share: 1,
      limits: shardWrites(),
      pass() {},
      waited: new LatencyHistogram(),
    });
    const parcels = [parcel(mebibyte), parcel(1), parcel(2)];
    for (const one of parcels) limiter.admit(one, 0);
    expect(limiter.clear()).toEqual(parcels.slice(1));
    expect(limiter.dueUs()).toBe(Infinity);
  });
});
