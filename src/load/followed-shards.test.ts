import { describe, expect, it } from "vitest";
import { followShards } from "./followed-shards.ts";
import type { PutOutcome } from "./put-records.ts";
import type { ShardMap } from "./shard-map.ts";

const map = (...shardIds: string[]): ShardMap => ({
  shardIds,
  hashKeys: shardIds.map(() => "0"),
  indexOf: () => shardIds.length - 1,
});

/** Answers of the service, one a call, and the maps that it has when it is asked. */
function follow(
  answers: readonly (readonly PutOutcome[])[],
  maps: readonly (ShardMap | "fails")[],
) {
  const [calls, asked] = [[...answers], [...maps]];
  const followed = followShards({
    first: map("0"),
    putRecords: async () => calls.shift() ?? [],
    async read() {
      const next = asked.shift();
      if (next === undefined || next === "fails") throw new Error("ListShards failed");
      return next;
    },
  });
  const put = () => followed.putRecords([], { timeoutMs: 1 });
  return { followed, put, left: asked };
}

const into = (shardId: string) => ({ kind: "confirmed", shardId }) as const;
const throttled = { kind: "throttled", reason: "slow down" } as const;

describe("a followed shard map", () => {
  it("is read again when an answer names a shard that is not in it", async () => {
    const { followed, put } = follow([[into("0"), throttled], [into("2")]], [map("1", "2")]);
    await put();
    expect(followed.shardMap.shardIds).toEqual(["0"]);
    await put();
    await Promise.resolve();
    expect(followed.shardMap.shardIds).toEqual(["1", "2"]);
    expect(followed.shardMap.hashKeys).toHaveLength(2);
    expect(followed.shardMap.indexOf("key")).toBe(1);
  });

  it("is not read again while it is being read, or for shards that it has", async () => {
    const { put, left } = follow([[into("1")], [into("1")], [into("1")]], [map("1"), map("9")]);
    await Promise.all([put(), put()]);
    await put();
    expect(left).toHaveLength(1);
  });

  it("is asked for again after the service failed to answer", async () => {
    const { followed, put } = follow([[into("1")], [into("1")]], ["fails", map("1")]);
    await put();
    await Promise.resolve();
    expect(followed.shardMap.shardIds).toEqual(["0"]);
    await put();
    await Promise.resolve();
    expect(followed.shardMap.shardIds).toEqual(["1"]);
  });
});
