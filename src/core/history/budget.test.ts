import { describe, expect, it } from "vitest";
import { BudgetTally } from "./budget.ts";

describe("a budget's tally", () => {
  const tally = new BudgetTally();
  for (const [slice, isGood] of [
    [0, true],
    [0, false],
    [2, true],
  ] as const) {
    tally.record(slice, isGood);
  }
  tally.cluster(3, 1);
  tally.cluster(2, 0);
  tally.cluster(0, 0);

  it("keeps records by slice, and sums over clusters that held any", () => {
    expect(tally.toJSON()).toEqual({
      good: [1, 0, 1],
      bad: [1],
      clusters: 2,
      sumNN: 13,
      sumNB: 3,
      sumBB: 1,
    });
  });

  it("is merged by adding, and is the same after it was written and read", () => {
    const twice = BudgetTally.fromJSON(tally.toJSON());
    twice.merge(tally);
    expect(twice.toJSON()).toEqual({
      good: [2, 0, 2],
      bad: [2],
      clusters: 4,
      sumNN: 26,
      sumNB: 6,
      sumBB: 2,
    });
    expect(tally.clusters).toBe(2);
  });
});
