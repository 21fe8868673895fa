import { describe, expect, it } from "vitest";
import { Random } from "./random.ts";

const draw = <T>(count: number, next: () => T): T[] => Array.from({ length: count }, next);
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

describe("seeded random numbers", () => {
  it("are the same for the same labels, on every machine", () => {
    const random = Random.from(42, "load");
    expect(draw(4, () => random.uint32())).toMatchInlineSnapshot(`
      [
        2050112914,
        401565970,
        1854895270,
        3698273198,
      ]
    `);
  });

  it("are independent for other labels", () => {
    const firsts = Array.from({ length: 1_000 }, (_, i) => Random.from(1, i).uint32());
    expect(new Set(firsts).size).toBe(1_000);
    const [left, right] = [Random.from("ab", "c"), Random.from("a", "bc")];
    expect(left.uint32()).not.toBe(right.uint32());
    // Neighbouring seeds give numbers that do not follow each other.
    expect(mean(firsts.map((value) => value / 2 ** 32))).toBeCloseTo(0.5, 1);
  });

  it("fill their ranges evenly", () => {
    const random = Random.from(7);
    const counts = [0, 0, 0, 0, 0];
    for (let i = 0; i < 50_000; i++) counts[random.below(5)]!++;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
    const between = draw(10_000, () => random.between(10, 20));
    expect(Math.min(...between)).toBeGreaterThanOrEqual(10);
    expect(Math.max(...between)).toBeLessThan(20);
    expect(mean(between)).toBeCloseTo(15, 0);
  });

  it("follow their distributions", () => {
    const random = Random.from(8);
    const normal = draw(50_000, () => random.normal(100, 15));
    expect(mean(normal)).toBeCloseTo(100, 0);
    expect(Math.sqrt(mean(normal.map((x) => (x - 100) ** 2)))).toBeCloseTo(15, 0);
    const exponential = draw(50_000, () => random.exponential(3));
    expect(mean(exponential)).toBeCloseTo(3, 0);
    expect(Math.min(...exponential)).toBeGreaterThanOrEqual(0);
    expect(mean(draw(50_000, () => Number(random.chance(0.2))))).toBeCloseTo(0.2, 1);
  });

  it("are certain where the chance is 0 or 1", () => {
    const random = Random.from(9);
    expect(draw(100, () => random.chance(0)).some(Boolean)).toBe(false);
    expect(draw(100, () => random.chance(1)).every(Boolean)).toBe(true);
  });

  it("pick from what there is", () => {
    const random = Random.from(10);
    expect(new Set(draw(100, () => random.pick(["a", "b"])))).toEqual(new Set(["a", "b"]));
    expect(() => random.pick([])).toThrow(RangeError);
  });
});
