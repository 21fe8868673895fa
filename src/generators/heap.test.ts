import * as fc from "fast-check";
import { expect, it } from "vitest";
import { MinHeap } from "./heap.ts";

it("hands out the least key first, whatever goes in and out in between", () => {
  const operations = fc.array(fc.oneof(fc.integer(), fc.constant("pop" as const)));
  fc.assert(
    fc.property(operations, (steps) => {
      const heap = new MinHeap<number>();
      const model: number[] = [];
      const popped: unknown[] = [];
      const expected: unknown[] = [];
      for (const step of steps) {
        if (step === "pop") {
          popped.push(heap.pop());
          expected.push(model.shift());
        } else {
          heap.push(step, step);
          model.push(step);
          model.sort((a, b) => a - b);
        }
        expect(heap.size).toBe(model.length);
        expect(heap.leastKey()).toBe(model[0] ?? Number.POSITIVE_INFINITY);
      }
      expect(popped).toEqual(expected);
    }),
  );
});
