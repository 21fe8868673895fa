import { describe, expect, it } from "vitest";
import { type Hash64, SetDigest } from "../core/hash.ts";
import { contractViolation } from "./contracts.ts";
import type { Planted } from "./copies.ts";
import { decodeEventId } from "./event-id.ts";
import type { Generator } from "./generator.ts";
import { createStripe, type GeneratedRecord, recordHash, type Stripe } from "./stripe.ts";
import { generators } from "./table.ts";

const midnight = Date.parse("2026-06-15T00:00:00Z");

const planted: Planted = {
  natural: 0.02,
  synthetic: 0.01,
  malformed: 0.005,
  beyondWindow: 0.2,
  withinDelayMs: [100, 2_000],
  beyondDelayMs: [5_000, 8_000],
};

interface Play {
  readonly generator?: Generator;
  readonly seed?: number;
  readonly stripe?: number;
  readonly planted?: Planted;
  readonly records: number;
  /** Real time between two slots. */
  readonly gapMs?: number;
}

/** One stripe, its slots evenly spaced, a day in two minutes. */
function play(options: Play): GeneratedRecord[] {
  const { generator = generators.iot, seed = 1, stripe = 0, gapMs = 1, records } = options;
  const made: Stripe = createStripe({
    seed,
    source: 2,
    generator,
    stripe,
    ratePerSecond: 4,
    planted: options.planted ?? planted,
    startDayEpochMs: midnight,
  });
  return Array.from({ length: records }, (_, i) =>
    made.next({ us: i * gapMs * 1_000, dayEpochMs: midnight + i * gapMs * 720 }),
  );
}

function parsed({ payload }: GeneratedRecord): Record<string, unknown> {
  return JSON.parse(`{${payload.toString()}`) as Record<string, unknown>;
}

function refused(record: GeneratedRecord): boolean {
  try {
    return contractViolation(parsed(record)) !== undefined;
  } catch {
    return true;
  }
}

function digestOf(records: readonly GeneratedRecord[]): string {
  const digest = new SetDigest();
  for (const record of records) digest.add(recordHash(record));
  return digest.toString();
}

describe.each(Object.values(generators))("a stripe of $name", (generator: Generator) => {
  it("is the same for the same seed, and another for another", () => {
    const digest = (seed: number, stripe: number) =>
      digestOf(play({ generator, seed, stripe, records: 3_000 }));
    expect(digest(1, 0)).toBe(digest(1, 0));
    expect(digest(1, 0)).not.toBe(digest(2, 0));
    expect(digest(1, 0)).not.toBe(digest(1, 1));
  });

  it("makes bodies of 90 to 900 bytes, which the contract takes unless they are malformed", () => {
    const wrong = play({ generator, stripe: 7, records: 100_000, gapMs: 3 }).filter((record) => {
      const bytes = 1 + record.payload.length;
      return bytes < 90 || bytes > 900 || refused(record) !== (record.kind === "malformed");
    });
    expect(wrong.map(({ kind, payload }) => `${kind}: ${payload.toString()}`)).toEqual([]);
  });

  it("gives each event an id of its own, as the first member", () => {
    const events = play({ generator, stripe: 7, records: 2_000 }).filter(
      ({ kind }) => kind === "unique",
    );
    for (const { sequence, payload } of events) {
      const [, eventId] = /^"eventId":"([^"]+)"/.exec(payload.toString()) ?? [];
      expect(decodeEventId(eventId ?? "")).toEqual({ source: 2, stripe: 7, sequence });
    }
  });
});

describe("planting", () => {
  const records = play({ records: 200_000 });
  const duplicates = records.flatMap((copy) => {
    const { duplicate } = copy;
    if (!duplicate) return [];
    const original = records[duplicate.origin / generators.iot.stripes] as GeneratedRecord;
    return [{ ...duplicate, copy, original }];
  });

  it("keeps to the stated shares", () => {
    const shares = {
      malformed: records.filter(({ kind }) => kind === "malformed").length,
      natural: duplicates.filter(({ kind }) => kind === "natural").length,
      synthetic: duplicates.filter(({ kind }) => kind === "synthetic").length,
    };
    const off = Object.entries(shares).filter(([name, counted]) => {
      const expected = planted[name as keyof typeof shares] * records.length;
      // Four standard deviations, and the copies that the end of the run cut off.
      return Math.abs(counted - expected) > 4 * Math.sqrt(expected) + 45;
    });
    expect(off).toEqual([]);
    const beyond = duplicates.filter(({ beyondWindow }) => beyondWindow).length;
    expect(beyond / duplicates.length).toBeCloseTo(planted.beyondWindow, 1);
  });

  it("sends each copy within its range, as soon as there is a slot", () => {
    for (const { beyondWindow, copy, original } of duplicates) {
      const delayMs = (copy.intendedUs - original.intendedUs) / 1_000;
      const [least, most] = beyondWindow ? planted.beyondDelayMs : planted.withinDelayMs;
      expect(delayMs).toBeGreaterThanOrEqual(least);
      // A slot may be taken by another copy or by a malformed record: a few more are waited for.
      expect(delayMs).toBeLessThanOrEqual(most + 10);
    }
  });

  it("copies an event once at most, and only valid ones", () => {
    expect(new Set(duplicates.map(({ origin }) => origin)).size).toBe(duplicates.length);
    expect(duplicates.every(({ original }) => original.kind === "unique")).toBe(true);
  });

  it("repeats natural copies exactly, synthetic ones by event id and key alone", () => {
    for (const { kind, copy, original } of duplicates) {
      expect(copy.partitionKey).toBe(original.partitionKey);
      expect(copy.payload.equals(original.payload)).toBe(kind === "natural");
      if (kind === "natural") continue;
      expect(parsed(copy)).toMatchObject({ eventId: parsed(original)["eventId"], retry: 1 });
    }
  });

  it("numbers records densely, and fits them into the ordinals of the source", () => {
    const { stripes } = generators.iot;
    for (const [index, record] of play({ stripe: 9, records: 2_000 }).entries()) {
      expect(record).toMatchObject({ source: 2, stripe: 9, sequence: index });
      expect(record.ordinal).toBe(index * stripes + 9);
      expect(record.duplicate?.ordinal ?? record.ordinal).toBe(record.ordinal);
    }
  });

  it("leaves a copy out rather than send it between the two classes", () => {
    for (const { duplicate, intendedUs } of play({ records: 5_000, gapMs: 3_300 })) {
      if (!duplicate || duplicate.beyondWindow) continue;
      const originUs = (duplicate.origin / generators.iot.stripes) * 3_300_000;
      expect(intendedUs - originUs).toBeLessThanOrEqual(3_500_000);
    }
  });

  it("plants nothing where nothing is asked for", () => {
    const none = { ...planted, natural: 0, synthetic: 0, malformed: 0 };
    const kinds = new Set(play({ planted: none, records: 5_000 }).map(({ kind }) => kind));
    expect([...kinds]).toEqual(["unique"]);
  });

  it("refuses more copies than there are events to copy", () => {
    const many = { ...planted, natural: 0.6 };
    expect(() => play({ planted: many, records: 1 })).toThrow(RangeError);
  });
});

describe("the hash of a record", () => {
  it("depends on every part of it", () => {
    const record = play({ records: 1 })[0] as GeneratedRecord;
    const text = ({ high, low }: Hash64) => `${high} ${low}`;
    const hashes = [
      record,
      { ...record, source: 1 },
      { ...record, stripe: 1 },
      { ...record, sequence: 1 },
      { ...record, intendedUs: record.intendedUs + 1 },
      { ...record, intendedUs: record.intendedUs + 2 ** 32 },
      { ...record, partitionKey: "another" },
      { ...record, payload: Buffer.from("another") },
    ].map((changed) => text(recordHash(changed)));
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});
