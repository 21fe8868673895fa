import { describe, expect, test } from "vitest";
import { VirtualClock } from "../../core/clock.ts";
import { s3Limits, type S3Limits } from "../../core/limits/s3.ts";
import { RequestRates } from "./request-rate.ts";
import type { RateClass } from "./request-rate.ts";

function ratesOf(limits: Partial<S3Limits> = {}): {
  clock: VirtualClock;
  taken: (rateClass: RateClass, key: string, attempts: number) => number;
} {
  const clock = new VirtualClock();
  const rates = new RequestRates(clock, s3Limits(limits));
  return {
    clock,
    taken(rateClass, key, attempts) {
      let count = 0;
      for (let i = 0; i < attempts; i++) {
        try {
          rates.take(rateClass, "bucket", key);
          count++;
        } catch (error) {
          expect(error).toMatchObject({ code: "SlowDown", status: 503 });
        }
      }
      return count;
    },
  };
}

test.each<[RateClass, number]>([
  ["write", 3_500],
  ["read", 5_500],
])("a prefix takes its %s rate each second", (rateClass, perSecond) => {
  const { clock, taken } = ratesOf();
  expect(taken(rateClass, "raw/a", 6_000)).toBe(perSecond);
  clock.advanceMs(100);
  expect(taken(rateClass, "raw/a", 6_000)).toBe(perSecond / 10);
  clock.advanceMs(60_000);
  expect(taken(rateClass, "raw/a", 6_000)).toBe(perSecond);
});

describe("what counts as one prefix", () => {
  test.each([
    [1, "raw/2026/a", "raw/b", 3],
    [1, "raw/a", "final/a", 6],
    [1, "a", "b", 3],
    [1, "raw/a", "a", 6],
    [2, "raw/1/a", "raw/2/a", 6],
    [0, "raw/a", "final/a", 3],
  ])("by %i segments, %s and %s together take %i", (segments, one, other, expected) => {
    const limits = { writesPerSecondPerPrefix: 3, partitionedPrefixSegments: segments };
    const { taken } = ratesOf(limits);
    expect(taken("write", one, 5) + taken("write", other, 5)).toBe(expected);
  });

  test("reads and writes are counted apart", () => {
    const { taken } = ratesOf({ writesPerSecondPerPrefix: 1, readsPerSecondPerPrefix: 2 });
    expect(taken("write", "a", 9) + taken("read", "a", 9)).toBe(3);
  });
});

test("idle prefixes are forgotten, busy ones are not", () => {
  const { clock, taken } = ratesOf({ writesPerSecondPerPrefix: 2 });
  for (let i = 0; i < 5_000; i++) taken("write", `idle-${i}/x`, 1);
  clock.advanceMs(999);
  taken("write", "busy/x", 2);
  clock.advanceMs(1);
  for (let i = 0; i < 10; i++) taken("write", `new-${i}/x`, 1);
  expect(taken("write", "busy/x", 5)).toBe(0);
});
