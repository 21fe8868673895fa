import { describe, expect, it } from "vitest";
import { chiSquareMisfit, kolmogorovSmirnovMisfit } from "../../test/support/goodness-of-fit.ts";
import { countsOf, groupedBy } from "../../test/support/samples.ts";
import { Random } from "../core/random.ts";
import { eventIds } from "./event-id.ts";
import {
  answers,
  type CustomerEvent,
  newestVersionShare,
  nextShares,
  schemaVersions,
  type Status,
  statusAfter,
} from "./customers/life.ts";
import { customers, meanGapSeconds } from "./customers.ts";

const noon = Date.parse("2026-06-15T12:00:00Z");
const ratePerSecond = 2;
const atOnce = ratePerSecond * meanGapSeconds;

interface Event {
  readonly eventId: string;
  readonly type: CustomerEvent;
  readonly customerId: string;
  readonly schemaVersion: number;
  readonly aggregateVersion: number;
  readonly causationId: string;
  readonly correlationId: string;
}

function play(stripe: number, events: number) {
  const random = Random.from("customers", stripe);
  const setting = { stripe, stripes: customers.stripes, ratePerSecond, startDayEpochMs: noon };
  const idOf = eventIds(1, { source: 0, stripe });
  const population = customers.populate({ random, ...setting });
  return Array.from({ length: events }, (_, i) => {
    const us = (i / ratePerSecond) * 1_000_000;
    const { partitionKey, body } = population.next({ us, dayEpochMs: noon }, idOf(i));
    return { us, partitionKey, ...(JSON.parse(body) as Event) };
  });
}

describe("customers", () => {
  const played = play(3, 24_000);
  const lives = groupedBy(played, ({ customerId }) => customerId);
  /** Lives of which the run has seen the beginning. */
  const whole = [...lives.values()].filter(([first]) => first?.type === "CustomerCreated");

  /** Each event of a whole life but the first, with the status that it found. */
  const moves = whole.flatMap((life) => {
    let status: Status = "unverified";
    return life.slice(1).map((event) => {
      const found = status;
      status = statusAfter[event.type] ?? status;
      return { found, event };
    });
  });

  it.each(Object.entries(nextShares))("moves on from %s in the stated shares", (from, shares) => {
    const next = moves.filter(({ found }) => found === from).map(({ event }) => event.type);
    expect(next.length).toBeGreaterThan(400);
    // Legal alone is what has a share: another event would not fit at all.
    expect(chiSquareMisfit(countsOf(next), shares)).toBeLessThan(1);
  });

  it("hears nothing of a customer after the deletion", () => {
    const deleted = whole.filter((life) => life.some(({ type }) => type === "CustomerDeleted"));
    expect(deleted.length).toBeGreaterThan(1_000);
    expect(deleted.filter((life) => life.at(-1)?.type !== "CustomerDeleted")).toEqual([]);
    expect(moves.filter(({ found }) => found === "deleted")).toEqual([]);
  });

  it("counts a customer's versions without a gap, from 1", () => {
    const starts = whole.filter(([first]) => first?.aggregateVersion !== 1);
    const gaps = [...lives.values()].filter((life) =>
      life.some((event, i) => event.aggregateVersion !== (life[0]?.aggregateVersion ?? 0) + i),
    );
    expect([starts, gaps]).toEqual([[], []]);
  });

  it("traces answers to what they answer, and all else to a command of its own", () => {
    const correlations = new Set<string>();
    const wrong = whole.flatMap((life) => {
      const byId = new Map(life.map((event) => [event.eventId, event]));
      return life.filter(({ type, causationId, correlationId }) => {
        const cause = byId.get(causationId);
        const answered = answers[type];
        if (answered) return !cause || !answered.includes(cause.type);
        const isNew = !correlations.has(correlationId);
        correlations.add(correlationId);
        return !isNew || causationId !== correlationId || !causationId.startsWith("cmd-");
      });
    });
    expect(wrong).toEqual([]);
    const byId = new Map(played.map((event) => [event.eventId, event]));
    const strayed = played.filter(({ causationId, correlationId }) => {
      const cause = byId.get(causationId);
      return cause !== undefined && cause.correlationId !== correlationId;
    });
    expect(strayed).toEqual([]);
  });

  it("writes the newest schema version as often as stated, else the one before it", () => {
    const versioned = played.filter(({ type }) => schemaVersions[type] > 1);
    const steps = versioned.map(({ type, schemaVersion }) =>
      schemaVersion === schemaVersions[type] ? "newest" : `${schemaVersion - schemaVersions[type]}`,
    );
    const shares = { newest: newestVersionShare, "-1": 1 - newestVersionShare };
    expect(chiSquareMisfit(countsOf(steps), shares)).toBeLessThan(1);
    const others = played.filter(({ type }) => schemaVersions[type] === 1);
    expect(others.filter(({ schemaVersion }) => schemaVersion !== 1)).toEqual([]);
  });

  it("leaves gaps without memory between a customer's events, 90 s on average", () => {
    // Without ends of the run in sight: a long gap is as likely to be seen as a short one.
    const horizonUs = (played.at(-1)?.us ?? 0) - 10 * meanGapSeconds * 1_000_000;
    const gaps = [...lives.values()].flatMap((life) =>
      life
        .slice(1)
        .flatMap(({ us }, i) => ((life[i]?.us ?? 0) < horizonUs ? [us - (life[i]?.us ?? 0)] : [])),
    );
    const sample = gaps.filter((_, i) => i % 5 === 0).map((us) => us / 1_000_000);
    const misfit = kolmogorovSmirnovMisfit(sample, (s) => 1 - Math.exp(-s / meanGapSeconds));
    expect(misfit).toBeLessThan(1);
  });

  it("begins amid lives, of which there are as many at once as the rate keeps busy", () => {
    const begun = whole.length;
    const deleted = played.filter(({ type }) => type === "CustomerDeleted").length;
    // Each deletion makes room for one; some of the first have not been heard of yet.
    expect(Math.abs(deleted - begun)).toBeLessThan(atOnce * 0.15);
    const first = played.slice(0, 100);
    expect(first.filter(({ aggregateVersion }) => aggregateVersion > 1).length).toBeGreaterThan(70);
    expect(lives.size - begun).toBeGreaterThan(atOnce * 0.75);
    expect(lives.size - begun).toBeLessThanOrEqual(atOnce);
  });

  it("keys records by customer, and shares no key between stripes", () => {
    expect(played.filter(({ partitionKey, customerId }) => partitionKey !== customerId)).toEqual(
      [],
    );
    const there = play(4, 2_000);
    expect(there.filter(({ partitionKey }) => lives.has(partitionKey))).toEqual([]);
  });
});
