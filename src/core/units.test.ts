import { describe, expect, it } from "vitest";
import {
  formatClock,
  formatCount,
  formatDuration,
  formatMinutes,
  formatShare,
  formatSize,
  parseCount,
  parseDurationMs,
  parseRatePerSecond,
  parseShare,
  parseSizeBytes,
} from "./units.ts";

describe("quantities as people write them", () => {
  it.each([
    [parseDurationMs, "24h", 86_400_000],
    [parseDurationMs, "2min", 120_000],
    [parseDurationMs, "250 ms", 250],
    [parseDurationMs, "1h30m", 5_400_000],
    [parseDurationMs, " 1 h 30 m ", 5_400_000],
    [parseDurationMs, "1.005s", 1_005],
    [parseDurationMs, "0s", 0],
    [parseSizeBytes, "10 MiB", 10_485_760],
    [parseSizeBytes, "512KB", 512_000],
    [parseSizeBytes, "300 B", 300],
    [parseCount, "80M", 80_000_000],
    [parseCount, "1.1M", 1_100_000],
    [parseCount, "1.5k", 1_500],
    [parseCount, "80_000", 80_000],
    [parseRatePerSecond, "80M/day", 80_000_000 / 86_400],
    [parseRatePerSecond, "1000/s", 1_000],
    [parseRatePerSecond, "2.4k / min", 40],
    [parseShare, "0.5%", 0.005],
    [parseShare, "99.99 %", 0.9999],
    [parseShare, "100%", 1],
  ])("%o reads %s as %d", (parse, text, value) => {
    expect(parse(text)).toBe(value);
  });

  it.each([
    [parseDurationMs, ["", "5", "h", "-5s", "5s later", "5 years", "5constructor", "1,5s", "5s-"]],
    [parseSizeBytes, ["", "300", "10 constructor", "-1 B", "1 KB 2", "ten MiB"]],
    [parseCount, ["", "M", "1e3", "-1", "5valueof", "1 M 2", "5constructor"]],
    [parseRatePerSecond, ["80M", "80M/", "/day", "1/s/s", "1/fortnight", "1/constructor"]],
    [parseShare, ["", "0.5", "%", "-1%", "1 % 2", "1e2%"]],
  ])("%o reads none of %j", (parse, texts) => {
    expect(texts.map((text) => parse(text))).toEqual(texts.map(() => undefined));
  });
});

describe("quantities as people read them", () => {
  it.each([
    [0, "0 ms"],
    [0.254, "0.25 ms"],
    [9.999, "10 ms"],
    [250.4, "250 ms"],
    [999.6, "1 s"],
    [12_440, "12.4 s"],
    [59_940, "59.9 s"],
    [59_960, "1 min"],
    [119_700, "2 min"],
    [90_000, "1 min 30 s"],
    [3_599_700, "1 h"],
    [5_400_000, "1 h 30 min"],
    [86_400_000, "24 h"],
    [-3, "-3 ms"],
    [Number.NaN, "–"],
  ])("%d ms is %s", (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it.each([
    [formatSize(512), "512 B"],
    [formatSize(10_276_045), "9.8 MiB"],
    [formatSize(1_073_741_824), "1 GiB"],
    [formatCount(111_111.4), "111,111"],
    [formatShare(0.0005), "0.05 %"],
    [formatShare(0.9999), "99.99 %"],
    [formatShare(0.123_456, 1), "12.3 %"],
  ])("%s", (actual, expected) => {
    expect(actual).toBe(expected);
  });
});

it.each([
  [0, "00:00"],
  [51_600_000, "14:20"],
  [87_300_000, "24:15"],
])("writes %i ms after midnight as %s", (ms, text) => {
  expect(formatClock(ms)).toBe(text);
});

it("writes minutes and seconds", () => {
  expect([0, 65_400, 3_600_000].map(formatMinutes)).toEqual(["00:00", "01:05", "60:00"]);
});
