import { stationCount, bikeCount } from "./bicimad/city.ts";
import { type Docks, Neighbourhood, type Trip } from "./bicimad/neighbourhood.ts";
import { validation } from "./contract.ts";
import type {
  EntityPopulation,
  GeneratedEvent,
  Generator,
  Moment,
  StripeSetting,
} from "./generator.ts";
import { isoInstant } from "./instant.ts";

/**
 * Share of the events that may be of trips. The city makes fewer than a load test asks for in real
 * time, and more where a day is played in minutes; snapshots of the stations are all the rest.
 */
export const tripShareMax = 0.6;

class BikeShare implements EntityPopulation {
  readonly #random: StripeSetting["random"];
  readonly #neighbourhood: Neighbourhood;
  #turn = 0;

  constructor({ random, stripe, stripes }: StripeSetting) {
    this.#random = random;
    this.#neighbourhood = new Neighbourhood(random, stripe, stripes);
    this.#turn = random.below(this.#neighbourhood.docks.length);
  }

  next(moment: Moment, eventId: string): GeneratedEvent {
    const trips = this.#random.chance(tripShareMax);
    const dayMs = moment.dayEpochMs;
    const locked = trips ? this.#neighbourhood.lock(dayMs) : undefined;
    const unlocked = trips && !locked ? this.#neighbourhood.unlock(dayMs) : undefined;
    const head = (type: string) =>
      `{"eventId":"${eventId}","source":"bicimad","type":"${type}",` +
      `"timestamp":"${isoInstant(dayMs)}"`;
    if (locked) {
      const seconds = Math.round((dayMs - locked.trip.unlockedDayMs) / 1_000);
      const event = tripMembers(locked.trip, locked.docks);
      return keyed(locked.docks, `${head("bike_lock")},${event},"durationSeconds":${seconds}}`);
    }
    if (unlocked) {
      const event = tripMembers(unlocked.trip, unlocked.docks);
      return keyed(unlocked.docks, `${head("bike_unlock")},${event}}`);
    }
    const docks = this.#inTurn();
    return keyed(docks, `${head("station_status")},${this.#snapshotMembers(docks)}}`);
  }

  #inTurn(): Docks {
    const { docks } = this.#neighbourhood;
    this.#turn = (this.#turn + 1) % docks.length;
    return docks[this.#turn] as Docks;
  }

  /** The fields that the city publishes of a station, by its own names for them. */
  #snapshotMembers({ station, bikes }: Docks): string {
    const free = station.bases - bikes.length;
    const reserved = this.#random.chance(0.08) ? Math.min(1, bikes.length) : 0;
    return (
      `${station.identity},"light":${light(bikes.length / station.bases)},"activate":1,` +
      `"no_available":0,"total_bases":${station.bases},"dock_bikes":${bikes.length},` +
      `"free_bases":${free},"reservations_count":${reserved},${station.place}`
    );
  }
}

function keyed({ station }: Docks, body: string): GeneratedEvent {
  return { partitionKey: String(station.id), body };
}

function tripMembers(trip: Trip, { station, bikes }: Docks): string {
  return (
    `"tripId":"${trip.id}","bikeId":${trip.bike},"stationId":"${station.id}",` +
    `"district":"${station.district}","userType":${trip.userType},` +
    `"dockBikes":${bikes.length},"freeBases":${station.bases - bikes.length}`
  );
}

/** The city's traffic light: 0 few bikes, 2 some, 1 many. */
function light(filled: number): number {
  if (filled < 1 / 3) return 0;
  return filled < 2 / 3 ? 2 : 1;
}

const count = { is: "integer", min: 0, max: 60 } as const;
const flag = { is: "integer", min: 0, max: 1 } as const;

const trip = {
  tripId: { is: "text", lengthMax: 16 },
  bikeId: { is: "integer", min: 1, max: bikeCount },
  stationId: { is: "text", lengthMax: 4 },
  district: { is: "text", lengthMax: 40 },
  userType: { is: "integer", min: 0, max: 3 },
  dockBikes: count,
  freeBases: count,
} as const;

/** Madrid's bike share: trips and station snapshots. The partition key is the station's id. */
export const bicimad: Generator = {
  name: "bicimad",
  stripes: 16,
  populate: (setting) => new BikeShare(setting),
  violation: validation({
    source: "bicimad",
    common: {},
    types: {
      bike_unlock: trip,
      bike_lock: { ...trip, durationSeconds: { is: "integer", min: 1, max: 86_400 } },
      station_status: {
        id: { is: "integer", min: 1, max: stationCount },
        name: { is: "text", lengthMax: 80 },
        number: { is: "text", lengthMax: 4 },
        address: { is: "text", lengthMax: 80 },
        light: { is: "integer", min: 0, max: 3 },
        activate: flag,
        no_available: flag,
        total_bases: { is: "integer", min: 1, max: 60 },
        dock_bikes: count,
        free_bases: count,
        reservations_count: count,
        geometry: { is: "point" },
        code_district: { is: "text", lengthMax: 2 },
        district: { is: "text", lengthMax: 40 },
      },
    },
  }),
};
