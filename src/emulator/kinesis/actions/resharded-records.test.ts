import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { virtualEngine } from "../../../../test/support/virtual-engine.ts";

const StreamName = "s";

interface ListedShard {
  readonly ShardId: string;
  readonly HashKeyRange: { readonly StartingHashKey: string; readonly EndingHashKey: string };
}

describe("any history of resharding", () => {
  const history = fc.array(
    fc.record({
      kind: fc.constantFrom("split", "merge", "uniform"),
      at: fc.nat(),
      puts: fc.nat(5),
    }),
    { maxLength: 8 },
  );

  it("loses nothing, and keeps each key in order for who reads parents before children", () => {
    fc.assert(
      fc.property(history, (steps) => {
        const { call, get, iterator, clock } = virtualEngine({
          shards: 2,
          limits: { getRecordsPerSecondPerShard: 1e6, getShardIteratorPerSecondPerShard: 1e6 },
        });
        const list = (ShardFilter?: object) =>
          call("ListShards", { StreamName, ShardFilter })["Shards"] as readonly ListedShard[];
        let written = 0;
        const put = () => {
          const PartitionKey = `k${written % 7}`;
          const Data = Buffer.from(String(written++));
          call("PutRecord", { StreamName, PartitionKey, Data });
        };
        for (const { kind, at, puts } of steps) {
          for (let i = 0; i < puts; i++) put();
          clock.advanceMs(at % 2 === 0 ? 250 : 2_000);
          reshard(call, list({ Type: "AT_LATEST" }), { kind, at });
        }
        put();
        const read: { key: unknown; number: number }[] = [];
        // The ids of children are higher than those of their parents.
        for (const { ShardId } of list()) {
          let next = iterator({ ShardId, ShardIteratorType: "TRIM_HORIZON" });
          for (;;) {
            const page = get(next, 3);
            if (page.Records.length === 0) break;
            for (const { partitionKey: key, data } of page.Records) {
              read.push({ key, number: Number(String(data)) });
            }
            next = page.NextShardIterator;
          }
        }
        const all = Array.from({ length: written }, (_, i) => i);
        expect(read.map(({ number }) => number).toSorted((a, b) => a - b)).toEqual(all);
        for (const k of [0, 1, 2, 3, 4, 5, 6]) {
          const ofKey = read.filter(({ key }) => key === `k${k}`).map(({ number }) => number);
          expect(ofKey).toEqual(all.filter((number) => number % 7 === k));
        }
      }),
      { numRuns: 60 },
    );
  });
});

function reshard(
  call: (operation: string, input: object) => unknown,
  open: readonly ListedShard[],
  { kind, at }: { readonly kind: string; readonly at: number },
): void {
  const sorted = open.toSorted((a, b) =>
    BigInt(a.HashKeyRange.StartingHashKey) < BigInt(b.HashKeyRange.StartingHashKey) ? -1 : 1,
  );
  const i = at % sorted.length;
  const [shard, next] = [sorted[i] as ListedShard, sorted[i + 1]];
  const { StartingHashKey, EndingHashKey } = shard.HashKeyRange;
  const between = (BigInt(StartingHashKey) + BigInt(EndingHashKey)) / 2n;
  if (kind === "split") {
    const NewStartingHashKey = String(between);
    call("SplitShard", { StreamName, ShardToSplit: shard.ShardId, NewStartingHashKey });
  } else if (kind === "merge" && next) {
    const AdjacentShardToMerge = next.ShardId;
    call("MergeShards", { StreamName, ShardToMerge: shard.ShardId, AdjacentShardToMerge });
  } else if (kind === "uniform") {
    const TargetShardCount = Math.ceil(open.length / 2) + (at % (open.length + 1));
    call("UpdateShardCount", { StreamName, TargetShardCount, ScalingType: "UNIFORM_SCALING" });
  }
}
