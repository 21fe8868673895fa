import { describe, expect, it } from "vitest";
import { Random } from "../core/random.ts";
import { rebootChance } from "./iot/device.ts";
import { iot, reportSeconds } from "./iot.ts";

const midnight = Date.parse("2026-06-15T00:00:00Z");
const ratePerSecond = 5;
const fleet = ratePerSecond * reportSeconds;

interface Report {
  readonly type: string;
  readonly deviceId: string;
  readonly model: string;
  readonly firmware: string;
  readonly message: number;
  readonly temperatureC: number;
  readonly humidityPercent: number;
  readonly batteryPercent: number;
}

/** A day in real time. */
const events = 86_400 * ratePerSecond;

describe("iot", () => {
  const population = iot.populate({
    random: Random.from("iot"),
    stripe: 3,
    stripes: iot.stripes,
    ratePerSecond,
    startDayEpochMs: midnight,
  });
  const reports = new Map<string, { readonly us: number; readonly report: Report }[]>();
  for (let i = 0; i < events; i++) {
    const us = (i / ratePerSecond) * 1_000_000;
    const { partitionKey, body } = population.next({ us, dayEpochMs: midnight + us / 1_000 }, "id");
    const report = JSON.parse(body) as Report;
    const list = reports.get(partitionKey) ?? [];
    if (list.length === 0) reports.set(partitionKey, list);
    list.push({ us, report });
  }
  const all = [...reports.values()].flat();
  /** Each report with the one that follows it from the same device. */
  const pairs = [...reports.values()].flatMap((list) =>
    list.slice(1).map(({ report }, i) => [(list[i] as { report: Report }).report, report] as const),
  );

  it("has a fleet that reports every minute", () => {
    expect(reports.size).toBe(fleet);
    const off = [...reports].filter(([device, list]) => {
      const spanUs = (list.at(-1)?.us ?? 0) - (list[0]?.us ?? 0);
      const gapSeconds = spanUs / (list.length - 1) / 1_000_000;
      return (
        Math.abs(gapSeconds - reportSeconds) > 0.5 ||
        list.some(({ report }) => report.deviceId !== device)
      );
    });
    expect(off).toEqual([]);
  });

  it("counts each device's messages", () => {
    expect(pairs.filter(([before, after]) => after.message !== before.message + 1)).toEqual([]);
  });

  it("updates firmware and changes batteries with a boot, and only then", () => {
    const updated = pairs.filter(([before, after]) => before.firmware !== after.firmware);
    const charged = pairs.filter(([before, after]) => before.batteryPercent < after.batteryPercent);
    expect(updated.length).toBeGreaterThan(0);
    expect(charged.length).toBeGreaterThan(0);
    expect([...updated, ...charged].filter(([, after]) => after.type !== "boot")).toEqual([]);
    expect(charged.filter(([, after]) => after.batteryPercent < 99)).toEqual([]);
  });

  it("boots as often as stated, and seldom raises an alarm", () => {
    const share = (type: string) =>
      all.filter(({ report }) => report.type === type).length / all.length;
    expect(share("boot") / rebootChance).toBeCloseTo(1, 0);
    expect(share("alarm")).toBeGreaterThan(0);
    expect(share("alarm")).toBeLessThan(0.02);
    expect(share("telemetry")).toBeGreaterThan(0.97);
  });

  it("warms and dries outdoors by day", () => {
    const mean = (hour: number, of: (report: Report) => number) => {
      const picked = all.filter(
        ({ us, report }) => report.model === "STREET-9" && Math.floor(us / 3_600_000_000) === hour,
      );
      return picked.reduce((sum, { report }) => sum + of(report), 0) / picked.length;
    };
    expect(mean(15, (r) => r.temperatureC) - mean(3, (r) => r.temperatureC)).toBeCloseTo(16, -0.5);
    expect(mean(15, (r) => r.humidityPercent)).toBeLessThan(mean(3, (r) => r.humidityPercent) - 20);
  });
});
