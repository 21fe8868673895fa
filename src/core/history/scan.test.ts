import { describe, expect, it } from "vitest";
import { ScanHistory } from "./scan.ts";

describe("the scan of a place", () => {
  it("tells copies of a record apart, and counts those beyond", () => {
    const scan = new ScanHistory();
    for (let copy = 0; copy < 6; copy++) scan.present(0, 7);
    scan.present(1, 7);
    expect(scan.copies.map((level) => level.count())).toEqual([2, 1, 1, 1]);
    expect([scan.further, scan.records()]).toEqual([2, 7]);
  });

  it("counts every finding and keeps a hundred examples", () => {
    const scan = new ScanHistory();
    for (let i = 0; i < 150; i++) scan.found("foreign", `line ${i}`);
    scan.found("altered", "x");
    expect([scan.foreign, scan.altered]).toEqual([150, 1]);
    expect([scan.examples.foreign.length, scan.examples.altered]).toEqual([100, ["x"]]);
  });

  it("merges with that of other objects, copy by copy", () => {
    const [one, other, whole] = [new ScanHistory(), new ScanHistory(), new ScanHistory()];
    for (const [ordinal, copies] of [0, 1, 2, 3, 5].entries()) {
      for (let copy = 0; copy < copies; copy++) one.present(0, ordinal);
      for (let copy = 0; copy < ordinal; copy++) other.present(0, ordinal);
      for (let copy = 0; copy < copies + ordinal; copy++) whole.present(0, ordinal);
    }
    one.found("altered", "x");
    one.merge(other);
    expect({ ...one.toJSON(), altered: 0, examples: {} }).toEqual({
      ...whole.toJSON(),
      examples: {},
    });
    expect([one.altered, one.examples.altered]).toEqual([1, ["x"]]);
  });

  it("is the same after it was written and read", () => {
    const scan = new ScanHistory();
    Object.assign(scan, { objects: 1, lines: 7, bytes: 900 });
    for (let copy = 0; copy < 6; copy++) scan.present(2, 7);
    scan.writtenByKilled.add(2, 7);
    scan.found("altered", "x");
    const stored: unknown = JSON.parse(JSON.stringify(scan));
    const read = ScanHistory.fromJSON(stored as ReturnType<ScanHistory["toJSON"]>);
    expect(read.toJSON()).toEqual(scan.toJSON());
    expect(read.records()).toBe(6);
  });
});
