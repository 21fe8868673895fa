import { describe, expect, it } from "vitest";
import type { History } from "../core/history/history.ts";
import { changeBy, resultAfter } from "../../test/checks/mutation.ts";

const [first, second] = ["shardId-000000000000", "shardId-000000000001"] as const;

/** Attempts that were throttled, each followed by a retry that is not counted here. */
const throttle =
  (count: number) =>
  ({ load }: History) => {
    load.shards.of(second).throttled.add(17, count);
    load.shards.of(second).retried.add(18, count);
    load.attempts.throttled += count;
    load.attempts.retried += count;
  };

const heat =
  (seconds: number, records: number, bytes = 0) =>
  ({ load }: History) => {
    for (let at = 0; at < seconds; at++) {
      const shard = load.shards.of(first);
      shard.confirmed.add(at, records - shard.confirmed.at(at));
      shard.confirmedBytes.add(at, bytes);
    }
  };

describe("the throttling check", () => {
  it.each([
    [4, {}, 0],
    // 0.1 % of 4,005 attempts is 4.005.
    [5, { throttling: "fail" }, 4],
  ])("with %i throttled attempts", (count, verdicts, exitCode) => {
    expect(changeBy(throttle(count))).toMatchObject({
      verdicts,
      exitCode,
      observed: ["throttling"],
      totals: { attempted: count, throttled: count, retried: count },
    });
  });

  it("names the worst shard, second and time of day", () => {
    const { detail, observed } = resultAfter("throttling", throttle(5));
    expect(detail[0]).toBe("throttled 5 of 4,005 attempts: 0.125 %, allowed 0.1 %");
    // Some fifty records of a thousand.
    expect(detail).toContainEqual(
      expect.stringMatching(
        /^worst throttling: shardId-0+1 in second 17 \(10:12\): 5 throttled, (4.9|5|5.1) %/,
      ),
    );
    expect(detail.filter((line) => line.startsWith("worst shard-second"))).toHaveLength(5);
    expect(observed).toContain("retry amplification 1.001");
  });

  it.each([
    // 5 % of 40 seconds are two.
    ["two hot seconds by records", heat(2, 900), "pass"],
    ["three hot seconds by records", heat(3, 900), "fail"],
    ["three seconds at the limit of heat", heat(3, 850), "pass"],
    ["three hot seconds by bytes", heat(3, 50, 900_000), "fail"],
  ])("with %s", (_, mutate, verdict) => {
    expect(resultAfter("throttling", mutate).verdict).toBe(verdict);
  });

  it("counts a second once, however many shards are hot in it", () => {
    const { observed } = resultAfter("throttling", ({ load }) => {
      for (const shard of [first, second]) load.shards.of(shard).confirmed.add(0, 900);
    });
    expect(observed).toContain("hot in 2.5 % of seconds");
  });

  it("shows failed and unknown attempts, which are not throttled ones", () => {
    const change = changeBy(({ load }) => {
      load.shards.of(first).failed.add(3, 2);
      load.shards.of(first).unknown.add(4, 3);
      load.attempts.failed += 2;
      load.attempts.unknown += 3;
    });
    expect(change).toMatchObject({
      verdicts: {},
      totals: { attempted: 5, failed: 2, unknown: 3 },
    });
  });

  it("is invalid without an attempt", () => {
    const { verdict } = resultAfter("throttling", ({ load }) => load.shards.byShard.clear());
    expect(verdict).toBe("invalid");
  });
});
