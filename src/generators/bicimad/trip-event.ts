import { encoded, type EventWriter } from "../event-writer.ts";
import { stations } from "./city.ts";
import type { Docks, Trip } from "./neighbourhood.ts";

const head = (type: string) => encoded(`,"source":"bicimad","type":"${type}","timestamp":`);
const heads = { unlock: head("bike_unlock"), lock: head("bike_lock") };
const tripId = encoded(',"tripId":"');
const bikeId = encoded('","bikeId":');
const places = stations.map(({ id, district }) =>
  encoded(`,"stationId":"${id}","district":"${district}","userType":`),
);
const dockBikes = encoded(',"dockBikes":');
const freeBases = encoded(',"freeBases":');
const duration = encoded(',"durationSeconds":');
const end = encoded("}");

/** A bike that leaves its dock, or comes into one. */
export interface TripEvent {
  readonly kind: "unlock" | "lock";
  readonly trip: Trip;
  /** As they stand after it. */
  readonly docks: Docks;
}

export function writeTripEvent(event: EventWriter, made: TripEvent, dayEpochMs: number): void {
  const { kind, trip, docks } = made;
  const { station, bikes } = docks;
  event.bytes(heads[kind]);
  event.instant(dayEpochMs);
  event.bytes(tripId);
  event.ascii(trip.id);
  event.bytes(bikeId);
  event.integer(trip.bike);
  event.bytes(places[station.id - 1] as Uint8Array);
  event.integer(trip.userType);
  event.bytes(dockBikes);
  event.integer(bikes.length);
  event.bytes(freeBases);
  event.integer(station.bases - bikes.length);
  if (kind === "lock") {
    event.bytes(duration);
    event.integer(Math.round((dayEpochMs - trip.unlockedDayMs) / 1_000));
  }
  event.bytes(end);
}
