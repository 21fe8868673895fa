import * as fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { kinesisLimits } from "../../core/limits/kinesis.ts";
import { evenRanges, hashKeyMax } from "../../core/hash-ranges.ts";
import { canSplit, growTo, reshardUniformly, splitEvenly } from "./resharding.ts";
import { Shard } from "./shard.ts";
import { ShardMap } from "./shard-map.ts";
import { SpilledLogs } from "./spilled-logs.ts";

const logs = new SpilledLogs();
afterAll(() => logs.close());

function shardMap(count: number): ShardMap {
  const limits = kinesisLimits();
  return new ShardMap(
    (seed) => new Shard({ ...seed, nowUs: 0, limits, log: logs.log() }),
    evenRanges(count),
    1_000,
  );
}

/** What a list of shards leaves out or has twice, as text; empty where it covers every key once. */
function gaps(shards: readonly Shard[]): string {
  const sorted = [...shards].sort((a, b) => (a.range.start < b.range.start ? -1 : 1));
  const borders = sorted.map(({ range }) => range.start);
  const expected = [0n, ...sorted.map(({ range }) => range.end + 1n)];
  return [...borders, hashKeyMax + 1n].join() === expected.join() ? "" : borders.join();
}

/** A step of a history: `at` and `to` choose among what is possible when it is applied. */
const step = fc.record({
  kind: fc.constantFrom("split", "merge", "uniform", "expire"),
  at: fc.nat(),
  to: fc.bigInt({ min: 0n, max: hashKeyMax }),
  laterMs: fc.nat(3),
});

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

function apply(map: ShardMap, chosen: Step, nowMs: number): void {
  const at = chosen.at % map.open.length;
  const shard = map.open[at] as Shard;
  const next = map.open[at + 1];
  switch (chosen.kind) {
    case "split":
      if (canSplit(shard.range, chosen.to)) map.split(shard, chosen.to, nowMs);
      else splitEvenly(map, [shard], nowMs);
      break;
    case "merge":
      if (!next) break;
      if (chosen.to % 2n === 0n) map.merge(shard, next, nowMs);
      else map.merge(next, shard, nowMs);
      break;
    case "uniform":
      reshardUniformly(map, 1 + (chosen.at % 12), nowMs);
      break;
    case "expire":
      map.expire(nowMs - 5);
  }
}

describe("any history of splits and merges", () => {
  it("leaves open shards that hold each hash key once, and finds them", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.array(step), (count, steps) => {
        const map = shardMap(count);
        let nowMs = 2_000;
        for (const chosen of steps) apply(map, chosen, (nowMs += chosen.laterMs));
        expect(gaps(map.open)).toBe("");
        for (const { to } of steps) {
          const { start, end } = map.ofHashKey(to).range;
          expect(start <= to && to <= end).toBe(true);
          expect(map.locate(to).shard).toBe(map.ofHashKey(to));
        }
      }),
    );
  });

  it("gives each hash key one shard at any time that has not expired", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), fc.nat(80), (steps, afterMs) => {
        const map = shardMap(3);
        let nowMs = 2_000;
        for (const chosen of steps.filter(({ kind }) => kind !== "expire")) {
          apply(map, chosen, (nowMs += chosen.laterMs));
        }
        const atMs = 2_000 + afterMs;
        const then = map.all().filter((shard) => shard.createdMs <= atMs && shard.endMs >= atMs);
        expect(gaps(then)).toBe("");
      }),
    );
  });

  it("numbers shards once, and their sequence numbers ascend from parents to children", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const map = shardMap(2);
        for (const chosen of steps) apply(map, chosen, 2_000);
        const all = map.all();
        expect(all.map(({ index }) => index)).toEqual(all.map((_, i) => i));
        for (const shard of all) {
          expect(shard.children.every((child) => child.parentIds.includes(shard.id))).toBe(true);
          for (const child of shard.children) {
            const end = BigInt(shard.endingSequenceNumber ?? 0);
            expect(BigInt(child.startingSequenceNumber) > end).toBe(true);
          }
        }
      }),
    );
  });
});

describe("uniform resharding", () => {
  const widths = (map: ShardMap) => map.open.map(({ range }) => range.end - range.start + 1n);

  it.each([
    [2, 4, 6],
    [3, 6, 9],
    [8, 4, 12],
    [3, 4, undefined],
    [7, 5, undefined],
    [1, 1, 1],
  ])("brings %i shards to %i", (from, to, made) => {
    const map = shardMap(from);
    reshardUniformly(map, to, 2_000);
    expect(map.open).toHaveLength(to);
    const ideal = 2 ** 128 / to;
    for (const width of widths(map)) expect(Number(width) / ideal).toBeCloseTo(1, 5);
    // A split makes two and a merge one: no shard is split or merged that can stay.
    if (made !== undefined) expect(map.all()).toHaveLength(made);
  });

  it("doubles ten thousand shards with one split each", () => {
    const map = shardMap(5_000);
    reshardUniformly(map, 10_000, 2_000);
    expect(map.open).toHaveLength(10_000);
    expect(map.all()).toHaveLength(15_000);
  });

  it("grows by splitting the widest", () => {
    const map = shardMap(4);
    growTo(map, 7, 2_000);
    expect(widths(map).map((width) => Number(width >> 125n))).toEqual([1, 1, 1, 1, 1, 1, 2]);
    growTo(map, 20, 2_000);
    expect(map.open).toHaveLength(20);
  });
});

it("forgets closed shards in the order in which they expire", () => {
  const map = shardMap(1);
  splitEvenly(map, map.open.slice(), 2_000);
  splitEvenly(map, map.open.slice(0, 1), 3_000);
  map.expire(2_001);
  expect(map.all().map(({ index }) => index)).toEqual([1, 2, 3, 4]);
  map.expire(Infinity);
  expect(map.all()).toEqual([...map.open].sort((a, b) => a.index - b.index));
});

it("finds keys among borders that lie close together", () => {
  const map = shardMap(1);
  // All have the same upper 48 bits.
  for (let at = 3n; at < 60n; at += 3n) map.split(map.ofHashKey(at), at, 2_000);
  for (let key = 0n; key < 70n; key++) {
    const { start } = map.ofHashKey(key).range;
    expect(start).toBe(key >= 57n ? 57n : key - (key % 3n));
  }
});

it("tells those who listen to a shard that it was closed", () => {
  const map = shardMap(1);
  const [shard] = map.open as [Shard];
  const heard: boolean[] = [];
  const stop = shard.onChange(() => heard.push(shard.isOpen));
  shard.append({ partitionKey: "k", data: Buffer.alloc(1) }, 1_500);
  splitEvenly(map, [shard], 2_000);
  stop();
  expect(heard).toEqual([true, false]);
  expect(shard.children.map(({ parentIds }) => parentIds)).toEqual([[shard.id], [shard.id]]);
});
