import { describe, expect, it } from "vitest";
import type { History } from "../core/history/history.ts";
import { changeBy, resultAfter } from "../../test/checks/mutation.ts";
import { plainRecords, recordsOf } from "../../test/checks/synthetic-run.ts";

const plain = plainRecords(7);
const within = recordsOf("within", 2);

const repeat =
  (place: "raw" | "final", isExplained: "explained" | "unexplained") =>
  ({ scans, load }: History) => {
    for (const { source, ordinal } of plain) {
      scans[place]?.present(source, ordinal);
      if (isExplained === "unexplained") continue;
      load.ambiguous.add(source, ordinal);
      scans.final?.writtenByKilled.add(source, ordinal);
    }
  };

describe("the de-duplication check", () => {
  it("finds duplicates that were missed, and names them", () => {
    const miss = ({ scans }: History) => {
      for (const { source, ordinal } of within) scans.final?.present(source, ordinal);
    };
    expect(changeBy(miss)).toMatchObject({
      verdicts: { deduplication: "fail" },
      observed: ["deduplication"],
      exitCode: 3,
    });
    const { observed, detail } = resultAfter("deduplication", miss);
    expect(observed).toBe("missed 2, originals dropped 0, unexplained repeats 0");
    expect(detail[0]).toBe(
      "2 duplicates missed, in FINAL beside another of the same event id: " +
        "clickstream stripe 49 sequence 0, clickstream stripe 35 sequence 1",
    );
  });

  it("takes a copy beside one that a killed worker left for an explained repeat", () => {
    const leave = ({ scans }: History) => {
      for (const { source, ordinal } of within) {
        scans.final?.present(source, ordinal);
        scans.final?.writtenByKilled.add(source, ordinal);
      }
    };
    const change = changeBy(leave);
    expect(change).toMatchObject({ verdicts: {} });
    expect(change.totals).toMatchObject({ repeatsExplained: 2, final: 2 });
  });

  it("finds originals that were dropped", () => {
    const { verdict, observed, detail } = resultAfter("deduplication", ({ scans }) => {
      for (const { source, ordinal } of plain) scans.final?.seen.delete(source, ordinal);
    });
    expect([verdict, observed]).toEqual([
      "fail",
      "missed 0, originals dropped 7, unexplained repeats 0",
    ]);
    expect(detail[0]).toMatch(/^7 event ids with no survivor.*sequence 15, and 2 more$/);
  });

  it.each([
    ["raw", "unexplained", { deduplication: "fail" }],
    ["final", "unexplained", { deduplication: "fail" }],
    ["raw", "explained", {}],
    ["final", "explained", {}],
  ] as const)("with repeats in %s that are %s", (place, explained, verdicts) => {
    const change = changeBy(repeat(place, explained));
    expect(change).toMatchObject({ verdicts });
    expect(change.totals).toEqual({
      [explained === "explained" ? "repeatsExplained" : "repeatsUnexplained"]: 7,
      [place]: 7,
    });
  });

  it.each(["final", "raw", "deadLetters"] as const)("is invalid without a scan of %s", (place) => {
    const { verdict } = resultAfter("deduplication", ({ scans }) => delete scans[place]);
    expect(verdict).toBe("invalid");
  });

  it("is invalid where no duplicate was planted, though some were to be", () => {
    const { verdict, detail } = resultAfter("deduplication", ({ load, scans }) => {
      const copies = load.duplicates.splice(0);
      for (const { source, ordinal, beyondWindow } of copies) {
        if (!beyondWindow) scans.final?.present(source, ordinal);
      }
    });
    expect(verdict).toBe("invalid");
    expect(detail[0]).toBe("no duplicate was planted, though the plan has a share of them");
  });
});
