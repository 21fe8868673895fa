import * as fc from "fast-check";
import { expect, it } from "vitest";
import { hourOfDay, isoInstant } from "./instant.ts";

it("writes instants as Date does", () => {
  const highest = Date.parse("9999-12-31T23:59:59.999Z");
  fc.assert(
    fc.property(fc.integer({ min: 0, max: highest }), (epochMs) => {
      expect(isoInstant(epochMs)).toBe(new Date(epochMs).toISOString());
    }),
  );
  expect(isoInstant(999.7)).toBe("1970-01-01T00:00:00.999Z");
});

it.each([
  ["2026-06-15T00:00:00Z", 0],
  ["2026-06-15T07:30:00Z", 7.5],
  ["2026-06-15T23:45:00Z", 23.75],
])("%s is hour %d", (instant, hour) => {
  expect(hourOfDay(Date.parse(instant))).toBe(hour);
});
