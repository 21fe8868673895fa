export interface Model {
  readonly name: string;
  /** The oldest first. The newest is rolled out in the course of the day: see `rollout.ts`. */
  readonly firmware: readonly string[];
  /** How strongly the time of day shows, from 0 (indoors) to 1 (in the sun). */
  readonly exposure: number;
  readonly baseC: number;
  readonly baseHumidity: number;
  /** Percent of the battery that a reading costs: of one a minute, 77 to 174 days of a charge. */
  readonly drainPercent: number;
}

export const models: readonly Model[] = [
  {
    name: "TH-200",
    firmware: ["2.3.0", "2.4.1", "2.5.0"],
    exposure: 0.2,
    baseC: 22,
    baseHumidity: 42,
    drainPercent: 0.0004,
  },
  {
    name: "TH-310X",
    firmware: ["1.0.8", "1.1.0", "1.2.3"],
    exposure: 0.8,
    baseC: 18,
    baseHumidity: 55,
    drainPercent: 0.0006,
  },
  {
    name: "COLD-4",
    firmware: ["4.0.2", "4.1.7"],
    exposure: 0.05,
    baseC: 4,
    baseHumidity: 70,
    drainPercent: 0.0005,
  },
  {
    name: "STREET-9",
    firmware: ["9.2.0", "9.2.1", "9.3.0", "9.4.0"],
    exposure: 1,
    baseC: 19,
    baseHumidity: 48,
    drainPercent: 0.0009,
  },
];

export const modelShares: readonly number[] = [0.4, 0.25, 0.15, 0.2];

/** Before the roll-out, seven devices of ten have the newest firmware but one. */
export const upToDateShare = 0.7;

/** A site is as large as any other. */
export interface Site {
  readonly name: string;
  readonly longitude: number;
  readonly latitude: number;
}

export const sites: readonly Site[] = [
  { name: "Madrid", longitude: -3.7, latitude: 40.42 },
  { name: "Barcelona", longitude: 2.17, latitude: 41.39 },
  { name: "Valencia", longitude: -0.38, latitude: 39.47 },
  { name: "Sevilla", longitude: -5.98, latitude: 37.39 },
  { name: "Zaragoza", longitude: -0.88, latitude: 41.65 },
  { name: "Bilbao", longitude: -2.93, latitude: 43.26 },
  { name: "Valladolid", longitude: -4.72, latitude: 41.65 },
];
