import { Heap } from "../../core/heap.ts";
import type { Random } from "../../core/random.ts";
import { bikeCount, partOf, type Station, stationCount, stations } from "./city.ts";
import { tide, tripDurationMs, untilNextRiderMs } from "./demand.ts";

/** A station and the bikes that stand in it. */
export interface Docks {
  readonly station: Station;
  readonly bikes: number[];
}

export interface Trip {
  readonly id: string;
  readonly bike: number;
  readonly unlockedDayMs: number;
  readonly userType: number;
}

/** Stations that a rider looks at before turning away. */
const triesMax = 8;

/**
 * Neighbouring stations with their bikes and the trips between them. A bike is in one dock or on
 * one trip, and never leaves the neighbourhood.
 */
export class Neighbourhood {
  readonly docks: readonly Docks[];
  readonly #random: Random;
  readonly #cityShare: number;
  readonly #tripFront: string;
  /** By the time of the day at which they end. */
  readonly #trips = new Heap<Trip>();
  #tripsBegun = 0;
  #nextRiderDayMs = Number.NaN;

  constructor(random: Random, stripe: number, stripes: number) {
    const [from, to] = partOf(stationCount, stripe, stripes);
    const [firstBike, endBike] = partOf(bikeCount, stripe, stripes);
    this.#random = random;
    this.#cityShare = (to - from) / stationCount;
    this.#tripFront = stripe.toString(16).padStart(2, "0");
    this.docks = stations.slice(from, to).map((station) => ({ station, bikes: [] }));
    for (let bike = firstBike; bike < endBike; bike++) this.#withFreeBase().bikes.push(bike + 1);
  }

  get tripsUnderWay(): number {
    return this.#trips.size;
  }

  /** Ends the trip that is due, if one is. */
  lock(dayMs: number): { readonly trip: Trip; readonly docks: Docks } | undefined {
    if (this.#trips.peekKey() > dayMs) return undefined;
    const trip = this.#trips.pop() as Trip;
    const docks = this.#withFreeBase(tide(dayMs));
    docks.bikes.push(trip.bike);
    return { trip, docks };
  }

  /** Begins a trip where a rider has come and finds a bike. */
  unlock(dayMs: number): { readonly trip: Trip; readonly docks: Docks } | undefined {
    if (Number.isNaN(this.#nextRiderDayMs)) this.#expectRider(dayMs);
    if (this.#nextRiderDayMs > dayMs) return undefined;
    this.#expectRider(dayMs);
    const docks = this.#drawn(-tide(dayMs), ({ bikes }) => bikes.length > 0);
    if (!docks) return undefined;
    const random = this.#random;
    const at = random.below(docks.bikes.length);
    const bike = docks.bikes[at] as number;
    docks.bikes[at] = docks.bikes.at(-1) as number;
    docks.bikes.pop();
    const id = `t${this.#tripFront}${(this.#tripsBegun++).toString(36).padStart(6, "0")}`;
    const userType = random.chance(0.9) ? 1 : 2;
    const trip = { id, bike, unlockedDayMs: dayMs, userType };
    this.#trips.push(dayMs + tripDurationMs(random), trip);
    return { trip, docks };
  }

  /** Riders that come while there is no room for their events stay away: they do not queue up. */
  #expectRider(dayMs: number): void {
    this.#nextRiderDayMs = dayMs + untilNextRiderMs(this.#random, this.#cityShare, dayMs);
  }

  #withFreeBase(pull = 0): Docks {
    const isFree = ({ station, bikes }: Docks) => bikes.length < station.bases;
    const found = this.#drawn(pull, isFree) ?? this.docks.find(isFree);
    if (!found) throw new Error("there are more bikes than bases in the neighbourhood");
    return found;
  }

  /** A station that will do; of two, often the one that the tide pulls to. */
  #drawn(pull: number, fits: (docks: Docks) => boolean): Docks | undefined {
    const random = this.#random;
    for (let tries = 0; tries < triesMax; tries++) {
      let docks = random.pick(this.docks);
      if (random.chance(Math.abs(pull))) {
        const other = random.pick(this.docks);
        if ((other.station.pull - docks.station.pull) * pull > 0) docks = other;
      }
      if (fits(docks)) return docks;
    }
    return undefined;
  }
}
