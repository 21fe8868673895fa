import { describe, expect, it } from "vitest";
import { virtualEngine } from "../../../../test/support/virtual-engine.ts";

const MiB = 1_048_576;
const throttled = "ProvisionedThroughputExceededException";
/** Writes out of the way: only reads are held to their limits. */
const freeWrites = {
  writeBytesPerSecondPerShard: 1e12,
  writeRecordsPerSecondPerShard: 1e12,
} as const;

describe("GetRecords", () => {
  it("reads in order, from where the last call ended", () => {
    const { put, iterator, get } = virtualEngine({});
    put(3, 4, 5);
    const first = get(iterator(), 2);
    const second = get(first.NextShardIterator);
    const sizes = [...first.Records, ...second.Records].map(({ data }) => (data as Buffer).length);
    expect(sizes).toEqual([1, 2, 3]);
    expect(get(second.NextShardIterator)).toMatchObject({ Records: [], MillisBehindLatest: 0 });
  });

  it("states how far behind the first unread record is", () => {
    const { put, iterator, get, clock } = virtualEngine({});
    put(10);
    clock.advanceMs(700);
    put(10);
    clock.advanceMs(300);
    expect(get(iterator(), 1)["MillisBehindLatest"]).toBe(300);
    expect(get(iterator(), 2)["MillisBehindLatest"]).toBe(0);
  });

  it("takes five calls a second; a throttled one does not consume its iterator", () => {
    const { put, iterator, get, refusal, clock } = virtualEngine({});
    put(10);
    const start = iterator();
    for (let call = 0; call < 5; call++) get(start);
    expect(refusal("GetRecords", { ShardIterator: start })).toBe(
      `${throttled}: Rate exceeded for shard shardId-000000000000 in stream s ` +
        "under account 123456789012.",
    );
    clock.advanceMs(200);
    expect(get(start).Records).toHaveLength(1);
  });

  it("throttles for five seconds after a call that returned 10 MiB", () => {
    const { put, iterator, get, refusal, clock } = virtualEngine({ limits: freeWrites });
    for (let call = 0; call < 12; call++) put(MiB);
    const full = get(iterator());
    expect(full.Records).toHaveLength(10);
    clock.advanceMs(4_999);
    expect(refusal("GetRecords", { ShardIterator: full.NextShardIterator })).toContain(throttled);
    clock.advanceMs(1);
    expect(get(full.NextShardIterator).Records).toHaveLength(2);
  });

  it("throttles while what was read beyond 2 MiB/s is made up for", () => {
    const { put, iterator, get, refusal, clock } = virtualEngine({ limits: freeWrites });
    put(MiB, MiB, MiB);
    const tip = get(iterator()).NextShardIterator;
    clock.advanceMs(499);
    expect(refusal("GetRecords", { ShardIterator: tip })).toContain(throttled);
    clock.advanceMs(1);
    expect(get(tip).Records).toEqual([]);
  });

  it("returns 10,000 records at most", () => {
    const { put, iterator, get, refusal } = virtualEngine({ limits: freeWrites });
    for (let call = 0; call < 21; call++) put(...Array.from({ length: 500 }, () => 3));
    expect(get(iterator()).Records).toHaveLength(10_000);
    expect(refusal("GetRecords", { ShardIterator: iterator(), Limit: 10_001 })).toContain(
      "Member must have value less than or equal to 10000",
    );
  });

  it("does not return what has outlived the retention", () => {
    const { put, iterator, get, clock } = virtualEngine({ limits: { retentionHours: 1 } });
    put(3);
    clock.advanceMs(1_800_000);
    put(4);
    const early = iterator();
    clock.advanceMs(1_800_001);
    // The first iterator has expired by now, but a new one begins with what is left.
    expect(get(iterator()).Records.map(({ data }) => (data as Buffer).length)).toEqual([2]);
    expect(() => get(early)).toThrow("Iterator expired");
  });
});
