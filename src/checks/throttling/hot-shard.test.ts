import { describe, expect, it } from "vitest";
import { syntheticPlan } from "../../../test/checks/synthetic-plan.ts";
import { History } from "../../core/history/history.ts";
import { checkThrottling } from "../throttling.ts";
import { shardWrites } from "../../core/shard-limits.ts";
import { findHotShard, hotShardWords } from "./hot-shard.ts";

const ids = ["shardId-000000000000", "shardId-000000000001", "shardId-000000000002"] as const;

interface Shape {
  /** Records a second of each shard, in ten seconds. */
  readonly rates: readonly number[];
  readonly throttledSeconds?: number;
  /** How many of the records carry the key `hot`. */
  readonly hotRecords?: number;
}

/** Ten seconds of three shards. The key goes to the second one. */
function history({ rates, throttledSeconds = 0, hotRecords = 0 }: Shape): History {
  const made = new History();
  const { shards, keys, keyShards } = made.load;
  for (const [i, rate] of rates.entries()) {
    for (let second = 0; second < 10; second++) {
      shards.of(ids[i] ?? "").confirmed.add(second, rate);
    }
  }
  for (let second = 0; second < throttledSeconds; second++) {
    shards.of(ids[1]).throttled.add(second, 50);
  }
  const total = rates.reduce((sum, rate) => sum + rate * 10, 0);
  keys.add("hot", hotRecords);
  keys.add("other", total - hotRecords);
  keyShards.set("hot", ids[1]);
  keyShards.set("other", ids[0]);
  return made;
}

const bounds = { hotUtilization: 0.85, limits: shardWrites() };

describe("findHotShard", () => {
  it.each<[string, Shape, boolean]>([
    ["one at its limit while the others idle", { rates: [100, 950, 100] }, true],
    ["one that refuses in half of its seconds", { rates: [9, 600, 9], throttledSeconds: 5 }, true],
    ["one that refuses in fewer", { rates: [9, 600, 9], throttledSeconds: 4 }, false],
    ["all at their limits", { rates: [950, 950, 950] }, false],
    ["all idle", { rates: [100, 120, 100] }, false],
    ["a stream of one shard", { rates: [950] }, false],
    ["nothing at all", { rates: [] }, false],
  ])("of %s", (_, shape, isHot) => {
    expect(findHotShard(history(shape), bounds) !== undefined).toBe(isHot);
  });

  it("names the shard, the key that makes it one, and their shares", () => {
    const shape = { rates: [125, 750, 125], throttledSeconds: 10, hotRecords: 7_000 };
    const hot = findHotShard(history(shape), bounds);
    expect(hot).toEqual({
      shard: ids[1],
      share: 0.75,
      saturatedSeconds: 10,
      seconds: 10,
      othersUtilization: 0.125,
      keys: [{ key: "hot", share: 0.7 }],
    });
    expect(hot && hotShardWords(hot)).toBe(
      `hot shard ${ids[1]}: at its limit in 10 of 10 seconds with 75 % of the records, while ` +
        "the others used 12.5 % of theirs on average; key `hot` goes there, and is at least 70 % " +
        "of all records: no reshard divides one key",
    );
  });
});

describe("the throttling check of a run that is to show a hot shard", () => {
  const plan = {
    ...syntheticPlan,
    checks: {
      ...syntheticPlan.checks,
      throttling: {
        throttledShareMax: 1,
        hotUtilization: 0.85,
        hotSecondsShareMax: 1,
        hotShard: "expected",
      },
    },
  } as const;
  const verdict = (shape: Shape) => {
    const seen = history(shape);
    for (let ordinal = 0; ordinal < 100; ordinal++) seen.load.confirmed.add(0, ordinal);
    seen.load.attempts.confirmed = 100;
    return checkThrottling(seen, plan).verdict;
  };

  it("passes where it was found and its key named, and fails where not", () => {
    expect(verdict({ rates: [100, 950, 100], hotRecords: 9_000 })).toBe("pass");
    expect(verdict({ rates: [100, 120, 100] })).toBe("fail");
  });
});
