import { describe, expect, it } from "vitest";
import { drawDelayMs, type DelayProfile } from "./delay.ts";
import { Random } from "./random.ts";

const draws = 100_000;

function percentilesOf(profile: DelayProfile): Record<"p50" | "p90" | "p99", number> {
  const random = Random.from("delay");
  const drawn = Array.from({ length: draws }, () => drawDelayMs(profile, random)).sort(
    (a, b) => a - b,
  );
  const at = (share: number) => drawn[Math.floor(share * draws)] as number;
  return { p50: at(0.5), p90: at(0.9), p99: at(0.99) };
}

describe("a drawn delay", () => {
  it.each([
    { p50: 16.2, p90: 33.8, p99: 105 },
    { p50: 49.4, p90: 67.5, p99: 109 },
    { p50: 28.1, p90: 61.2, p99: 645 },
  ])("has the percentiles that it was given: $p50, $p90, $p99", (profile) => {
    const found = percentilesOf(profile);
    for (const name of ["p50", "p90", "p99"] as const) {
      expect(found[name] / profile[name]).toBeCloseTo(1, 1);
    }
  });

  it("is constant with p50 alone, and none with 0", () => {
    expect(percentilesOf({ p50: 20 })).toEqual({ p50: 20, p90: 20, p99: 20 });
    expect(percentilesOf({ p50: 0, p90: 5 })).toEqual({ p50: 0, p90: 0, p99: 0 });
  });
});
