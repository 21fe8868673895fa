import * as fc from "fast-check";
import { expect, test } from "vitest";
import { KeyIndex } from "./key-index.ts";

/** Few distinct keys, so that writes meet; many of them, so that chunks split and empty. */
const writes = fc.array(
  fc.record({
    key: fc.integer({ min: 0, max: 2_500 }).map((n) => n.toString(36).padStart(3, "0")),
    kind: fc.constantFrom("set", "set", "delete"),
  }),
  { maxLength: 6_000, size: "max" },
);

test("agrees with a sorted Map after any writes", () => {
  fc.assert(
    fc.property(writes, fc.constantFrom("", "01", "0zz", "zz"), (steps, from) => {
      const index = new KeyIndex<number>();
      const model = new Map<string, number>();
      steps.forEach(({ key, kind }, at) => {
        if (kind === "set") {
          expect(index.set(key, at)).toBe(model.get(key));
          model.set(key, at);
        } else {
          expect(index.delete(key)).toBe(model.get(key));
          model.delete(key);
        }
      });
      expect(index.size).toBe(model.size);
      const expected = [...model]
        .filter(([key]) => key >= from)
        .sort(([a], [b]) => (a < b ? -1 : 1));
      expect([...index.from(from)]).toEqual(expected);
      for (const { key } of steps.slice(0, 50)) expect(index.get(key)).toBe(model.get(key));
    }),
    { numRuns: 15 },
  );
});

test.each([
  ["ascending", (n: number) => n],
  ["descending", (n: number) => 5_000 - n],
  ["scattered", (n: number) => (n * 7_919) % 5_003],
])("keeps %s keys in order", (_, order) => {
  const index = new KeyIndex<number>();
  for (let n = 0; n < 5_000; n++) index.set(String(order(n)).padStart(4, "0"), n);
  const keys = [...index.from("")].map(([key]) => key);
  expect(keys).toEqual([...keys].sort());
  expect(keys).toHaveLength(5_000);
});
