import { describe, expect, it } from "vitest";
import { chiSquareMisfit } from "../../test/support/goodness-of-fit.ts";
import { countsOf, groupedBy } from "../../test/support/samples.ts";
import { Random } from "../core/random.ts";
import { dailyCycle, rebootChance, sensor } from "./iot/devices.ts";
import { models, modelShares, upToDateShare } from "./iot/models.ts";
import { bufferMax, outageChance, reportSeconds } from "./iot/outages.ts";
import { rolledOut } from "./iot/rollout.ts";
import { iot } from "./iot.ts";

const midnight = Date.parse("2026-06-15T00:00:00Z");
const ratePerSecond = 2;
const fleet = ratePerSecond * reportSeconds;
/** A day in real time. */
const events = 86_400 * ratePerSecond;

interface Report {
  readonly type: "telemetry" | "boot" | "alarm";
  readonly us: number;
  readonly measuredMs: number;
  readonly sentMs: number | undefined;
  readonly deviceId: string;
  readonly model: string;
  readonly firmware: string;
  readonly site: string;
  readonly message: number;
  readonly temperatureC: number;
  readonly humidityPercent: number;
  readonly batteryPercent: number;
  readonly cause?: string;
  readonly boots?: number;
}

function playDay(): Report[] {
  const random = Random.from("iot");
  const setting = { stripe: 3, stripes: iot.stripes, ratePerSecond, startDayEpochMs: midnight };
  const population = iot.populate({ random, ...setting });
  return Array.from({ length: events }, (_, i) => {
    const us = (i / ratePerSecond) * 1_000_000;
    const { body } = population.next({ us, dayEpochMs: midnight + us / 1_000 }, "id");
    const event = JSON.parse(body) as Report & { timestamp: string; sentAt?: string };
    const sentMs = event.sentAt === undefined ? undefined : Date.parse(event.sentAt);
    return { ...event, us, measuredMs: Date.parse(event.timestamp), sentMs };
  });
}

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe("iot", () => {
  const all = playDay();
  const devices = groupedBy(all, ({ deviceId }) => deviceId);
  /** Each report with the one that follows it from the same device. */
  const pairs = [...devices.values()].flatMap((reports) =>
    reports.slice(1).map((after, i) => [reports[i] as Report, after] as const),
  );
  const live = pairs.filter(([before, after]) => !(before.sentMs ?? after.sentMs));

  it("has a fleet of the stated models, of which each reports once a minute", () => {
    expect(devices.size).toBe(fleet);
    const makes = [...devices.values()].map(([first]) => first?.model ?? "");
    const shares = Object.fromEntries(models.map(({ name }, i) => [name, modelShares[i] ?? 0]));
    expect(chiSquareMisfit(countsOf(makes), shares)).toBeLessThan(1);
    for (const reports of devices.values()) {
      expect(Math.abs(reports.length / 1_440 - 1)).toBeLessThan(0.05);
    }
    // Within 6 s of a minute on the fleet's clock, which runs ahead where a site is silent.
    const gaps = live.map(([before, after]) => (after.us - before.us) / 1_000_000);
    const near = gaps.filter((gap) => Math.abs(gap / reportSeconds - 1) < 0.2);
    expect(near.length / gaps.length).toBeGreaterThan(0.9);
    expect(Math.abs(mean(near) / reportSeconds - 1)).toBeLessThan(0.02);
  });

  it("counts each device's readings, and loses none", () => {
    expect(pairs.filter(([before, after]) => after.message !== before.message + 1)).toEqual([]);
    const backwards = pairs.filter(([before, after]) => after.measuredMs <= before.measuredMs);
    expect(backwards).toEqual([]);
  });

  it("sends what was buffered late and in a burst: 2 to 6 % of the readings", () => {
    const late = all.filter(({ sentMs }) => sentMs !== undefined);
    expect(late.length / all.length).toBeGreaterThan(0.02);
    expect(late.length / all.length).toBeLessThan(0.06);
    const minutes = late.map(({ measuredMs, sentMs = 0 }) => (sentMs - measuredMs) / 60_000);
    expect(minutes.filter((lateness) => lateness <= 0 || lateness > bufferMax)).toEqual([]);
    const bursts = pairs.filter(([before]) => before.sentMs !== undefined);
    // A second apart on the fleet's clock, which all that a site has kept holds up.
    expect(mean(bursts.map(([before, after]) => after.us - before.us)) / 1e6).toBeLessThan(15);
    const apart = bursts.map(([before, after]) => (after.measuredMs - before.measuredMs) / 1_000);
    expect(Math.abs(mean(apart) / reportSeconds - 1)).toBeLessThan(0.1);
  });

  it("cuts off single devices as often as stated, and whole sites besides", () => {
    const silences = pairs.flatMap(([before, after]) =>
      before.sentMs === undefined && after.sentMs !== undefined ? [{ before, after }] : [],
    );
    // Silent together: more than half of a site's devices within the same ten minutes.
    const bySite = groupedBy(silences, ({ before }) => before.site);
    const sizes = [...groupedBy(all, ({ site }) => site)].map(
      ([site, reports]) => [site, new Set(reports.map(({ deviceId }) => deviceId)).size] as const,
    );
    const together = sizes.flatMap(([site, size]) => {
      const slots = groupedBy(bySite.get(site) ?? [], ({ after }) => Math.floor(after.us / 6e8));
      return [...slots.values()].filter((those) => those.length > size / 2);
    });
    // About a quarter of the 24 hours of 7 sites.
    expect(together.length).toBeGreaterThan(25);
    expect(together.length).toBeLessThan(59);
    const alone = silences.length - together.flat().length;
    expect(alone / all.length / outageChance).toBeGreaterThan(0.8);
    expect(alone / all.length / outageChance).toBeLessThan(2);
  });

  it("rolls the newest firmware out in stages, by the clock of the day", () => {
    for (const hour of [3, 7, 10, 13, 16]) {
      const from = midnight + hour * 3_600_000;
      const hourly = all.filter(
        ({ measuredMs, sentMs }) =>
          sentMs === undefined && measuredMs >= from + 600_000 && measuredMs < from + 1_800_000,
      );
      const newest = hourly.filter(
        ({ model, firmware }) =>
          firmware === models.find(({ name }) => name === model)?.firmware.at(-1),
      );
      const share = rolledOut(from, midnight);
      expect(Math.abs(newest.length / hourly.length - share)).toBeLessThan(0.13);
    }
    const before = [...devices.values()].flatMap(([first]) => {
      const versions = models.find(({ name }) => name === first?.model)?.firmware ?? [];
      return versions.length > 2 ? [String(first?.firmware === versions.at(-2))] : [];
    });
    const shares = { true: upToDateShare, false: 1 - upToDateShare };
    expect(chiSquareMisfit(countsOf(before), shares)).toBeLessThan(1);
  });

  it("updates firmware and changes batteries with a boot, and counts the boots", () => {
    const updated = pairs.filter(([before, after]) => before.firmware !== after.firmware);
    const charged = pairs.filter(([before, after]) => before.batteryPercent < after.batteryPercent);
    expect(updated.length).toBe(fleet);
    expect(charged.length).toBeGreaterThan(0);
    expect(updated.filter(([, after]) => after.cause !== "update")).toEqual([]);
    expect(charged.filter(([, { cause }]) => cause !== "battery")).toEqual([]);
    expect(charged.filter(([, after]) => after.batteryPercent < 99)).toEqual([]);
    for (const reports of devices.values()) {
      const counts = reports.flatMap(({ boots }) => (boots === undefined ? [] : [boots]));
      expect(counts).toEqual(counts.map((_, i) => (counts[0] as number) + i));
    }
  });

  it("is rebooted by its watchdog as often as stated, and seldom raises an alarm", () => {
    const watchdog = all.filter(({ cause }) => cause === "watchdog").length / all.length;
    expect(Math.abs(watchdog / rebootChance - 1)).toBeLessThan(0.15);
    const alarms = all.filter(({ type }) => type === "alarm").length / all.length;
    expect(alarms).toBeGreaterThan(0);
    expect(alarms).toBeLessThan(0.02);
  });

  it("drains batteries by what a reading of the model costs", () => {
    for (const { name, drainPercent } of models) {
      const drains = [...devices.values()].flatMap((reports) => {
        const [first, last] = [reports[0] as Report, reports.at(-1) as Report];
        const changed = last.batteryPercent > first.batteryPercent;
        const readings = last.message - first.message;
        const drained = (first.batteryPercent - last.batteryPercent) / readings;
        return first.model === name && !changed ? [drained] : [];
      });
      expect(Math.abs(mean(drains) / drainPercent - 1)).toBeLessThan(0.05);
    }
  });

  it("warms and dries by day as exposed as the model is", () => {
    const { temperatureC, humidityPercent, warmestHour } = dailyCycle;
    const hourOf = ({ measuredMs }: Report) => Math.floor((measuredMs - midnight) / 3_600_000);
    for (const { name, exposure } of models) {
      const at = (hour: number) => all.filter((r) => r.model === name && hourOf(r) === hour);
      const [warm, cold] = [at(warmestHour), at(warmestHour - 12)];
      const difference = (of: (report: Report) => number) =>
        mean(warm.map(of)) - mean(cold.map(of));
      expect(
        Math.abs(difference((r) => r.temperatureC) - 2 * temperatureC * exposure),
      ).toBeLessThan(1);
      expect(
        Math.abs(difference((r) => r.humidityPercent) + 2 * humidityPercent * exposure),
      ).toBeLessThan(3.5);
    }
  });

  it("wanders from reading to reading as a sensor does", () => {
    const cold = live.filter(([before]) => before.model === "COLD-4");
    const steps = cold.map(([before, after]) => after.temperatureC - before.temperatureC);
    const deviation = Math.sqrt(mean(steps.map((step) => step ** 2)));
    // Of a step of up to 0.4 °C, of the way back to the mean, and of rounding to tenths.
    const wander = sensor.stepC / Math.sqrt(3);
    expect(Math.abs(deviation / wander - 1)).toBeLessThan(0.05);
  });
});
