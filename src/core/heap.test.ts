import * as fc from "fast-check";
import { expect, it } from "vitest";
import { Heap } from "./heap.ts";

it("gives back what was pushed in the order of the keys", () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), (keys) => {
      const heap = new Heap<number>();
      for (const key of keys) heap.push(key, key);
      const popped = keys.map(() => heap.pop());
      expect(popped).toEqual(keys.toSorted((a, b) => a - b));
      expect(heap.pop()).toBeUndefined();
      expect(heap.peekKey()).toBe(Infinity);
    }),
  );
});
