import { describe, expect, it } from "vitest";
import { RecordSet } from "./record-set.ts";

const refs = [
  { source: 0, ordinal: 3 },
  { source: 2, ordinal: 0 },
  { source: 2, ordinal: 900 },
];

describe("a record set", () => {
  it("keeps the sources apart, in order", () => {
    const set = new RecordSet();
    expect(set.isEmpty()).toBe(true);
    for (const { source, ordinal } of refs.toReversed())
      expect(set.add(source, ordinal)).toBe(true);
    expect(set.add(2, 900)).toBe(false);
    expect([...set]).toEqual(refs);
    expect([set.count(), set.has(2, 3), set.has(7, 0), set.isEmpty()]).toEqual([
      3,
      false,
      false,
      false,
    ]);
    expect([...RecordSet.fromJSON(set.toJSON())]).toEqual(refs);
  });

  it("is taken apart by others, and stays as it was", () => {
    const set = new RecordSet();
    for (const { source, ordinal } of refs) set.add(source, ordinal);
    const [some, more] = [new RecordSet(), new RecordSet()];
    some.add(2, 0);
    some.add(5, 0);
    more.add(0, 3);
    expect([...set.without(some, more)]).toEqual([refs[2]]);
    expect([...set.common(some)]).toEqual([refs[1]]);
    expect([...set]).toEqual(refs);
  });

  it("takes another one in without sharing it", () => {
    const set = new RecordSet();
    const other = new RecordSet();
    other.add(1, 1);
    set.addAll(other);
    set.delete(1, 1);
    set.delete(9, 1);
    expect([set.isEmpty(), [...other]]).toEqual([true, [{ source: 1, ordinal: 1 }]]);
  });
});
