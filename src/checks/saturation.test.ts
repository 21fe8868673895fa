import { describe, expect, it } from "vitest";
import type { History } from "../core/history/history.ts";
import type { Saturation } from "../core/history/saturation.ts";
import { checkReconciliation } from "./reconciliation.ts";
import { checkSaturation } from "./saturation.ts";
import { changeBy, resultAfter } from "../../test/checks/mutation.ts";
import { syntheticPlan } from "../../test/checks/synthetic-plan.ts";
import { cleanHistory, cleanSaturation } from "../../test/checks/synthetic-run.ts";
import { shippedPlan, stageOf } from "../../test/support/shipped-plan.ts";

const changed = (changes: Partial<Saturation>) => (history: History) => {
  history.saturation = { ...cleanSaturation, ...changes };
};

describe("the saturation check", () => {
  it("says what was expected and observed", () => {
    expect(resultAfter("saturation", () => undefined)).toMatchObject({
      verdict: "pass",
      expected: "one collector takes ≥ 5,000 events/s in a closed loop",
      observed: "8,000 events/s",
      detail: ["1 a request: 2,000 events/s", "100 a request: 8,000 events/s"],
    });
  });

  it("fails where it took too little in every size, and that alone", () => {
    const first = cleanSaturation.patterns.slice(0, 1);
    expect(changeBy(changed({ patterns: first }))).toMatchObject({
      verdicts: { saturation: "fail" },
      exitCode: 4,
    });
    expect(checkSaturation(historyWith({ patterns: first }), syntheticPlan).detail[0]).toBe(
      "one collector took 2,000 events/s at most, 3,000 below 5,000",
    );
  });

  it("is invalid where none was saturated", () => {
    const never = (history: History) => void (history.saturation = undefined);
    expect(changeBy(never)).toMatchObject({ verdicts: { saturation: "invalid" }, exitCode: 6 });
  });
});

function historyWith(changes: Partial<Saturation>): History {
  const history = cleanHistory();
  changed(changes)(history);
  return history;
}

describe("the reconciliation of a saturated collector", () => {
  const collectors = stageOf(shippedPlan("mass-ingest"), "collectors");
  const plan = { ...syntheticPlan, stages: [...syntheticPlan.stages, collectors] };

  it.each([
    ["all is there", {}, "pass", 0],
    ["some that nobody was told of are there too", { inStream: 10_070 }, "pass", 0],
    ["one that the collector called stored is missing", { inStream: 10_063 }, "fail", 1],
    ["one that a client was told of is missing", { claimed: 0, inStream: 9_999 }, "fail", 1],
  ])("%s", (...[, changes, verdict, missing]) => {
    const { detail, ...result } = checkReconciliation(historyWith(changes), plan);
    expect(result.verdict).toBe(verdict);
    const line = detail.find((text) => text.startsWith("a saturated collector: ")) ?? "";
    expect(/(\d+) missing$/.exec(line)?.[1]).toBe(missing > 0 ? String(missing) : undefined);
  });

  it("says where it was not played", () => {
    const history = cleanHistory();
    history.saturation = undefined;
    const { verdict, detail } = checkReconciliation(history, plan);
    expect([verdict, detail.includes("no collector was saturated")]).toEqual(["pass", true]);
  });

  it("crosses threads as JSON with the rest of the history", () => {
    const text = JSON.stringify(historyWith({}));
    const { saturation } = JSON.parse(text) as { saturation: unknown };
    expect(saturation).toEqual(cleanSaturation);
  });
});
