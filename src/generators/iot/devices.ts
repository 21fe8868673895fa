import type { Random } from "../../core/random.ts";
import { hourOfDay } from "../instant.ts";
import { drawMake, type Make, makes } from "./makes.ts";
import { type Model, type Site, sites } from "./models.ts";

/** Chance that a live report is the first after the watchdog has rebooted the device. */
export const rebootChance = 0.003;

/** Below this much the battery is changed, and the device starts anew. */
const emptyPercent = 2;

/** Degrees from the model's own mean beyond which a device raises an alarm. */
const alarmDegrees = 11;

/**
 * What a sensor shows, apart from the weather: it is off by up to 2.5 °C from the start, drifts by
 * normally distributed 0.3 °C a day of readings, and wanders about that (an autoregression of
 * 0.985 and steps of up to 0.4 °C: a deviation of 1.34 °C).
 */
export const sensor = {
  offsetC: 2.5,
  driftCPerDay: 0.3,
  memory: 0.985,
  stepC: 0.4,
  stepHumidity: 1.2,
} as const;

/** Degrees from the mean to the day's warmest hour, in full sun, and per cent of humidity. */
export const dailyCycle = { temperatureC: 8, humidityPercent: 14, warmestHour: 15 } as const;

const readingsADay = 1_440;

export type Cause = "battery" | "watchdog" | "update";
export const causes: readonly Cause[] = ["battery", "watchdog", "update"];

/** Where a device's numbers are in its row: two cache lines of eight. */
export const column = {
  message: 0,
  wanderC: 1,
  wanderHumidity: 2,
  batteryPercent: 3,
  rssiDbm: 4,
  offsetC: 5,
  isAlarmed: 6,
  buffered: 7,
  /** Of its last reading, on the played day's clock. */
  measuredDayMs: 8,
  make: 9,
  longitude: 10,
  latitude: 11,
  driftC: 12,
  /** From 0 to 1: whose is low gets new firmware first. */
  rank: 13,
  boots: 14,
} as const;
const rowLength = 16;

/** What a sensor reads: tenths, as they are written. */
export interface Reading {
  readonly temperatureTenthsC: number;
  readonly humidityTenthsPercent: number;
}

/**
 * The devices of a stripe. There are many, and each report is of another: what takes time is to
 * fetch a device from memory. So it is a row of numbers in one array; `at` says which is at hand.
 */
export class Devices {
  readonly #random: Random;
  readonly #rows: Float64Array;
  #row = 0;

  constructor(random: Random, count: number) {
    this.#random = random;
    this.#rows = new Float64Array(count * rowLength);
    for (let device = 0; device < count; device++) this.at(device).#install();
  }

  /** Turns to a device. */
  at(device: number): this {
    this.#row = device * rowLength;
    return this;
  }

  get(at: number): number {
    return this.#rows[this.#row + at] as number;
  }

  set(at: number, value: number): void {
    this.#rows[this.#row + at] = value;
  }

  get make(): Make {
    return makes[this.get(column.make)] as Make;
  }

  get model(): Model {
    return this.make.model;
  }

  #install(): void {
    const random = this.#random;
    this.set(column.make, drawMake(random));
    const { longitude, latitude } = sites[this.make.site] as Site;
    this.set(column.longitude, Math.round((longitude + random.between(-0.08, 0.08)) * 10_000));
    this.set(column.latitude, Math.round((latitude + random.between(-0.06, 0.06)) * 10_000));
    this.set(column.rank, random.float());
    this.set(column.boots, 1 + random.below(40));
    this.set(column.message, random.below(200_000));
    this.set(column.batteryPercent, random.between(emptyPercent, 100));
    this.set(column.rssiDbm, -45 - random.below(50));
    this.set(column.offsetC, random.between(-sensor.offsetC, sensor.offsetC));
    this.set(column.driftC, random.normal(0, sensor.driftCPerDay / readingsADay));
    this.set(column.wanderC, random.normal(0, 1.34));
    this.set(column.wanderHumidity, random.normal(0, 4));
  }

  /** Whether the device gets new firmware when that share of all has it. */
  isDueFor(rolledOutShare: number): boolean {
    return this.get(column.rank) < rolledOutShare && this.get(column.make) !== this.make.newest;
  }

  /** Starts the device anew where there is a cause to. */
  restart(rolledOutShare: number): Cause | undefined {
    const cause = this.#causeToRestart(rolledOutShare);
    if (cause) this.set(column.boots, this.get(column.boots) + 1);
    if (cause === "battery") this.set(column.batteryPercent, 100);
    if (cause === "update") this.update();
    return cause;
  }

  /** Puts the newest firmware on. */
  update(): void {
    this.set(column.make, this.make.newest);
  }

  #causeToRestart(rolledOutShare: number): Cause | undefined {
    if (this.get(column.batteryPercent) < emptyPercent) return "battery";
    if (this.isDueFor(rolledOutShare)) return "update";
    return this.#random.chance(rebootChance) ? "watchdog" : undefined;
  }

  /** Reads the sensors at a time of the day; the battery pays for it, and the signal moves. */
  read(dayEpochMs: number): Reading {
    const random = this.#random;
    const { baseC, baseHumidity, exposure, drainPercent } = this.model;
    const sun = exposure * daylight(dayEpochMs);
    const { memory, stepC, stepHumidity } = sensor;
    const wanderC = this.get(column.wanderC) * memory + random.between(-stepC, stepC);
    const wanderHumidity =
      this.get(column.wanderHumidity) * memory + random.between(-stepHumidity, stepHumidity);
    const offsetC = this.get(column.offsetC) + this.get(column.driftC);
    const signal = this.get(column.rssiDbm) + random.below(5) - 2;
    this.set(column.measuredDayMs, dayEpochMs);
    this.set(column.message, this.get(column.message) + 1);
    this.set(column.wanderC, wanderC);
    this.set(column.wanderHumidity, wanderHumidity);
    this.set(column.offsetC, offsetC);
    this.set(column.batteryPercent, this.get(column.batteryPercent) - drainPercent);
    this.set(column.rssiDbm, Math.min(-40, Math.max(-110, signal)));
    // Warm air is drier.
    const humidity = baseHumidity + wanderHumidity - dailyCycle.humidityPercent * sun;
    return {
      temperatureTenthsC: tenths(baseC + offsetC + wanderC + dailyCycle.temperatureC * sun),
      humidityTenthsPercent: tenths(Math.min(100, Math.max(0, humidity))),
    };
  }

  /** Once when the temperature leaves its range, not with every reading outside it. */
  raisesAlarm({ temperatureTenthsC }: Reading): boolean {
    const before = this.get(column.isAlarmed);
    const isOut = Math.abs(temperatureTenthsC / 10 - this.model.baseC) > alarmDegrees;
    this.set(column.isAlarmed, isOut ? 1 : 0);
    return isOut && before === 0;
  }
}

/** From −1 before dawn to 1 in the afternoon. */
function daylight(dayEpochMs: number): number {
  return Math.cos(((hourOfDay(dayEpochMs) - dailyCycle.warmestHour) / 12) * Math.PI);
}

function tenths(value: number): number {
  return Math.round(value * 10);
}
