import { describe, expect, it } from "vitest";
import { HopHistory } from "./hop.ts";
import { ShardTable } from "./shards.ts";
import { SliceSeries } from "./slices.ts";

describe("sums by slice", () => {
  it("grow, and take what came before the start into the first slice", () => {
    const series = new SliceSeries();
    series.add(3, 5);
    series.add(-2);
    expect([series.toJSON(), series.total(), series.at(9), series.length]).toEqual([
      [1, 0, 0, 5],
      6,
      0,
      4,
    ]);
  });

  it("merge without sharing", () => {
    const left = SliceSeries.fromJSON([1]);
    const right = SliceSeries.fromJSON([1, 2]);
    left.merge(right);
    left.add(1);
    expect([left.toJSON(), right.toJSON()]).toEqual([
      [2, 3],
      [1, 2],
    ]);
  });
});

describe("a hop", () => {
  it("keeps the whole and the slices, and shares neither when it is merged", () => {
    const [whole, part, other] = [new HopHistory(), new HopHistory(), new HopHistory()];
    part.record(4, 1_000);
    other.record(4, 9_000);
    whole.merge(part);
    whole.merge(other);
    expect([whole.latency.count, whole.bySlice.get(4)?.count]).toEqual([2, 2]);
    expect([part.bySlice.get(4)?.count, other.bySlice.get(4)?.count]).toEqual([1, 1]);
    expect(HopHistory.fromJSON(whole.toJSON()).toJSON()).toEqual(whole.toJSON());
  });
});

describe("the table of shards", () => {
  it("counts attempts by outcome, merges, and is the same after it was written and read", () => {
    const [table, other] = [new ShardTable(), new ShardTable()];
    for (const key of ["confirmed", "throttled", "failed", "unknown"] as const) {
      table.of("a")[key].add(1);
    }
    table.of("a").retried.add(1);
    other.of("a").confirmed.add(0, 2);
    other.of("b").confirmedBytes.add(0, 100);
    table.merge(other);
    expect([table.of("a").attempted(), table.of("b").attempted()]).toEqual([6, 0]);
    expect(ShardTable.fromJSON(table.toJSON()).toJSON()).toEqual(table.toJSON());
  });
});
