import type { Random } from "../core/random.ts";
import { bikeCount, stationCount } from "./bicimad/city.ts";
import { type Docks, Neighbourhood } from "./bicimad/neighbourhood.ts";
import { writeSnapshot } from "./bicimad/snapshot.ts";
import { type TripEvent, writeTripEvent } from "./bicimad/trip-event.ts";
import { validation } from "./contract.ts";
import type { EventWriter } from "./event-writer.ts";
import type { Generator, Moment, StripeSetting } from "./generator.ts";
import { WrittenPopulation } from "./written-population.ts";

/**
 * Share of the events that may be of trips. The city makes fewer than a load test asks for in real
 * time, and more where a day is played in minutes; snapshots of the stations are all the rest.
 */
export const tripShareMax = 0.6;

/** Share of the snapshots in the format of the first API: a source that has not moved on yet. */
export const firstFormatShare = 0.1;

/** Share of the snapshots of a station with bikes in which one of them is reserved. */
export const reservedShare = 0.08;

/** The partition keys: the stations' ids. */
const keys = Array.from({ length: stationCount + 1 }, (_, id) => String(id));

class BikeShare extends WrittenPopulation {
  readonly #random: Random;
  readonly #neighbourhood: Neighbourhood;
  #turn: number;

  constructor({ random, stripe, stripes }: StripeSetting) {
    super();
    this.#random = random;
    this.#neighbourhood = new Neighbourhood(random, stripe, stripes);
    this.#turn = random.below(this.#neighbourhood.docks.length);
  }

  write({ dayEpochMs }: Moment, event: EventWriter): string {
    const made = this.#random.chance(tripShareMax) ? this.#tripEvent(dayEpochMs) : undefined;
    const docks = made?.docks ?? this.#inTurn();
    if (made) writeTripEvent(event, made, dayEpochMs);
    else this.#writeSnapshot(event, docks, dayEpochMs);
    return keys[docks.station.id] as string;
  }

  #tripEvent(dayEpochMs: number): TripEvent | undefined {
    const locked = this.#neighbourhood.lock(dayEpochMs);
    if (locked) return { kind: "lock", ...locked };
    const unlocked = this.#neighbourhood.unlock(dayEpochMs);
    return unlocked && { kind: "unlock", ...unlocked };
  }

  #inTurn(): Docks {
    const { docks } = this.#neighbourhood;
    this.#turn = (this.#turn + 1) % docks.length;
    return docks[this.#turn] as Docks;
  }

  #writeSnapshot(event: EventWriter, { station, bikes }: Docks, dayEpochMs: number): void {
    const format = this.#random.chance(firstFormatShare) ? "first" : "present";
    const reserved = this.#random.chance(reservedShare) ? Math.min(1, bikes.length) : 0;
    writeSnapshot(event, { format, station, bikes: bikes.length, reserved }, dayEpochMs);
  }
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

/** The members of a station that both formats have. */
const stationMembers = {
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
        ...stationMembers,
        geometry: { is: "point" },
        code_district: { is: "text", lengthMax: 2 },
        district: { is: "text", lengthMax: 40 },
        virtualDelete: { is: "boolean", optional: true },
        geofenced_capacity: { is: "integer", min: 0, max: 1_000, optional: true },
      },
      station_status_v1: {
        ...stationMembers,
        latitude: { is: "text", lengthMax: 12 },
        longitude: { is: "text", lengthMax: 12 },
      },
    },
  }),
};
