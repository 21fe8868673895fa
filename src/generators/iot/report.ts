import { encoded, type EventWriter } from "../event-writer.ts";
import { type Cause, causes, column, type Devices, type Reading } from "./devices.ts";

export const alarms = ["too warm", "too cold"] as const;

/** What a report is, beyond its readings. */
export type Occasion = "telemetry" | "alarm" | Cause;

const head = (type: string) => encoded(`,"source":"iot","type":"${type}","timestamp":`);
const heads = { telemetry: head("telemetry"), boot: head("boot"), alarm: head("alarm") };

const tails = {
  "too warm": encoded(',"alarm":"too warm"}'),
  "too cold": encoded(',"alarm":"too cold"}'),
};
const causeMembers = causes.map((cause) => encoded(`,"cause":"${cause}","boots":`));

const deviceId = encoded(',"deviceId":"');
const latitude = encoded(',"lat":');
const message = encoded(',"message":');
const temperature = encoded(',"temperatureC":');
const humidity = encoded(',"humidityPercent":');
const battery = encoded(',"batteryPercent":');
const signal = encoded(',"rssiDbm":-');
const sentAt = encoded(',"sentAt":');
const end = encoded("}");

/** A report to be written, of the device at hand. */
export interface Report {
  readonly occasion: Occasion;
  readonly reading: Reading;
  readonly measuredDayMs: number;
  /** Later than it was measured, where the reading was buffered. */
  readonly sentDayMs: number;
}

/** Writes reports; the front of the devices' ids is the stripe's. */
export class ReportWriter {
  readonly #idFront: Uint8Array;
  readonly #devices: Devices;

  constructor(devices: Devices, stripe: number) {
    this.#devices = devices;
    this.#idFront = encoded(`d${stripe.toString(16).padStart(2, "0")}`);
  }

  /** Answers the id of the device, whose number is given. */
  write(event: EventWriter, device: number, report: Report): string {
    const { occasion, measuredDayMs, sentDayMs } = report;
    const isBoot = occasion !== "telemetry" && occasion !== "alarm";
    event.bytes(heads[isBoot ? "boot" : occasion]);
    event.instant(measuredDayMs);
    const id = this.#writeDevice(event, device);
    this.#writeReadings(event, report.reading);
    if (sentDayMs !== measuredDayMs) {
      event.bytes(sentAt);
      event.instant(sentDayMs);
    }
    if (isBoot) {
      event.bytes(causeMembers[causes.indexOf(occasion)] as Uint8Array);
      event.integer(this.#devices.get(column.boots));
    }
    event.bytes(occasion === "alarm" ? this.#alarm(report.reading) : end);
    return id;
  }

  #writeDevice(event: EventWriter, device: number): string {
    const devices = this.#devices;
    event.bytes(deviceId);
    const mark = event.mark;
    event.bytes(this.#idFront);
    event.hex32(device);
    const id = event.since(mark);
    event.bytes(devices.make.members);
    event.decimal(devices.get(column.longitude), 4);
    event.bytes(latitude);
    event.decimal(devices.get(column.latitude), 4);
    return id;
  }

  #writeReadings(event: EventWriter, reading: Reading): void {
    const devices = this.#devices;
    event.bytes(message);
    event.integer(devices.get(column.message));
    event.bytes(temperature);
    event.decimal(reading.temperatureTenthsC, 1);
    event.bytes(humidity);
    event.decimal(reading.humidityTenthsPercent, 1);
    event.bytes(battery);
    event.decimal(Math.round(devices.get(column.batteryPercent) * 10), 1);
    event.bytes(signal);
    event.integer(-devices.get(column.rssiDbm));
  }

  #alarm({ temperatureTenthsC }: Reading): Uint8Array {
    const isWarm = temperatureTenthsC > this.#devices.model.baseC * 10;
    return tails[isWarm ? "too warm" : "too cold"];
  }
}
