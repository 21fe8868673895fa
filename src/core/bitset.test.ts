import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Bitset } from "./bitset.ts";

const members = fc.uniqueArray(fc.integer({ min: 0, max: 5_000 }), { maxLength: 200 });
const setOf = (values: readonly number[]): Bitset => {
  const set = new Bitset();
  for (const value of values) set.add(value);
  return set;
};
const sorted = (values: Iterable<number>) => [...values].sort((a, b) => a - b);

describe("a bitset", () => {
  it("does what a set of numbers does", () => {
    fc.assert(
      fc.property(members, members, (added, deleted) => {
        const set = setOf(added);
        const model = new Set(added);
        for (const value of deleted) {
          set.delete(value);
          model.delete(value);
        }
        expect([...set]).toEqual(sorted(model));
        expect(set.count()).toBe(model.size);
        expect(set.isEmpty()).toBe(model.size === 0);
        expect(deleted.some((value) => set.has(value))).toBe(false);
      }),
    );
  });

  it("unites, and is written and read", () => {
    fc.assert(
      fc.property(members, members, (left, right) => {
        const set = setOf(left);
        const other = setOf(right);
        set.addAll(other);
        expect([...set]).toEqual(sorted(new Set([...left, ...right])));
        expect([...other]).toEqual(sorted(right));
        const kept = setOf(left);
        kept.keepAll(other);
        expect([...kept]).toEqual(sorted(left.filter((value) => right.includes(value))));
        const rest = setOf(left);
        rest.deleteAll(other);
        expect([...rest]).toEqual(sorted(left.filter((value) => !right.includes(value))));
        expect([...Bitset.fromBase64(set.toBase64())]).toEqual([...set]);
      }),
    );
  });

  it("tells whether a member is new", () => {
    const set = new Bitset();
    expect([set.add(31), set.add(31), set.add(32), set.has(31), set.has(30)]).toEqual([
      true,
      false,
      true,
      true,
      false,
    ]);
  });

  it("takes nothing for a member that it cannot hold", () => {
    const set = setOf([5]);
    for (const index of [2 ** 32 + 5, -1, 5.5, Number.NaN]) {
      expect(set.has(index)).toBe(false);
      set.delete(index);
      expect(() => set.add(index)).toThrow(RangeError);
    }
    expect([...set]).toEqual([5]);
  });

  it("grows on after it was read", () => {
    const set = Bitset.fromBase64(new Bitset().toBase64());
    set.add(100_000);
    expect([...set]).toEqual([100_000]);
  });
});
