import { describe, expect, it } from "vitest";
import { Random } from "../core/random.ts";
import { bikeCount, stationCount, stations } from "./bicimad/city.ts";
import { meanTripMinutes, tripsPerDay } from "./bicimad/demand.ts";
import { Neighbourhood } from "./bicimad/neighbourhood.ts";
import { bicimad, firstFormatShare, reservedShare, tripShareMax } from "./bicimad.ts";

const midnight = Date.parse("2026-06-15T00:00:00Z");
const dayMs = 86_400_000;
const { stripes } = bicimad;

/** What an event does to the bikes of its station. */
const change = {
  bike_unlock: -1,
  bike_lock: 1,
  station_status: 0,
  station_status_v1: 0,
} as const;

interface Event {
  readonly type: keyof typeof change;
  readonly timestamp: string;
  readonly id?: number;
  readonly stationId?: string;
  readonly tripId: string;
  readonly bikeId: number;
  readonly durationSeconds: number;
  readonly dockBikes: number;
  readonly dock_bikes: number;
  readonly free_bases: number;
  readonly total_bases: number;
  readonly reservations_count: number;
}

function playDay(stripe: number, events: number) {
  const random = Random.from("bicimad", stripe);
  const setting = { stripe, stripes, ratePerSecond: 10, startDayEpochMs: midnight };
  const population = bicimad.populate({ random, ...setting });
  return Array.from({ length: events }, (_, i) => {
    const moment = { us: i * 100_000, dayEpochMs: midnight + (i / events) * dayMs };
    const { partitionKey, body } = population.next(moment, "id");
    return { partitionKey, event: JSON.parse(body) as Event };
  });
}

describe("the city", () => {
  it("has its stations, and more bases than bikes in every stripe", () => {
    expect(stations).toHaveLength(stationCount);
    let bikes = 0;
    for (let stripe = 0; stripe < stripes; stripe++) {
      const { docks } = new Neighbourhood(Random.from(stripe), stripe, stripes);
      bikes += docks.reduce((sum, dock) => sum + dock.bikes.length, 0);
    }
    expect(bikes).toBe(bikeCount);
  });
});

describe("a neighbourhood", () => {
  it("conserves its bikes, and never overfills a station", () => {
    const neighbourhood = new Neighbourhood(Random.from("n"), 0, stripes);
    const before = neighbourhood.docks.flatMap(({ bikes }) => bikes).length;
    let [fullest, emptiest] = [0, 1];
    for (let i = 0; i < 20_000; i++) {
      const at = midnight + i * 4_320;
      if (!neighbourhood.lock(at)) neighbourhood.unlock(at);
      if (i % 100 !== 0) continue;
      const docked = neighbourhood.docks.flatMap(({ bikes }) => bikes);
      expect(docked.length + neighbourhood.tripsUnderWay).toBe(before);
      expect(new Set(docked).size).toBe(docked.length);
      const filled = neighbourhood.docks.map(({ station, bikes }) => bikes.length / station.bases);
      fullest = Math.max(fullest, ...filled);
      emptiest = Math.min(emptiest, ...filled);
    }
    expect([emptiest, fullest]).toEqual([0, 1]);
  });
});

describe("bicimad", () => {
  const played = playDay(5, 200_000);
  const ofType = (type: Event["type"]) => played.filter(({ event }) => event.type === type);
  const snapshots = [...ofType("station_status"), ...ofType("station_status_v1")];

  it("makes the city's trips, and snapshots for the rest", () => {
    const trips = (tripsPerDay / stationCount) * Math.ceil(stationCount / stripes);
    expect(ofType("bike_unlock").length / trips).toBeGreaterThan(0.9);
    expect(ofType("bike_unlock").length / trips).toBeLessThan(1.05);
    expect(snapshots.length).toBeGreaterThan(played.length * 0.9);
  });

  it("leaves the stated share of the events to snapshots where trips crowd", () => {
    const crowded = playDay(5, 2_000);
    const among = crowded.filter(({ event }) => event.type.startsWith("station_status"));
    expect(among.length / crowded.length).toBeGreaterThan(1 - tripShareMax - 0.03);
  });

  it("publishes a share of the snapshots in the first format, and few reservations", () => {
    const share = (those: readonly unknown[]) => those.length / snapshots.length;
    expect(Math.abs(share(ofType("station_status_v1")) / firstFormatShare - 1)).toBeLessThan(0.03);
    const withBikes = snapshots.filter(({ event }) => event.dock_bikes > 0);
    const reserved = withBikes.filter(({ event }) => event.reservations_count > 0);
    const reservations = reserved.length / withBikes.length;
    expect(Math.abs(reservations / reservedShare - 1)).toBeLessThan(0.03);
  });

  it("ends each trip that it began, with the same bike, after 17 minutes on average", () => {
    const under = new Map<string, Event>();
    let [trips, seconds] = [0, 0];
    for (const { event } of played) {
      if (event.type === "bike_unlock") under.set(event.tripId, event);
      if (event.type !== "bike_lock") continue;
      const begun = under.get(event.tripId);
      under.delete(event.tripId);
      expect(event.bikeId).toBe(begun?.bikeId);
      const took = (Date.parse(event.timestamp) - Date.parse(begun?.timestamp ?? "")) / 1_000;
      expect(Math.abs(took - event.durationSeconds)).toBeLessThanOrEqual(1);
      trips++;
      seconds += event.durationSeconds;
    }
    expect(under.size).toBeLessThan(100);
    expect(seconds / trips / 60).toBeGreaterThan(meanTripMinutes - 0.7);
    expect(seconds / trips / 60).toBeLessThan(meanTripMinutes + 0.7);
  });

  it("publishes of each station what the trips left in it", () => {
    const docked = new Map<string, number>();
    const wrong = played.filter(({ partitionKey, event }) => {
      const before = docked.get(partitionKey);
      const isSnapshot = event.type.startsWith("station_status");
      const bikes = isSnapshot ? event.dock_bikes : event.dockBikes;
      docked.set(partitionKey, bikes);
      if (partitionKey !== (event.stationId ?? String(event.id))) return true;
      if (isSnapshot && bikes + event.free_bases !== event.total_bases) return true;
      return before !== undefined && bikes !== before + change[event.type];
    });
    expect(wrong).toEqual([]);
  });

  it("conserves the city's bikes, by its events alone", () => {
    const docked = new Map<string, number>();
    const riding = new Set<number>();
    const events = Array.from({ length: stripes }, (_, stripe) => playDay(stripe, 6_000)).flat();
    const impossible = events.filter(({ partitionKey, event }) => {
      const { type, bikeId } = event;
      docked.set(partitionKey, event.dock_bikes ?? event.dockBikes);
      if (type === "bike_lock") return !riding.delete(bikeId);
      if (type !== "bike_unlock") return false;
      return riding.size === riding.add(bikeId).size;
    });
    expect(impossible).toEqual([]);
    expect(docked.size).toBe(stationCount);
    const standing = [...docked.values()].reduce((sum, bikes) => sum + bikes, 0);
    expect(standing + riding.size).toBe(bikeCount);
    expect(riding.size).toBeGreaterThan(100);
  });
});
