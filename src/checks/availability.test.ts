import { describe, expect, it } from "vitest";
import { BudgetTally } from "../core/history/budget.ts";
import type { History } from "../core/history/history.ts";
import type { AvailabilityPlan } from "../scenario/plan.ts";
import { checkAvailability } from "./availability.ts";
import { badShareBound } from "./availability/bound.ts";
import { burnOf } from "./availability/burn-rate.ts";
import { freshnessTally } from "./availability/freshness.ts";
import { changeBy, resultAfter } from "../../test/checks/mutation.ts";
import { syntheticPlan } from "../../test/checks/synthetic-plan.ts";
import { cleanHistory, plainRecords } from "../../test/checks/synthetic-run.ts";
import { RecordSet } from "../core/record-set.ts";

const plan = syntheticPlan.checks.availability as AvailabilityPlan;

/** Bad records of one slice, in one call. */
const spoil =
  (bad: number, slice: (i: number) => number) =>
  ({ load }: History) => {
    for (let i = 0; i < bad; i++) load.ingest.record(slice(i), false);
    load.ingest.cluster(bad, bad);
  };

/** A tally of so many clusters of (records, bad), all in one slice. */
function tallyOf(...rows: readonly (readonly [clusters: number, records: number, bad: number])[]) {
  const tally = new BudgetTally();
  for (const [clusters, records, bad] of rows) {
    for (let i = 0; i < clusters; i++) {
      for (let j = 0; j < records; j++) tally.record(0, j >= bad);
      tally.cluster(records, bad);
    }
  }
  return tally;
}

describe("the availability check", () => {
  it("says what is spent and left", () => {
    const { verdict, observed, detail } = resultAfter(
      "availability",
      spoil(9, (i) => i * 4),
    );
    expect(verdict).toBe("pass");
    expect(observed).toBe(
      "ingest 99.76976 % (9 bad of 3,909 records; not proven at this size), " +
        "freshness 100 % (0 bad of 3,828 records; proven)",
    );
    expect(detail).toContain(
      "ingest: 9 bad of 3,909 records; of a budget of 39.09 records 23 % spent, 77 % left",
    );
  });

  it.each([
    // Of 3,939 records 39.39 may be bad. Spread over the run, they raise no alarm.
    [39, {}, 0],
    [40, { availability: "fail" }, 4],
  ])("with %i bad records over the run", (bad, verdicts, exitCode) => {
    expect(changeBy(spoil(bad, (i) => i % 40))).toMatchObject({
      verdicts,
      exitCode,
      observed: ["availability"],
      totals: {},
    });
  });

  it("raises an alarm where the budget burns, with the time of day", () => {
    const burn = ({ load }: History) => {
      for (let slice = 20; slice < 30; slice++) {
        load.ingest.good.add(slice, -load.ingest.good.at(slice) + 10);
        for (let i = 0; i < 3; i++) load.ingest.record(slice, false);
      }
      load.ingest.good.add(0, 10_000);
    };
    const { verdict, detail } = resultAfter("availability", burn);
    expect(verdict).toBe("fail");
    expect(detail[0]).toBe(
      "ingest: burn-rate alarm, 23.08 at 17:24, with 30 bad records; allowed is 10",
    );
  });

  it("counts lost records against freshness, and leaves ingest alone", () => {
    const lose = ({ scans }: History) => {
      for (const { source, ordinal } of plainRecords(3)) scans.final?.seen.delete(source, ordinal);
    };
    const { observed } = resultAfter("availability", lose);
    expect(observed).toBe(
      "ingest 100 % (0 bad of 3,900 records; proven), " +
        "freshness 99.92169 % (3 bad of 3,831 records; proven)",
    );
  });

  it.each([
    ["FINAL was not read back", ({ scans }: History) => void delete scans.final],
    [
      "no record was judged for ingest",
      (history: History) => void Object.assign(history.load, { ingest: new BudgetTally() }),
    ],
    [
      "no record was seen in FINAL in time or late",
      (history: History) => void Object.assign(history, { freshness: new BudgetTally() }),
    ],
  ])("is invalid where %s", (_, mutate) => {
    expect(resultAfter("availability", mutate).verdict).toBe("invalid");
  });

  it("judges ingest alone where there is no FINAL", () => {
    const { freshnessWithinMs: _, ...ingestOnly } = plan;
    const checks = { ...syntheticPlan.checks, availability: ingestOnly };
    const history = cleanHistory();
    delete history.scans.final;
    expect(checkAvailability(history, { ...syntheticPlan, checks })).toMatchObject({
      verdict: "pass",
      observed: "ingest 100 % (0 bad of 3,900 records; proven)",
    });
  });

  it("says whether the objective is proven at this size", () => {
    const { detail } = resultAfter("availability", () => undefined);
    expect(detail).toContain(
      "ingest: at 95 % confidence at most 0.07678 % bad, by 3,900 clusters: " +
        "the objective is proven",
    );
    const small = resultAfter("availability", ({ load }) => {
      load.ingest.clusters = 30;
    });
    expect(small.verdict).toBe("pass");
    expect(small.detail).toContainEqual(expect.stringMatching(/ingest:.*not proven at this size/));
  });

  it("meets an objective exactly", () => {
    const strict = { ...plan, objective: 0.9999, burnRateMax: 1e9 };
    const checks = { ...syntheticPlan.checks, availability: strict };
    const verdictOf = (bad: number) => {
      const history = cleanHistory();
      const ingest = tallyOf([1, 10_000, bad]);
      Object.assign(history.load, { ingest });
      return checkAvailability(history, { ...syntheticPlan, checks }).verdict;
    };
    expect([verdictOf(1), verdictOf(2)]).toEqual(["pass", "fail"]);
  });
});

describe("the bound on the share of bad records", () => {
  it.each([
    ["takes clusters for trials where nothing was bad", tallyOf([29_956, 2, 0]), 1e-4, 7],
    [
      "is Clopper and Pearson's where each record is a cluster",
      tallyOf([1, 1, 1], [99, 1, 0]),
      0.0466,
      3,
    ],
    ["is 1 where everything was bad", tallyOf([5, 10, 10]), 1, 9],
    ["is 1 where one cluster had everything", tallyOf([1, 100, 1]), 1, 9],
    ["is 1 where there was nothing", tallyOf(), 1, 9],
  ])("%s", (_, tally, ...[bound, digits]) => {
    expect(badShareBound(tally)).toBeCloseTo(bound, digits);
  });

  it("is wider where records fail together", () => {
    const apart = badShareBound(tallyOf([50, 10, 1], [950, 10, 0]));
    const together = badShareBound(tallyOf([5, 10, 10], [995, 10, 0]));
    expect(apart).toBeGreaterThan(0.005);
    expect(together).toBeGreaterThan(apart * 1.4);
  });
});

describe("burn rates", () => {
  const rows = (bad: readonly number[]) => {
    const tally = new BudgetTally();
    for (const [slice, count] of bad.entries()) {
      tally.bad.add(slice, count);
      tally.good.add(slice, 100 - count);
    }
    return tally;
  };
  const windows = { ...plan, longWindowSlices: 4, shortWindowSlices: 1, burnRateMax: 2 };

  it.each([
    ["nothing", [0, 0, 0, 0], undefined],
    ["too few bad records", [0, 0, 0, 0, 4], undefined],
    ["a long window that is calm", [0, 0, 0, 7, 0], undefined],
    ["both windows", [0, 0, 0, 9, 0], { rate: 2.25, slice: 3, bad: 9 }],
    ["a short window that has recovered", [4, 1, 0, 0, 0], undefined],
    ["a slow burn that goes on", [0, 3, 3, 3, 3], { rate: 3, slice: 4, bad: 12 }],
  ])("%s", (_, bad, alarm) => {
    expect(burnOf(rows(bad), windows).alarm).toEqual(alarm);
  });
});

describe("freshness", () => {
  it("puts a lost record into the slice that it was intended in", () => {
    const lost = new RecordSet();
    lost.add(0, 1_000);
    lost.add(1, 999);
    const tally = freshnessTally(cleanHistory(), syntheticPlan, lost);
    // 1,000 of 3,000 in 40 slices; the last of its source.
    expect(tally.bad.toJSON().flatMap((bad, slice) => (bad > 0 ? [slice] : []))).toEqual([13, 39]);
  });
});
