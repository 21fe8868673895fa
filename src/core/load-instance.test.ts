import { expect, it } from "vitest";
import { isLoadInstance, loadInstance } from "./load-instance.ts";

it("tells the threads of a load from others by their names", () => {
  const names = [loadInstance({ index: 0, of: 1 }), loadInstance({ index: 2, of: 3 })];
  expect(names).toEqual(["load", "load-3"]);
  expect(names.every(isLoadInstance)).toBe(true);
  expect(["pipeline", "work-1", "loader", "load-"].some(isLoadInstance)).toBe(false);
});
