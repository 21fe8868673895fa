import { describe, expect, it } from "vitest";
import type { History } from "../core/history/history.ts";
import type { RecordRef } from "../core/record-set.ts";
import { settleAccounts } from "./accounts.ts";
import { changeBy } from "../../test/checks/mutation.ts";
import { syntheticPlan } from "../../test/checks/synthetic-plan.ts";
import {
  cleanHistory,
  originOf,
  plainRecords,
  recordsOf,
} from "../../test/checks/synthetic-run.ts";

const remove = (
  history: History,
  place: "raw" | "final" | "quarantine",
  records: readonly RecordRef[],
) => {
  for (const { source, ordinal } of records) history.scans[place]?.seen.delete(source, ordinal);
};
const put = (
  history: History,
  place: "raw" | "final" | "quarantine" | "deadLetters",
  records: readonly RecordRef[],
) => {
  for (const { source, ordinal } of records) history.scans[place]?.present(source, ordinal);
};
const unconfirm = (history: History, records: readonly RecordRef[]) => {
  for (const { source, ordinal } of records) {
    history.load.confirmed.delete(source, ordinal);
    history.load.unresolved.add(source, ordinal);
  }
};
const killed = (history: History, records: readonly RecordRef[]) => {
  for (const { source, ordinal } of records) {
    history.scans.final?.writtenByKilled.add(source, ordinal);
  }
};
const ambiguous = (history: History, records: readonly RecordRef[]) => {
  for (const { source, ordinal } of records) history.load.ambiguous.add(source, ordinal);
};

const plain = plainRecords(3);
const within = recordsOf("within", 3);
const origins = within.map(originOf);
const beyond = recordsOf("beyond", 3);
const malformed = recordsOf("malformed", 3);

describe("the accounts find exactly what was planted", () => {
  it.each<[string, (history: History) => void, object]>([
    [
      "records that FINAL lacks",
      (history) => remove(history, "final", plain),
      { lost: 3, originalsDropped: 3, final: -3 },
    ],
    [
      "events that FINAL lacks with their copies",
      (history) => remove(history, "final", origins),
      { lost: 3, originalsDropped: 3, final: -3 },
    ],
    [
      "originals that a copy stands for",
      (history) => {
        remove(history, "final", origins);
        put(history, "final", within);
      },
      {},
    ],
    [
      "copies beyond the window that FINAL lacks",
      (history) => remove(history, "final", beyond),
      { lost: 3, final: -3 },
    ],
    [
      "copies beyond the window that were not confirmed",
      (history) => {
        unconfirm(history, beyond);
        remove(history, "final", beyond);
      },
      { confirmed: -3, unresolved: 3, duplicatesBeyondWindow: -3, final: -3 },
    ],
    [
      "duplicates within the window in FINAL beside their originals",
      (history) => put(history, "final", within),
      { duplicatesMissed: 3, duplicatesDropped: -3, final: 3 },
    ],
    [
      "records that are lost before RAW",
      (history) => {
        remove(history, "raw", plain);
        remove(history, "final", plain);
      },
      { lost: 3, raw: -3, final: -3 },
    ],
    ["records that RAW alone lacks", (history) => remove(history, "raw", plain), { raw: -3 }],
    [
      "records that ended in the dead letters",
      (history) => {
        remove(history, "final", plain);
        put(history, "deadLetters", plain);
      },
      { lost: 3, final: -3 },
    ],
    [
      "valid records that were quarantined",
      (history) => {
        remove(history, "final", plain);
        put(history, "quarantine", plain);
      },
      { lost: 3, final: -3 },
    ],
    [
      "records without an outcome that FINAL holds",
      (history) => unconfirm(history, plain),
      { confirmed: -3, unresolved: 3 },
    ],
    [
      "records without an outcome that are nowhere",
      (history) => {
        unconfirm(history, plain);
        remove(history, "raw", plain);
        remove(history, "final", plain);
      },
      { confirmed: -3, unresolved: 3, raw: -3, final: -3 },
    ],
    [
      "malformed records in FINAL",
      (history) => put(history, "final", malformed),
      { extra: 3, final: 3 },
    ],
    [
      "records that were never intended",
      (history) => put(history, "raw", [{ source: 1, ordinal: 5_000 }]),
      { extra: 1, raw: 1 },
    ],
    [
      "foreign lines",
      (history) => {
        history.scans.raw?.found("foreign", "x");
        history.scans.final?.found("foreign", "y");
      },
      { extra: 2 },
    ],
    [
      "altered lines",
      (history) => {
        history.scans.raw?.found("altered", "x");
        history.scans.final?.found("altered", "y");
      },
      { altered: 2 },
    ],
    [
      "malformed records that were not quarantined",
      (history) => remove(history, "quarantine", malformed),
      { malformedQuarantined: -3 },
    ],
    [
      "repeats in FINAL",
      (history) => put(history, "final", plain),
      { repeatsUnexplained: 3, final: 3 },
    ],
    [
      "repeats in FINAL by a worker that was killed",
      (history) => {
        put(history, "final", plain);
        killed(history, plain);
      },
      { repeatsExplained: 3, final: 3 },
    ],
    ["repeats in RAW", (history) => put(history, "raw", plain), { repeatsUnexplained: 3, raw: 3 }],
    [
      "repeats in RAW after an unknown outcome",
      (history) => {
        put(history, "raw", plain);
        ambiguous(history, plain);
      },
      { repeatsExplained: 3, raw: 3 },
    ],
    [
      "an unknown outcome explains nothing in FINAL",
      (history) => {
        put(history, "final", plain);
        ambiguous(history, plain);
      },
      { repeatsUnexplained: 3, final: 3 },
    ],
    [
      "many copies of one record",
      (history) => {
        for (let copy = 0; copy < 9; copy++) put(history, "final", plain.slice(0, 1));
      },
      { repeatsUnexplained: 9, final: 9 },
    ],
    [
      "many copies of one record, explained",
      (history) => {
        for (let copy = 0; copy < 9; copy++) put(history, "raw", plain.slice(0, 1));
        ambiguous(history, plain);
      },
      { repeatsExplained: 9, raw: 9 },
    ],
    [
      "a FINAL that was not read back says nothing of losses",
      (history) => delete history.scans.final,
      { duplicatesDropped: -72, final: -3_828 },
    ],
  ])("%s", (_, mutate, totals) => {
    expect(changeBy(mutate).totals).toEqual(totals);
  });
});

describe("the accounts of a plan without FINAL", () => {
  it("hold RAW against what was confirmed", () => {
    const history = cleanHistory();
    delete history.scans.final;
    delete history.scans.quarantine;
    remove(history, "raw", plain);
    const stages = syntheticPlan.stages.filter((stage) => stage.kind !== "workers");
    const { totals, notRead } = settleAccounts(history, { ...syntheticPlan, stages });
    expect(totals).toMatchObject({ lost: 3, raw: 3_997, final: 0, originalsDropped: 0 });
    expect(notRead).toEqual([]);
  });
});
