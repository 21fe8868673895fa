import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  count,
  durationMs,
  durationRangeMs,
  ratePerSecond,
  share,
  sizeBytes,
} from "./quantities.ts";

const whole = fc.integer({ min: 1, max: 1_000_000 });

describe("quantities as people write them", () => {
  it("come back as the numbers that they were written from", () => {
    fc.assert(
      fc.property(whole, fc.constantFrom("", " "), (number, space) => {
        expect(durationMs().parse(`${number}${space}ms`)).toBe(number);
        expect(durationMs().parse(`${number}${space}min`)).toBe(number * 60_000);
        expect(sizeBytes().parse(`${number}${space}KiB`)).toBe(number * 1_024);
        expect(ratePerSecond().parse(`${number}${space}/${space}s`)).toBe(number);
        expect(ratePerSecond().parse(`${number}k/s`)).toBe(number * 1_000);
        expect(count({ min: 0, max: 1e12 }).parse(`${number}${space}k`)).toBe(number * 1_000);
        expect(count({ min: 0, max: 1e12 }).parse(number)).toBe(number);
      }),
    );
  });

  it("keep a percentage to its last digit", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), (hundredths) => {
        const text = `${(hundredths / 100).toFixed(2)}%`;
        expect(share().parse(text)).toBe(hundredths / 10_000);
      }),
    );
  });

  it.each([
    ["1h30m", 5_400_000],
    ["1 h 30 min", 5_400_000],
    ["0.5s", 500],
    ["2d", 172_800_000],
  ])("take the duration %j", (text, ms) => {
    expect(durationMs().parse(text)).toBe(ms);
  });

  it.each(["", "10", "10 minutes", "s", "-1s", "1e3s", "10S", " 1s", 10, null])(
    "do not take %j for a duration",
    (value) => {
      expect(durationMs().safeParse(value).success).toBe(false);
    },
  );

  it.each(["100.1%", "1", "0.5", 0.5])("do not take %j for a share", (value) => {
    expect(share().safeParse(value).success).toBe(false);
  });

  it.each(["1h..10s", "1h", "1h..", "..1h"])("do not take %j for a range", (value) => {
    expect(durationRangeMs().safeParse(value).success).toBe(false);
  });
});
