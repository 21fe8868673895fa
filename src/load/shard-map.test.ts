import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createShardMap, type ShardRange } from "./shard-map.ts";

const space = 1n << 128n;

function evenRanges(shards: number): ShardRange[] {
  return Array.from({ length: shards }, (_, i) => ({
    shardId: `shardId-${String(i).padStart(12, "0")}`,
    startingHashKey: String((space / BigInt(shards)) * BigInt(i)),
    endingHashKey: String(
      i === shards - 1 ? space - 1n : (space / BigInt(shards)) * BigInt(i + 1) - 1n,
    ),
  }));
}

/** The shard that a key is predicted for. */
function predicted(ranges: readonly ShardRange[], key: string): string | undefined {
  const map = createShardMap(ranges);
  return map.shardIds[map.indexOf(key)];
}

describe("createShardMap", () => {
  it("predicts the shard by the MD5 of the key, in ranges of any order", () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 40 }), (key, shards) => {
        const ranges = evenRanges(shards);
        const md5 = BigInt(`0x${createHash("md5").update(key).digest("hex")}`);
        const expected = ranges.find(({ endingHashKey }) => md5 <= BigInt(endingHashKey));
        expect(predicted(ranges.toReversed(), key)).toBe(expected?.shardId);
      }),
    );
  });

  it("is exact where a key's hash is the last of a range or the first of the next", () => {
    const md5 = BigInt(`0x${createHash("md5").update("border").digest("hex")}`);
    const ranges = (end: bigint) => [
      { shardId: "low", startingHashKey: "0", endingHashKey: String(end) },
      { shardId: "high", startingHashKey: String(end + 1n), endingHashKey: String(space - 1n) },
    ];
    expect(predicted(ranges(md5), "border")).toBe("low");
    expect(predicted(ranges(md5 - 1n), "border")).toBe("high");
  });
});
