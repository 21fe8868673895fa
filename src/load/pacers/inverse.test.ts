import { describe, expect, it } from "vitest";
import { inverseOf } from "./inverse.ts";

describe("inverseOf", () => {
  const lengthUs = 1_000_000;

  it("finds the time of a count that has a pole in its slope, and where it stands still", () => {
    const countAt = (us: number) => 100 * Math.cbrt(Math.min(us, 500_000) / 500_000);
    const timeOf = inverseOf({ total: 100, lengthUs, countAt });
    for (const us of [1e-3, 1, 243.7, 499_999]) expect(timeOf(countAt(us))).toBeCloseTo(us, 4);
    expect(timeOf(100)).toBe(lengthUs);
    expect(timeOf(-1)).toBe(0);
  });

  it("finds where a count jumps", () => {
    const countAt = (us: number) => (us > 123_456.789 ? 2 : 0) + us / lengthUs;
    const timeOf = inverseOf({ total: 3, lengthUs, countAt });
    for (const count of [0.2, 1, 2.1]) expect(timeOf(count)).toBeCloseTo(123_456.789, 5);
    expect(timeOf(2.5)).toBeCloseTo(500_000, 5);
  });
});
