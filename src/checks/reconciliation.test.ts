import { describe, expect, it } from "vitest";
import type { History, Place } from "../core/history/history.ts";
import { ScanHistory } from "../core/history/scan.ts";
import { checkReconciliation } from "./reconciliation.ts";
import { changeBy, resultAfter } from "../../test/checks/mutation.ts";
import { syntheticPlan } from "../../test/checks/synthetic-plan.ts";
import { cleanHistory, plainRecords, recordsOf } from "../../test/checks/synthetic-run.ts";

const plain = plainRecords(3);
const malformed = recordsOf("malformed", 2);

const removeFrom =
  (place: Place, records = plain) =>
  ({ scans }: History) => {
    for (const { source, ordinal } of records) scans[place]?.seen.delete(source, ordinal);
  };

const observe = (counts: { lost?: number; extra?: number; altered?: number; raw?: number }) => {
  const { lost = 0, extra = 0, altered = 0, raw = 0 } = counts;
  return `lost ${lost}, extra ${extra}, altered ${altered}, missing in RAW ${raw}`;
};

describe("the reconciliation check", () => {
  it.each<[string, (history: History) => void, string, RegExp]>([
    [
      "lost records",
      removeFrom("final"),
      observe({ lost: 3 }),
      /^3 confirmed records lost, not in FINAL: clickstream stripe 40 sequence 15, /,
    ],
    [
      "a copy beyond the window that did not pass",
      removeFrom("final", recordsOf("beyond", 1)),
      observe({ lost: 1 }),
      /^1 confirmed record lost/,
    ],
    [
      "records that RAW lacks",
      removeFrom("raw"),
      observe({ raw: 3 }),
      /^3 confirmed records missing in RAW: /,
    ],
    [
      "malformed records that are nowhere",
      removeFrom("quarantine", malformed),
      observe({}),
      /^2 malformed records neither quarantined nor in dead letters: /,
    ],
    [
      "malformed records in FINAL",
      ({ scans }) => {
        for (const { source, ordinal } of malformed) scans.final?.present(source, ordinal);
      },
      observe({ extra: 2 }),
      /^2 extra records, malformed or never intended: clickstream stripe 7 sequence 0, /,
    ],
    [
      "a foreign line",
      ({ scans }) => scans.final?.found("foreign", "final/x.gz line 3"),
      observe({ extra: 1 }),
      /^1 foreign line in FINAL: final\/x.gz line 3$/,
    ],
    [
      "an altered record",
      ({ scans }) => scans.raw?.found("altered", "raw/y.gz line 4"),
      observe({ altered: 1 }),
      /^1 altered record in RAW: raw\/y.gz line 4$/,
    ],
  ])("finds %s", (_, mutate, ...[observed, detail]) => {
    const result = resultAfter("reconciliation", mutate);
    expect([result.verdict, result.observed]).toEqual(["fail", observed]);
    expect(result.detail[0]).toMatch(detail);
    expect(changeBy(mutate).exitCode).toBe(3);
  });

  it("leaves the other checks as they were", () => {
    expect(changeBy(({ scans }) => scans.final?.found("altered", "x"))).toEqual({
      verdicts: { reconciliation: "fail" },
      totals: { altered: 1 },
      observed: ["reconciliation"],
      verdict: "fail",
      exitCode: 3,
    });
  });

  it("takes malformed records in the dead letters for found", () => {
    const { verdict } = resultAfter("reconciliation", (history) => {
      removeFrom("quarantine", malformed)(history);
      for (const { source, ordinal } of malformed) {
        history.scans.deadLetters?.present(source, ordinal);
      }
    });
    expect(verdict).toBe("pass");
  });

  it("names copies beyond the window, dead letters, and valid records in the quarantine", () => {
    const { detail } = resultAfter("reconciliation", (history) => {
      const [dead, refused] = plain;
      removeFrom("final", [...plain.slice(0, 2), ...recordsOf("beyond", 1)])(history);
      history.scans.deadLetters?.present(dead?.source ?? 0, dead?.ordinal ?? 0);
      history.scans.quarantine?.present(refused?.source ?? 0, refused?.ordinal ?? 0);
    });
    expect(detail).toEqual(
      expect.arrayContaining([
        "1 of them are copies planted beyond the window, which were to pass: " +
          "clickstream stripe 51 sequence 7",
        "1 valid record ended in the dead letters: clickstream stripe 40 sequence 15",
        "1 valid record in the quarantine: clickstream stripe 41 sequence 15",
      ]),
    );
  });

  it.each(["raw", "final", "quarantine", "deadLetters"] as const)(
    "is invalid where %s was not read back",
    (place) => {
      expect(resultAfter("reconciliation", ({ scans }) => delete scans[place])).toMatchObject({
        verdict: "invalid",
        observed: observe({}),
      });
    },
  );

  it("fails where something was lost, though another place was not read back", () => {
    const { verdict } = resultAfter("reconciliation", (history) => {
      removeFrom("final")(history);
      delete history.scans.quarantine;
    });
    expect(verdict).toBe("fail");
  });

  it("takes an empty place for empty", () => {
    const { verdict, observed } = resultAfter("reconciliation", ({ scans }) => {
      scans.final = new ScanHistory();
    });
    expect([verdict, observed]).toEqual([
      "fail",
      "lost 3,828, extra 0, altered 0, missing in RAW 0",
    ]);
  });

  it("is invalid for a plan that keeps nothing", () => {
    const plan = { ...syntheticPlan, stages: [], queues: [] };
    expect(checkReconciliation(cleanHistory(), plan).verdict).toBe("invalid");
  });
});
