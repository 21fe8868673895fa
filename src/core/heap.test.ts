import * as fc from "fast-check";
import { expect, it } from "vitest";
import { Heap } from "./heap.ts";

it("hands out the least key first, whatever goes in and out in between", () => {
  const operations = fc.array(fc.oneof(fc.integer(), fc.constant("pop" as const)));
  fc.assert(
    fc.property(operations, (steps) => {
      const heap = new Heap<number>();
      const model: number[] = [];
      for (const step of steps) {
        if (step === "pop") {
          expect(heap.pop()).toBe(model.shift());
        } else {
          heap.push(step, step);
          model.push(step);
          model.sort((a, b) => a - b);
        }
        expect(heap.size).toBe(model.length);
        expect(heap.peekKey()).toBe(model[0] ?? Infinity);
      }
    }),
  );
});
