import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HeavyHitters } from "./heavy-hitters.ts";

const capacity = 1_000;
/** One key among many that are seen once or twice each. */
const crowd = (size: number, hot: number): HeavyHitters => {
  const hitters = new HeavyHitters();
  for (let i = 0; i < size; i++) {
    hitters.add(`k${i}`);
    if (i % Math.ceil(size / hot) === 0) hitters.add("hot");
  }
  return hitters;
};

describe("the most frequent keys", () => {
  it("are exact while all keys fit", () => {
    const hitters = new HeavyHitters();
    for (const key of ["b", "a", "b", "c", "b", "a"]) hitters.add(key);
    expect(hitters.top(2)).toEqual([
      { key: "b", count: 3 },
      { key: "a", count: 2 },
    ]);
  });

  it("are too low by a thousandth of all at most, and never too high", () => {
    const hitters = crowd(5_000, 100);
    const [first] = hitters.top(1);
    expect(first?.key).toBe("hot");
    expect(first?.count).toBeLessThanOrEqual(100);
    expect(first?.count).toBeGreaterThanOrEqual(100 - hitters.total / capacity);
  });

  it("keep to the bound with weights, merged in either order", () => {
    const row = fc.tuple(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 1, max: 50 }));
    const rows = fc.array(row, { minLength: 1_200, maxLength: 2_500 });
    fc.assert(
      fc.property(rows, rows, (left, right) => {
        const truth = new Map<string, number>();
        const fill = (from: readonly (readonly [number, number])[]) => {
          const hitters = new HeavyHitters();
          for (const [key, amount] of from) hitters.add(`k${key}`, amount);
          return hitters;
        };
        for (const [key, amount] of [...left, ...right]) {
          truth.set(`k${key}`, (truth.get(`k${key}`) ?? 0) + amount);
        }
        for (const [first, second] of [
          [left, right],
          [right, left],
        ] as const) {
          const merged = fill(first);
          merged.merge(fill(second));
          const kept = new Map(merged.top(10_000).map(({ key, count }) => [key, count]));
          expect(kept.size).toBeLessThanOrEqual(capacity);
          for (const [key, count] of truth) {
            expect(kept.get(key) ?? 0).toBeLessThanOrEqual(count);
            expect(kept.get(key) ?? 0).toBeGreaterThanOrEqual(count - merged.total / capacity);
          }
        }
      }),
      { numRuns: 5 },
    );
  });

  it("are the same after they were written and read", () => {
    const hitters = crowd(50, 5);
    const stored: unknown = JSON.parse(JSON.stringify(hitters));
    const read = HeavyHitters.fromJSON(stored as ReturnType<HeavyHitters["toJSON"]>);
    expect([read.total, read.top(60)]).toEqual([hitters.total, hitters.top(60)]);
  });
});
