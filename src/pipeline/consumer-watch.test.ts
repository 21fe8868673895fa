import { describe, expect, it } from "vitest";
import { watched } from "../../test/support/watched.ts";
import { VirtualClock } from "../core/clock.ts";
import { pauseLeftMs, untilPauseMs } from "./pauses.ts";

const second = 1_000_000;
const pauses = [
  { fromUs: 2 * second, toUs: 5 * second },
  { fromUs: 20 * second, toUs: 21 * second },
];

const arrived = (...ms: number[]) =>
  ms.map((epochMs) => ({
    SequenceNumber: "1",
    Data: new Uint8Array(),
    PartitionKey: "k",
    ApproximateArrivalTimestamp: new Date(epochMs),
  }));

function watch() {
  const clock = new VirtualClock(1_000_000);
  return { ...watched(pauses, clock), clock };
}

describe("a ConsumerWatch", () => {
  it("times every record from its arrival, also where many arrived at once", () => {
    const { clock, watch: tested, history } = watch();
    clock.advanceMs(1_000);
    tested.took([]);
    tested.took(arrived(1_000_900, 1_000_900, 1_000_900, 1_000_500));
    const { count, p50, max } = history.propagation.figures();
    expect({ count, max }).toEqual({ count: 4, max: 500 });
    expect(p50).toBeCloseTo(100, 0);
    expect(history.records).toBe(4);
  });

  it("is back at the tip when every shard has been, the children of closed ones too", () => {
    const { clock, watch: tested, history } = watch();
    for (const shard of ["a", "b"]) tested.began(shard);
    clock.advanceMs(1_000);
    for (const shard of ["a", "b"]) tested.atTip(shard);
    clock.advanceMs(4_500);
    tested.took(arrived(1_001_000));
    clock.advanceMs(500);
    tested.atTip("a");
    clock.advanceMs(1_000);
    // The shard was closed in the meantime: what came of it is read next.
    tested.began("c");
    tested.ended("b");
    expect(history.catchUps).toEqual([{ pausedUs: 2 * second, resumedUs: 5 * second }]);
    clock.advanceMs(1_000);
    tested.atTip("c");
    expect(history.catchUps).toEqual([
      { pausedUs: 2 * second, resumedUs: 5 * second, backAtTipUs: 8 * second },
    ]);
    clock.advanceMs(20_000);
    tested.atTip("a");
    expect(history.catchUps).toHaveLength(2);
    expect(history.catchUps[1]?.backAtTipUs).toBeUndefined();
    tested.atTip("c");
    expect(history.catchUps[1]?.backAtTipUs).toBe(28 * second);
  });
});

describe("pauses", () => {
  it.each([
    [0, 0, 2_000],
    [2, 3_000, 18_000],
    [4.5, 500, 15_500],
    [5, 0, 15_000],
    [20.5, 500, Infinity],
    [21, 0, Infinity],
  ])("at second %d: %d ms left, the next in %d ms", (at, left, next) => {
    expect(pauseLeftMs(pauses, at * second)).toBe(left);
    expect(untilPauseMs(pauses, at * second)).toBe(next);
  });
});
