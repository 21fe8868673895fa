import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectLaws } from "../../../test/support/pacer-laws.ts";
import { stairs } from "./stairs.ts";

const span = { total: 700, lengthUs: 3_000_000 };

describe("stairs", () => {
  it("gives each step its weight's share", () => {
    const pacer = stairs([1, 2, 4], span);
    expect([1, 2, 3].map((second) => pacer.countAt(second * 1_000_000))).toEqual([100, 300, 700]);
  });

  it("passes over steps of 0", () => {
    const pacer = stairs([0, 1, 0, 1, 0], span);
    expect(pacer.timeOf(0)).toBe(600_000);
    expect(pacer.timeOf(350)).toBe(1_800_000);
    expect(pacer.timeOf(700)).toBe(2_400_000);
  });

  it("holds the laws of a pacer", () => {
    const weights = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 40 });
    const drawn = weights.filter((steps) => steps.some((weight) => weight > 0));
    expectLaws(drawn.map((steps) => () => stairs(steps, span)));
  });
});
