import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { History } from "../core/history/history.ts";
import { LatencyHistogram } from "../core/latency.ts";
import type { Plan } from "../scenario/plan.ts";
import { judge } from "./judge.ts";
import { changeBy, judgementAfter } from "../../test/checks/mutation.ts";
import { syntheticPlan } from "../../test/checks/synthetic-plan.ts";
import {
  cleanHistory,
  cleanParts,
  cleanTotals,
  plainRecords,
} from "../../test/checks/synthetic-run.ts";
import { checkNames } from "./verdict.ts";

const loseOne = (history: History): void => {
  for (const { source, ordinal } of plainRecords(1)) {
    history.scans.final?.seen.delete(source, ordinal);
  }
};
const lagBehind = (history: History): void => {
  for (let i = 0; i < 100; i++) history.load.scheduleLag.recordUs(50_000);
};
const slowDown = (history: History): void => {
  for (let i = 0; i < 100; i++) history.load.acknowledged.record(3, 900_000);
};
const interrupt = (history: History): void => {
  history.interrupted = true;
};

describe("judge", () => {
  it("passes a clean run, by every check", () => {
    const { verdict, exitCode, checks, totals } = judge(cleanHistory(), syntheticPlan);
    expect(checks.map((check) => [check.name, check.verdict])).toEqual(
      checkNames.map((name) => [name, "pass"]),
    );
    expect([verdict, exitCode]).toEqual(["pass", 0]);
    expect(Object.fromEntries(Object.entries(totals).filter(([, value]) => value !== 0))).toEqual(
      cleanTotals,
    );
    expect(totals.final).toBe(totals.unique + totals.duplicatesBeyondWindow);
  });

  it.each([
    ["slow", [slowDown], "fail", 4],
    ["late to send", [lagBehind], "invalid", 6],
    ["late to send and slow", [lagBehind, slowDown], "invalid", 6],
    ["lossy", [loseOne], "fail", 3],
    ["lossy and late to send", [loseOne, lagBehind], "fail", 3],
    ["lossy and slow", [loseOne, slowDown], "fail", 3],
    ["interrupted", [interrupt], "invalid", 130],
    ["interrupted and lossy", [interrupt, loseOne], "fail", 130],
  ] as const)("a run that is %s", (_, mutations, ...[verdict, exitCode]) => {
    const change = changeBy((history) => mutations.forEach((mutate) => mutate(history)));
    expect([change.verdict, change.exitCode]).toEqual([verdict, exitCode]);
  });

  it("makes only the checks of the plan, and validity always", () => {
    const { validity, ordering } = syntheticPlan.checks;
    const plan: Plan = { ...syntheticPlan, checks: { validity, ordering: ordering! } };
    expect(judge(cleanHistory(), plan).checks.map((check) => check.name)).toEqual([
      "ordering",
      "validity",
    ]);
  });

  it("passes nothing when nothing happened", () => {
    const { checks, exitCode } = judge(new History(), syntheticPlan);
    expect(checks.map((check) => check.verdict)).toEqual(checkNames.map(() => "invalid"));
    expect(exitCode).toBe(6);
  });

  it("judges a stored history as it judged the live one", () => {
    const history = cleanHistory();
    for (const mutate of [loseOne, slowDown, lagBehind]) mutate(history);
    history.load.acknowledged.record(2, 1_234_567);
    const stored: unknown = JSON.parse(JSON.stringify(history));
    const read = History.fromJSON(stored as ReturnType<History["toJSON"]>);
    expect(judge(read, syntheticPlan)).toEqual(judge(history, syntheticPlan));
  });

  it("judges parts as it judges the whole, in whatever order they are merged", () => {
    const whole = judgementAfter(lagBehind);
    const order = fc.shuffledSubarray([1, 2, 3], { minLength: 3 });
    fc.assert(
      fc.property(order, (rest) => {
        const parts = cleanParts(4);
        const merged = parts[0] as History;
        for (const part of rest) merged.merge(parts[part] as History);
        lagBehind(merged);
        expect(judge(merged, syntheticPlan)).toEqual(whole);
      }),
      { numRuns: 6 },
    );
  });

  it("leaves the parts of a merge as they were", () => {
    const [first, second, third] = cleanParts(3) as [History, History, History];
    const before = JSON.stringify(second);
    first.merge(second);
    first.merge(third);
    first.iteratorAge.merge(new LatencyHistogram());
    expect(JSON.stringify(second)).toBe(before);
  });
});
