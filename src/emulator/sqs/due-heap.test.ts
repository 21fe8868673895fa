import * as fc from "fast-check";
import { expect, test } from "vitest";

import { DueHeap } from "./due-heap.ts";

interface Item {
  readonly id: number;
  slot: number;
  key: number;
}

const operation = fc.record({
  kind: fc.constantFrom("push", "pop", "remove", "update"),
  key: fc.integer({ min: 0, max: 50 }),
  pick: fc.nat(),
});

test("peeks at the least key under any pushes, removals and updates", () => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 200, size: "max" }), (operations) => {
      const heap = new DueHeap<Item>();
      let items: Item[] = [];
      const gone: Item[] = [];
      for (const [id, { kind, key, pick }] of operations.entries()) {
        const item = items[pick % items.length];
        if (kind === "push") {
          const pushed = { id, slot: -1, key };
          items.push(pushed);
          heap.push(key, pushed);
        } else if (item && kind === "update") {
          item.key = key;
          heap.update(key, item);
        } else if (item) {
          const removed = kind === "pop" ? (heap.peek() as Item) : item;
          heap.remove(removed);
          items = items.filter((each) => each !== removed);
          gone.push(removed);
        }
        expect(gone.every(({ slot }) => slot === -1)).toBe(true);
        expect(heap.size).toBe(items.length);
        expect(heap.peekKey()).toBe(Math.min(Infinity, ...items.map((each) => each.key)));
        expect(items.every((each) => heap.keyOf(each) === each.key)).toBe(true);
        expect(heap.peek()?.key ?? Infinity).toBe(heap.peekKey());
        expect(new Set(items.map((each) => each.slot)).size).toBe(items.length);
      }
    }),
  );
});
