import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SortedUniforms } from "./sorted-uniforms.ts";

const drawsOf = (count: number, label: number) => {
  const uniforms = new SortedUniforms(count, [label]);
  return Array.from({ length: count }, (_, n) => uniforms.at(n));
};

describe("SortedUniforms", () => {
  it.each([1, 2, 511, 512, 513, 5_000, 20_000])("are %i in order, within their range", (count) => {
    const draws = drawsOf(count, 7);
    expect(draws).toEqual(draws.toSorted((a, b) => a - b));
    expect(draws[0]).toBeGreaterThanOrEqual(0);
    expect(draws.at(-1)).toBeLessThan(count);
  });

  it("are the same in whatever order they are asked for, and in either direction", () => {
    const inOrder = drawsOf(5_000, 3);
    const uniforms = new SortedUniforms(5_000, [3]);
    fc.assert(
      fc.property(fc.nat(4_999), (n) => {
        const draw = inOrder[n] as number;
        expect(uniforms.at(n)).toBe(draw);
        expect(uniforms.below(draw)).toBe(n);
        expect(uniforms.below(draw + 1e-9)).toBe(n + 1);
      }),
    );
    expect([uniforms.below(-1), uniforms.below(5_000)]).toEqual([0, 5_000]);
  });

  it("come from their labels", () => {
    expect(drawsOf(10, 1)).not.toEqual(drawsOf(10, 2));
  });

  it("are uniform: the largest gap to the straight line is that of Kolmogorov's test", () => {
    // Of each 20 sets one is beyond 1.36 by chance, and one of a million beyond 2.7.
    for (let label = 0; label < 20; label++) {
      const count = 20_000;
      const gaps = drawsOf(count, label).map((draw, n) => Math.abs(draw - n));
      expect(Math.max(...gaps) / Math.sqrt(count)).toBeLessThan(2.7);
      expect(Math.max(...gaps) / Math.sqrt(count)).toBeGreaterThan(0.35);
    }
  });

  it("have counts in any interval that scatter as binomial draws do", () => {
    const count = 40_000;
    const counts = Array.from({ length: 400 }, (_, label) => {
      const uniforms = new SortedUniforms(count, ["interval", label]);
      return uniforms.below(0.55 * count) - uniforms.below(0.3 * count);
    });
    const mean = counts.reduce((sum, drawn) => sum + drawn, 0) / counts.length;
    const variance = counts.reduce((sum, drawn) => sum + (drawn - mean) ** 2, 0) / counts.length;
    // Four standard errors: of the mean √(7500 / 400), of the variance √(2 / 400).
    expect(Math.abs(mean - 10_000)).toBeLessThan(4 * 4.33);
    expect(Math.abs(variance / 7_500 - 1)).toBeLessThan(4 * 0.0707);
  });
});
