import type { Random } from "../../core/random.ts";
import { hourOfDay } from "../instant.ts";
import { type Model, modelsByShare, sites } from "./models.ts";

/** Chance that a report is the first after a reboot, and that the reboot was a firmware update. */
export const rebootChance = 0.004;
const updateShare = 0.25;

/** Below this much the battery is changed, and the device starts anew. */
const emptyPercent = 2;

/** Degrees from the model's own mean beyond which a device raises an alarm. */
const alarmDegrees = 11;

export type ReportType = "telemetry" | "boot" | "alarm";

/** A sensor. Its values wander slowly about a mean that follows the time of day. */
export class Device {
  readonly id: string;
  readonly #random: Random;
  readonly #model: Model;
  readonly #place: string;
  readonly #offsetC: number;
  #firmware: number;
  #members: string;
  #wanderC: number;
  #wanderHumidity: number;
  #batteryPercent: number;
  #rssiDbm: number;
  #messages: number;
  #alarmed = false;

  constructor(id: string, random: Random) {
    const site = random.pick(sites);
    const longitude = (site.longitude + random.between(-0.08, 0.08)).toFixed(4);
    const latitude = (site.latitude + random.between(-0.06, 0.06)).toFixed(4);
    this.id = id;
    this.#random = random;
    this.#model = modelsByShare.pick(random);
    this.#place = `"site":"${site.name}","lon":${Number(longitude)},"lat":${Number(latitude)}`;
    this.#offsetC = random.between(-2.5, 2.5);
    this.#firmware = random.below(this.#model.firmware.length);
    this.#members = this.#fixedMembers();
    this.#wanderC = random.between(-1.5, 1.5);
    this.#wanderHumidity = random.between(-6, 6);
    this.#batteryPercent = random.between(emptyPercent, 100);
    this.#rssiDbm = -45 - random.below(50);
    this.#messages = random.below(200_000);
  }

  /** The device's next report: its type, and all members but the event's own, as JSON text. */
  report(dayEpochMs: number): { readonly type: ReportType; readonly members: string } {
    this.#messages++;
    const cause = this.#restart();
    const temperatureC = this.#temperature(dayEpochMs);
    const readings =
      `${this.#members},"message":${this.#messages},"temperatureC":${temperatureC},` +
      `"humidityPercent":${this.#humidity(dayEpochMs)},"batteryPercent":${this.#battery()},` +
      `"rssiDbm":${this.#signal()}`;
    if (cause) return { type: "boot", members: `${readings},"cause":"${cause}"` };
    if (this.#raisesAlarm(temperatureC)) {
      const alarm = temperatureC > this.#model.baseC ? "too warm" : "too cold";
      return { type: "alarm", members: `${readings},"alarm":"${alarm}"` };
    }
    return { type: "telemetry", members: readings };
  }

  #restart(): Cause | undefined {
    if (this.#batteryPercent < emptyPercent) {
      this.#batteryPercent = 100;
      return "battery";
    }
    if (!this.#random.chance(rebootChance)) return undefined;
    const newest = this.#model.firmware.length - 1;
    if (!this.#random.chance(updateShare) || this.#firmware === newest) return "watchdog";
    this.#firmware++;
    this.#members = this.#fixedMembers();
    return "update";
  }

  #temperature(dayEpochMs: number): number {
    this.#wanderC = this.#wanderC * 0.985 + this.#random.between(-0.4, 0.4);
    const sun = 8 * this.#model.exposure * daylight(dayEpochMs);
    return tenths(this.#model.baseC + this.#offsetC + this.#wanderC + sun);
  }

  /** Warm air is drier. */
  #humidity(dayEpochMs: number): number {
    this.#wanderHumidity = this.#wanderHumidity * 0.985 + this.#random.between(-1.2, 1.2);
    const sun = 14 * this.#model.exposure * daylight(dayEpochMs);
    return tenths(
      Math.min(100, Math.max(0, this.#model.baseHumidity + this.#wanderHumidity - sun)),
    );
  }

  #battery(): number {
    this.#batteryPercent -= this.#model.drainPercent;
    return tenths(this.#batteryPercent);
  }

  #signal(): number {
    const next = this.#rssiDbm + this.#random.below(5) - 2;
    this.#rssiDbm = Math.min(-40, Math.max(-110, next));
    return this.#rssiDbm;
  }

  /** Once when the temperature leaves its range, not with every report outside it. */
  #raisesAlarm(temperatureC: number): boolean {
    const before = this.#alarmed;
    this.#alarmed = Math.abs(temperatureC - this.#model.baseC) > alarmDegrees;
    return this.#alarmed && !before;
  }

  #fixedMembers(): string {
    const { name, firmware } = this.#model;
    // Joined, not concatenated: V8 then writes the text in one piece, and not anew for each report.
    return [
      `"deviceId":"${this.id}"`,
      `"model":"${name}"`,
      `"firmware":"${firmware[this.#firmware] as string}"`,
      this.#place,
    ].join(",");
  }
}

export type Cause = "battery" | "watchdog" | "update";
export const causes: readonly Cause[] = ["battery", "watchdog", "update"];

/** From −1 before dawn to 1 in the afternoon (15 h UTC). */
function daylight(dayEpochMs: number): number {
  return Math.cos(((hourOfDay(dayEpochMs) - 15) / 12) * Math.PI);
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
