import { expect, test } from "vitest";

import { ExpiringMap } from "./expiring-map.ts";

test("forgets a value an interval after it was set, and knows the latest of a key", () => {
  const map = new ExpiringMap<number>(100);
  map.set("a", 1, 0);
  map.set("b", 2, 50);
  map.set("a", 3, 60);
  expect([map.get("a", 99), map.get("b", 99)]).toEqual([3, 2]);
  expect([map.get("a", 100), map.get("b", 149)]).toEqual([3, 2]);
  expect([map.get("b", 150), map.get("a", 159), map.get("a", 160)]).toEqual([
    undefined,
    3,
    undefined,
  ]);
  map.set("c", 4, 200);
  expect(map.get("c", 299)).toBe(4);
});
