import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editDistance, nearestName } from "./nearest.ts";

describe("nearestName", () => {
  it.each([
    ["lgos", ["logs", "lakes"], "logs"],
    ["vis", ["visibilityTimeout", "name"], "visibilityTimeout"],
    ["Shards", ["shards"], "shards"],
    ["colour", ["name", "shards"], undefined],
    ["x", [], undefined],
  ])("of %j in %j is %j", (name, valid, nearest) => {
    expect(nearestName(name, valid)).toBe(nearest);
  });

  it("measures as a distance does", () => {
    const word = fc.string({ maxLength: 8 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, a)).toBe(0);
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });
});
