import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { EventWriter } from "../event-writer.ts";
import { stations } from "./city.ts";
import { type Format, writeSnapshot } from "./snapshot.ts";

type Snapshot = Readonly<Record<string, unknown>>;

const file = fileURLToPath(
  new URL("../../../../shared/data/bicimad-stations-2017.json", import.meta.url),
);
const isAbsent = !existsSync(file);
const because = isAbsent ? " (skipped: ../shared/data is not there)" : "";

const writer = new EventWriter();

/** The members that the city publishes: without those of an event. */
function snapshots(format: Format): Snapshot[] {
  return stations.flatMap((station) =>
    Array.from({ length: station.bases + 1 }, (_, bikes) => {
      writer.begin();
      writer.ascii("{");
      writeSnapshot(writer, { format, station, bikes, reserved: 0 }, 0);
      const text = writer.take().toString().replace("{,", "{");
      const {
        source: _source,
        type: _type,
        timestamp: _at,
        ...members
      } = JSON.parse(text) as Snapshot;
      return members;
    }),
  );
}

const inFirst = snapshots("first");
const inPresent = snapshots("present");

describe("snapshots in the format of the first API", () => {
  const ours = inFirst;

  it.skipIf(isAbsent)(`are like the published ones${because}`, () => {
    const theirs = JSON.parse(readFileSync(file, "utf8")) as Snapshot[];
    expect(theirs).toHaveLength(172);
    const shape = (snapshot: Snapshot) =>
      Object.entries(snapshot).map(([name, value]) => `${name}: ${typeof value}`);
    const published = shape(theirs[0] as Snapshot).join();
    const unlike = ours.filter((snapshot) => shape(snapshot).join() !== published);
    expect(unlike).toEqual([]);
    for (const name of ["light", "activate", "no_available", "reservations_count"]) {
      const known = new Set([...theirs.map((snapshot) => snapshot[name]), 0, 1]);
      expect(ours.filter((snapshot) => !known.has(snapshot[name]))).toEqual([]);
    }
    // A station of the first years had up to 27 bases; some have become larger.
    const largest = Math.max(...theirs.map((snapshot) => Number(snapshot["total_bases"])));
    expect(Math.max(...ours.map((snapshot) => Number(snapshot["total_bases"])))).toBeLessThan(
      1.2 * largest,
    );
    // The city has grown by some kilometres each way since.
    for (const name of ["latitude", "longitude"]) {
      const degrees = theirs.map((snapshot) => Number(snapshot[name]));
      const [least, most] = [Math.min(...degrees) - 0.12, Math.max(...degrees) + 0.12];
      const outside = ours.filter(({ [name]: at }) => Number(at) < least || Number(at) > most);
      expect(outside).toEqual([]);
    }
  });

  it.skipIf(isAbsent)(`show the published light for as full a station${because}`, () => {
    const filled = ({ dock_bikes: bikes, total_bases: bases }: Snapshot) =>
      Number(bikes) / Number(bases);
    const theirs = JSON.parse(readFileSync(file, "utf8")) as Snapshot[];
    const alike = theirs.filter((snapshot) => {
      const nearest = ours.reduce((best, other) =>
        Math.abs(filled(other) - filled(snapshot)) < Math.abs(filled(best) - filled(snapshot))
          ? other
          : best,
      );
      return nearest["light"] === snapshot["light"];
    });
    expect(alike.length / theirs.length).toBeGreaterThan(0.9);
  });
});

describe("snapshots in the format of today", () => {
  it("have a point in place of two texts, and otherwise all that the first had", () => {
    const [first, present] = [inFirst[0] as Snapshot, inPresent[0] as Snapshot];
    const { latitude, longitude, ...kept } = first;
    expect(present).toMatchObject(kept);
    expect(present["geometry"]).toEqual({
      type: "Point",
      coordinates: [Number(longitude), Number(latitude)],
    });
    const added = Object.keys(present).filter((name) => !(name in first));
    expect(added).toEqual([
      "geometry",
      "code_district",
      "district",
      "virtualDelete",
      "geofenced_capacity",
    ]);
  });

  it("add up", () => {
    const wrong = inPresent.filter(
      ({ dock_bikes: bikes, free_bases: free, total_bases: bases }) =>
        Number(bikes) + Number(free) !== bases,
    );
    expect(wrong).toEqual([]);
  });
});
