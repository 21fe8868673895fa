import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseTimestamp, timeStyles, writeTimestamp } from "./timestamp.ts";
import { Zone } from "./zone.ts";

const utc = new Zone("UTC");
const madrid = new Zone("Europe/Madrid");

const parsed = (value: unknown, zone = utc) => {
  const time = parseTimestamp(value, zone);
  return time && new Date(time.epochMs).toISOString();
};

describe("a time", () => {
  it.each([
    [1_594_598_735.7727768, "2020-07-13T00:05:35.772Z"],
    ["1594598735", "2020-07-13T00:05:35.000Z"],
    [1_594_598_735_772, "2020-07-13T00:05:35.772Z"],
    ["1594598735772123", "2020-07-13T00:05:35.772Z"],
    ["2022-01-01 00:13:20.603583", "2022-01-01T00:13:20.603Z"],
    ["2018-07-01T00:29:28,5Z", "2018-07-01T00:29:28.500Z"],
    ["2017-04-01T00:00:00.000+0200", "2017-03-31T22:00:00.000Z"],
    ["2017-04-01T00:00:00-03:30", "2017-04-01T03:30:00.000Z"],
    ["2022-01-01 07", "2022-01-01T07:00:00.000Z"],
    ["2022-01-01 07:30", "2022-01-01T07:30:00.000Z"],
    ["2022-01-01", "2022-01-01T00:00:00.000Z"],
  ])("is read from %s", (value, expected) => {
    expect(parsed(value)).toBe(expected);
  });

  it.each([
    ["2022-01-15T12:00:00", "2022-01-15T11:00:00.000Z"],
    ["2022-07-15T12:00:00", "2022-07-15T10:00:00.000Z"],
    ["2022-07-15T12:00:00Z", "2022-07-15T12:00:00.000Z"],
    ["2022-03-27T01:59:59", "2022-03-27T00:59:59.000Z"],
    ["2022-03-27T03:00:00", "2022-03-27T01:00:00.000Z"],
    ["2022-10-30T01:59:59", "2022-10-29T23:59:59.000Z"],
    ["2022-10-30T03:00:00", "2022-10-30T02:00:00.000Z"],
  ])("without a zone is that of the recording: %s in Madrid", (value, expected) => {
    expect(parsed(value, madrid)).toBe(expected);
  });

  it.each([
    "yesterday",
    "",
    "20220101",
    20_220_101,
    -5,
    Number.NaN,
    "2022-13-01",
    "2022-02-30",
    "2022-01-01T24:00:00",
    "2022-01-01T10:60",
    "01/06/2022 08:00",
    "1960-01-01",
    null,
    true,
  ])("is not read from %s", (value) => {
    expect(parsed(value)).toBeUndefined();
  });

  it("is written as it was read, to the millisecond", () => {
    const instants = fc.integer({ min: 1e12, max: 2e12 });
    fc.assert(
      fc.property(instants, fc.constantFrom(...timeStyles), (epochMs, style) => {
        const text = writeTimestamp(epochMs, style, madrid);
        const read = parseTimestamp(text, madrid);
        expect(read?.style).toBe(style);
        // The hour that clocks show twice has one reading.
        const offMs = Math.abs((read?.epochMs ?? 0) - epochMs);
        expect([0, 3_600_000].some((ms) => Math.abs(offMs - ms) < 0.001)).toBe(true);
        if (!style.startsWith("local")) expect(offMs).toBeLessThan(0.001);
      }),
    );
  });
});
