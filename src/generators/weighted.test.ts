import { expect, it } from "vitest";
import { Random } from "../core/random.ts";
import { Weighted, zipfWeights } from "./weighted.ts";

const draws = 200_000;

function counts<T>(weighted: Weighted<T>): Map<T, number> {
  const random = Random.from("weighted");
  const counted = new Map<T, number>();
  for (let i = 0; i < draws; i++) {
    const item = weighted.pick(random);
    counted.set(item, (counted.get(item) ?? 0) + 1);
  }
  return counted;
}

it("draws by share, and never what has none", () => {
  const counted = counts(Weighted.fromShares({ a: 6, b: 3, never: 0, c: 1 }));
  expect((counted.get("a") ?? 0) / draws).toBeCloseTo(0.6, 2);
  expect((counted.get("b") ?? 0) / draws).toBeCloseTo(0.3, 2);
  expect((counted.get("c") ?? 0) / draws).toBeCloseTo(0.1, 2);
  expect(counted.has("never")).toBe(false);
});

it("draws the head of a Zipf distribution as often as the law says", () => {
  const weights = zipfWeights(1_000, 1);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const counted = counts(new Weighted([...weights.keys()], weights));
  for (const rank of [0, 1, 2, 9]) {
    expect((counted.get(rank) ?? 0) / draws).toBeCloseTo(1 / (rank + 1) / total, 2);
  }
});

it("refuses lists that do not match", () => {
  expect(() => new Weighted(["a"], [])).toThrow(RangeError);
  expect(() => new Weighted([], [])).toThrow(RangeError);
});
