import { expect, test } from "vitest";

import { sequenceNumberOf } from "./sequence-number.ts";

test("has twenty digits and rises, as text too", () => {
  const numbers = [1, 2, 3_000_000_000, Number.MAX_SAFE_INTEGER >> 1].map(sequenceNumberOf);
  expect(numbers.every((number) => /^\d{20}$/.test(number))).toBe(true);
  expect(numbers.slice(0, 3)).toEqual(numbers.slice(0, 3).sort());
});
