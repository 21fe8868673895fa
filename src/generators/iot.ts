import type { Random } from "../core/random.ts";
import { validation } from "./contract.ts";
import type { EventWriter } from "./event-writer.ts";
import type { Generator, Moment, StripeSetting } from "./generator.ts";
import { causes, column, Devices } from "./iot/devices.ts";
import { models, sites } from "./iot/models.ts";
import {
  bufferMax,
  burstSeconds,
  drawOutage,
  jitterSeconds,
  outageChance,
  outageReadingsMean,
  reconnectSeconds,
  reportSeconds,
  SiteOutages,
} from "./iot/outages.ts";
import { alarms, type Occasion, ReportWriter } from "./iot/report.ts";
import { rolledOut } from "./iot/rollout.ts";
import { Turns } from "./turns.ts";
import { WrittenPopulation } from "./written-population.ts";

const gapMax = (bufferMax + 1) * reportSeconds + jitterSeconds;

/** Share of the devices that are cut off at any moment, but for outages of sites. */
const cutOffShare = 1 - 1 / (1 + outageChance * outageReadingsMean);

/**
 * The devices of a stripe: rate × 60 s of them, each with a reading a minute. One that is cut off
 * keeps its readings and sends them in a burst when it is back, the oldest first: their `timestamp`
 * is when they were measured (a minute apart on the played day's clock, the last a minute before),
 * `sentAt` when they were sent. Only late readings have it.
 */
class Fleet extends WrittenPopulation {
  readonly #random: Random;
  readonly #startDayEpochMs: number;
  readonly #devices: Devices;
  readonly #turns: Turns;
  readonly #reports: ReportWriter;
  readonly #siteOutages = new SiteOutages(sites.length);

  constructor({ random, stripe, ratePerSecond, startDayEpochMs }: StripeSetting) {
    super();
    const count = Math.max(1, Math.round(ratePerSecond * reportSeconds));
    this.#random = random;
    this.#startDayEpochMs = startDayEpochMs;
    this.#devices = new Devices(random, count);
    this.#reports = new ReportWriter(this.#devices, stripe);
    const first = Array.from({ length: count }, (_, device) => this.#firstTurn(device));
    this.#turns = new Turns(gapMax, first);
  }

  write({ dayEpochMs }: Moment, event: EventWriter): string {
    const device = this.#takeConnected();
    const devices = this.#devices;
    const late = devices.get(column.buffered);
    const measuredDayMs = dayEpochMs - late * this.#betweenLateMs(dayEpochMs, late);
    const occasion = late > 0 ? undefined : this.#restart(dayEpochMs);
    const reading = devices.read(measuredDayMs);
    const isAlarm = devices.raisesAlarm(reading) && occasion === undefined;
    const report = {
      occasion: occasion ?? (isAlarm ? "alarm" : "telemetry"),
      reading,
      measuredDayMs,
      sentDayMs: dayEpochMs,
    };
    this.#turns.putBack(device, late > 0 ? this.#nextOfBurst(late) : this.#nextOfLive());
    return this.#reports.write(event, device, report);
  }

  /** A minute, or less where the last reading before the silence would be later. */
  #betweenLateMs(dayEpochMs: number, late: number): number {
    const sinceLastMs = dayEpochMs - this.#devices.get(column.measuredDayMs);
    return Math.min(reportSeconds * 1_000, sinceLastMs / (late + 1));
  }

  /** Devices of a site that is cut off keep their readings until it is back. */
  #takeConnected(): number {
    for (;;) {
      const device = this.#turns.take();
      const devices = this.#devices.at(device);
      const left = this.#siteOutages.secondsLeft(devices.make.site, this.#turns.now);
      if (left === 0) return device;
      const silence = left + this.#random.below(reconnectSeconds);
      const missed = Math.floor(silence / reportSeconds);
      devices.set(column.buffered, Math.min(bufferMax, devices.get(column.buffered) + missed));
      this.#turns.putBack(device, silence);
    }
  }

  #restart(dayEpochMs: number): Occasion | undefined {
    return this.#devices.restart(rolledOut(dayEpochMs, this.#startDayEpochMs));
  }

  #nextOfBurst(late: number): number {
    this.#devices.set(column.buffered, late - 1);
    return burstSeconds;
  }

  #nextOfLive(): number {
    const random = this.#random;
    const gap = reportSeconds - jitterSeconds + random.below(2 * jitterSeconds + 1);
    if (!random.chance(outageChance)) return gap;
    const missed = drawOutage(random);
    this.#devices.set(column.buffered, missed);
    return gap + missed * reportSeconds;
  }

  /** A run begins amid the life of a fleet: some have the new firmware, some are cut off. */
  #firstTurn(device: number): number {
    const random = this.#random;
    const devices = this.#devices.at(device);
    if (devices.isDueFor(rolledOut(this.#startDayEpochMs, this.#startDayEpochMs))) devices.update();
    devices.set(column.measuredDayMs, this.#startDayEpochMs - gapMax * 1_000);
    if (!random.chance(cutOffShare)) return random.below(reportSeconds);
    // Long outages are met in proportion to their length: of a geometric one, two, less the middle.
    const missed = Math.min(bufferMax, drawOutage(random) + drawOutage(random) - 1);
    devices.set(column.buffered, missed);
    return random.below(missed * reportSeconds);
  }
}

/** A fleet of sensors. The partition key is the device's id. */
export const iot: Generator = {
  name: "iot",
  stripes: 64,
  populate: (setting) => new Fleet(setting),
  violation: validation({
    source: "iot",
    common: {
      deviceId: { is: "text", lengthMax: 16 },
      model: { is: "one-of", values: models.map(({ name }) => name) },
      firmware: { is: "text", lengthMax: 12 },
      site: { is: "text", lengthMax: 40 },
      lon: { is: "number", min: -180, max: 180 },
      lat: { is: "number", min: -90, max: 90 },
      message: { is: "integer", min: 1, max: 0xffff_ffff },
      temperatureC: { is: "number", min: -40, max: 85 },
      humidityPercent: { is: "number", min: 0, max: 100 },
      batteryPercent: { is: "number", min: 0, max: 100 },
      rssiDbm: { is: "integer", min: -120, max: 0 },
      sentAt: { is: "instant", optional: true },
    },
    types: {
      telemetry: {},
      boot: {
        cause: { is: "one-of", values: causes },
        boots: { is: "integer", min: 1, max: 1_000_000, optional: true },
      },
      alarm: { alarm: { is: "one-of", values: alarms } },
    },
  }),
};
