import { describe, expect, it } from "vitest";
import { ramp } from "./ramp.ts";
import { scaled } from "./scaled.ts";

describe("scaled", () => {
  it("has another total on the same curve, and never more than it", () => {
    const curve = ramp({ from: 0, to: 1 }, { total: 0.3, lengthUs: 1_000 });
    const pacer = scaled(curve, 80_000_001);
    expect(pacer.total).toBe(80_000_001);
    expect(pacer.countAt(5_000)).toBe(80_000_001);
    expect(pacer.countAt(500)).toBeCloseTo(80_000_001 / 4, 6);
    expect(pacer.timeOf(80_000_001 / 4)).toBeCloseTo(500, 9);
  });
});
