import { expect, it } from "vitest";
import { kolmogorovSmirnovMisfit } from "../../../test/support/goodness-of-fit.ts";
import { Random } from "../../core/random.ts";
import { column, Devices, sensor } from "./devices.ts";

/** The cumulative normal distribution (Abramowitz and Stegun 26.2.17; seven places). */
function normal(x: number, deviation: number): number {
  const z = Math.abs(x / deviation);
  const t = 1 / (1 + 0.2316419 * z);
  const terms = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429];
  const sum = terms.reduceRight((rest, term) => t * (term + rest), 0);
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * sum;
  return x > 0 ? 1 - tail : tail;
}

it("drifts by a normally distributed 0.3 °C a day of readings", () => {
  const count = 1_000;
  const devices = new Devices(Random.from("drift"), count);
  const drifts = Array.from({ length: count }, (_, device) => {
    const before = devices.at(device).get(column.offsetC);
    for (let reading = 0; reading < 1_440; reading++) devices.read(0);
    return devices.get(column.offsetC) - before;
  });
  expect(kolmogorovSmirnovMisfit(drifts, (x) => normal(x, sensor.driftCPerDay))).toBeLessThan(1);
});

it("does not get empty between two readings", () => {
  const devices = new Devices(Random.from("battery"), 500);
  const empty = Array.from({ length: 500 }, (_, device) => {
    devices.at(device).read(0);
    return devices.get(column.batteryPercent);
  }).filter((percent) => percent < 0);
  expect(empty).toEqual([]);
});
