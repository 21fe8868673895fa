import { describe, expect, it } from "vitest";
import { shippedPlan } from "../../test/support/shipped-plan.ts";
import { SetDigest } from "../core/hash.ts";
import { recordHash, type GeneratedRecord } from "../generators/stripe.ts";
import type { Plan } from "../scenario/plan.ts";
import { createSchedule, type Part } from "./schedule.ts";

/** 600 records: of every source, and of every kind. */
const small = { "load.volume": "60/s" };
const plan = shippedPlan("smoke", small);

function play(played: Plan, part?: Part): GeneratedRecord[] {
  const schedule = createSchedule(played, part);
  const records: GeneratedRecord[] = [];
  for (let us = schedule.peekUs(); us < Infinity; us = schedule.peekUs()) {
    records.push(schedule.take());
    expect(records.at(-1)?.intendedUs).toBe(us);
  }
  return records;
}

function digestOf(records: readonly GeneratedRecord[]): string {
  const digest = new SetDigest();
  for (const record of records) digest.add(recordHash(record));
  return digest.toString();
}

/** Every record with its content, in an order that does not depend on who played it. */
function contentsOf(records: readonly GeneratedRecord[]): string[] {
  return records
    .map((record) => {
      const { high, low } = recordHash(record);
      return `${record.source} ${record.ordinal} ${high} ${low}`;
    })
    .sort();
}

const whole = play(plan);

describe("createSchedule", () => {
  it("has as many records of each source as planned, their ordinals dense from 0", () => {
    expect(whole).toHaveLength(600);
    for (const [index, { records, stripes }] of plan.load.sources.entries()) {
      const ours = whole.filter(({ source }) => source === index);
      const ordinals = ours.map(({ ordinal }) => ordinal);
      expect(ordinals).toEqual(Array.from({ length: records }, (_, ordinal) => ordinal));
      for (const { stripe, sequence, ordinal } of ours) {
        expect(sequence * stripes + stripe).toBe(ordinal);
      }
    }
  });

  it("intends every record within the played time, and none before the one that it follows", () => {
    const times = whole.map(({ intendedUs }) => intendedUs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times[0]).toBeGreaterThanOrEqual(0);
    expect(times.at(-1)).toBeLessThan(plan.playback.playedInMs * 1_000);
  });

  it.each([1, 2, 3, 4, 5, 6, 7])("is the union of its parts, which are disjoint, of %i", (of) => {
    const parts = Array.from({ length: of }, (_, index) => play(plan, { index, of }));
    // As lists, not as sets: a record in two parts would be in this one twice.
    expect(contentsOf(parts.flat())).toEqual(contentsOf(whole));
    const merged = new SetDigest();
    for (const part of parts) merged.merge(digestOf(part));
    expect(merged.toString()).toBe(digestOf(whole));
    for (const part of parts) {
      const times = part.map(({ intendedUs }) => intendedUs);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    }
  });

  it("has nothing in a part beyond the stripes", () => {
    expect(play(plan, { index: 99, of: 100 })).toEqual([]);
  });

  it("follows from the seed alone", () => {
    const again = shippedPlan("smoke", { ...small, "load.producer.linger": "200ms" });
    expect(digestOf(play(again))).toBe(digestOf(whole));
    expect(digestOf(play(shippedPlan("smoke", small, 2)))).not.toBe(digestOf(whole));
  });

  it("keeps a partition key to one stripe of one source", () => {
    const homes = new Map<string, Set<string>>();
    for (const { partitionKey, source, stripe } of whole) {
      const home = homes.get(partitionKey) ?? new Set();
      homes.set(partitionKey, home.add(`${source} ${stripe}`));
    }
    expect([...homes.values()].filter((home) => home.size > 1)).toEqual([]);
  });

  it("plants copies after their originals, in the same stripe and with the same key", () => {
    const byPlace = new Map(whole.map((record) => [`${record.source} ${record.ordinal}`, record]));
    const copies = whole.filter(({ kind }) => kind === "duplicate");
    expect(copies.length).toBeGreaterThan(0);
    for (const { source, duplicate, intendedUs, partitionKey, stripe } of copies) {
      const origin = byPlace.get(`${source} ${duplicate?.origin}`);
      expect(origin).toMatchObject({ kind: "unique", partitionKey, stripe });
      expect(origin?.intendedUs).toBeLessThan(intendedUs);
    }
  });
});

const shapes: readonly (readonly [string, Pick<Plan["load"], "curve" | "arrivals">])[] = [
  ["Poisson arrivals on the day's curve", { curve: plan.load.curve, arrivals: "poisson" }],
  ["a ramp from nothing", { curve: { kind: "ramp", from: 0, to: 2 }, arrivals: "regular" }],
  [
    "a wave and a repeat at once, in Poisson arrivals",
    {
      curve: {
        kind: "sum",
        parts: [
          { share: 0.4, curve: { kind: "sine", periods: 2, amplitude: 1 } },
          {
            share: 0.6,
            curve: { kind: "repeat", times: 2.5, curve: { kind: "stairs", weights: [0, 1, 3] } },
          },
        ],
      },
      arrivals: "poisson",
    },
  ],
];

describe.each(shapes)("the schedule of %s", (_, shape) => {
  const shaped = { ...plan, load: { ...plan.load, ...shape } };
  const records = play(shaped);

  it("has exactly as many records as intended, in order, in the played time", () => {
    const times = records.map(({ intendedUs }) => intendedUs);
    expect(times).toHaveLength(plan.load.records);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times.at(-1)).toBeLessThan(plan.playback.playedInMs * 1_000);
    expect(digestOf(play(shaped))).toBe(digestOf(records));
    expect(digestOf(records)).not.toBe(digestOf(whole));
  });

  it.each([2, 3, 5])("is the union of its parts, which are disjoint, of %i", (of) => {
    const parts = Array.from({ length: of }, (__, index) => play(shaped, { index, of }));
    expect(contentsOf(parts.flat())).toEqual(contentsOf(records));
  });
});

describe("a load that keeps its volume", () => {
  const volume: Plan = { ...plan, playback: { ...plan.playback, keep: "volume" } };
  const sent = play(volume);

  it("sends every record at one rate, through the whole of the day", () => {
    const gapUs = (plan.playback.playedInMs * 1_000) / sent.length;
    const off = sent.map(({ intendedUs }, n) => Math.abs(intendedUs / gapUs - n));
    expect(Math.max(...off)).toBeLessThan(plan.load.sources.length + 1);
    const times = sent.map(({ payload }) => /"timestamp":"[^"]*"/.exec(payload.toString())?.[0]);
    const [first = "", last = ""] = [times.find(Boolean), times.findLast(Boolean)];
    const hours = (Date.parse(last.slice(13, -1)) - Date.parse(first.slice(13, -1))) / 3_600_000;
    expect(hours).toBeGreaterThan((plan.playback.spanDayMs / 3_600_000) * 0.95);
  });

  it("is the union of its parts", () => {
    const parts = [0, 1, 2].flatMap((index) => play(volume, { index, of: 3 }));
    expect(contentsOf(parts)).toEqual(contentsOf(sent));
  });
});
