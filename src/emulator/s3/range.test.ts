import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseRange } from "./range.ts";

test.each([
  [undefined, 10, "whole"],
  ["bytes=0-3", 10, { from: 0, to: 4 }],
  ["bytes=3-", 10, { from: 3, to: 10 }],
  ["bytes=-3", 10, { from: 7, to: 10 }],
  ["bytes=-30", 10, { from: 0, to: 10 }],
  ["bytes=9-99", 10, { from: 9, to: 10 }],
  ["bytes=10-", 10, "unsatisfiable"],
  ["bytes=-0", 10, "unsatisfiable"],
  ["bytes=0-0", 0, "unsatisfiable"],
  ["bytes=4-3", 10, "whole"],
  ["bytes=-", 10, "whole"],
  ["bytes=0-1,3-4", 10, "whole"],
  ["lines=0-1", 10, "whole"],
])("%s of %i bytes", (header, sizeBytes, expected) => {
  expect(parseRange(header, sizeBytes)).toEqual(expected);
});

test("a satisfiable range is within the object and not empty", () => {
  const part = fc.option(fc.nat(20), { nil: "" });
  fc.assert(
    fc.property(part, part, fc.nat(20), (first, last, sizeBytes) => {
      const range = parseRange(`bytes=${first}-${last}`, sizeBytes);
      if (typeof range === "string") return;
      expect(range.from).toBeGreaterThanOrEqual(0);
      expect(range.to).toBeGreaterThan(range.from);
      expect(range.to).toBeLessThanOrEqual(sizeBytes);
    }),
  );
});
