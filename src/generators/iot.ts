import { validation } from "./contract.ts";
import type {
  EntityPopulation,
  GeneratedEvent,
  Generator,
  Moment,
  StripeSetting,
} from "./generator.ts";
import { isoInstant } from "./instant.ts";
import { causes, Device } from "./iot/device.ts";
import { models } from "./iot/models.ts";

/** Mean gap between two reports of one device, in real time. */
export const reportSeconds = 60;

/** How far ahead, as a share of the fleet, the next device is drawn: reports are not clockwork. */
const jitterShare = 0.1;

/** The devices of a stripe, which report in turn. */
class Fleet implements EntityPopulation {
  readonly #setting: StripeSetting;
  readonly #devices: Device[];
  readonly #ahead: number;
  #turn = 0;

  constructor(setting: StripeSetting) {
    const { random, stripe, ratePerSecond } = setting;
    const count = Math.max(1, Math.round(ratePerSecond * reportSeconds));
    this.#setting = setting;
    this.#ahead = Math.max(1, Math.round(count * jitterShare));
    const front = stripe.toString(16).padStart(2, "0");
    this.#devices = Array.from(
      { length: count },
      (_, index) => new Device(`d${front}${index.toString(16).padStart(6, "0")}`, random),
    );
  }

  next(moment: Moment, eventId: string): GeneratedEvent {
    const device = this.#draw();
    const { type, members } = device.report(moment.dayEpochMs);
    const body =
      `{"eventId":"${eventId}","source":"iot","type":"${type}",` +
      `"timestamp":"${isoInstant(moment.dayEpochMs)}",${members}}`;
    return { partitionKey: device.id, body };
  }

  /** Swaps the device whose turn it is with one that is soon to come. */
  #draw(): Device {
    const devices = this.#devices;
    const turn = this.#turn;
    const other = Math.min(turn + this.#setting.random.below(this.#ahead), devices.length - 1);
    const device = devices[other] as Device;
    devices[other] = devices[turn] as Device;
    devices[turn] = device;
    this.#turn = (turn + 1) % devices.length;
    return device;
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
    },
    types: {
      telemetry: {},
      boot: { cause: { is: "one-of", values: causes } },
      alarm: { alarm: { is: "one-of", values: ["too warm", "too cold"] } },
    },
  }),
};
