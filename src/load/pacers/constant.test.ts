import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectLaws } from "../../../test/support/pacer-laws.ts";
import { constant } from "./constant.ts";

describe("constant", () => {
  it.each([
    { us: -5, count: 0 },
    { us: 0, count: 0 },
    { us: 60_000_000, count: 1_200 },
    { us: 120_000_000, count: 2_400 },
    { us: 999_000_000, count: 2_400 },
  ])("has $count due at $us µs", ({ us, count }) => {
    expect(constant({ total: 2_400, lengthUs: 120_000_000 }).countAt(us)).toBe(count);
  });

  it("holds the laws of a pacer", () => {
    const spans = fc.record({
      total: fc.integer({ min: 1, max: 80_000_000 }),
      lengthUs: fc.integer({ min: 1_000_000, max: 86_400_000_000 }),
    });
    expectLaws(spans.map((span) => () => constant(span)));
  });
});
