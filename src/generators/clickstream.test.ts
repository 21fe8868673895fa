import { describe, expect, it } from "vitest";
import { chiSquareMisfit } from "../../test/support/goodness-of-fit.ts";
import { countsOf, groupedBy } from "../../test/support/samples.ts";
import { Random } from "../core/random.ts";
import { pages, productCount, zipfExponent } from "./clickstream/catalog.ts";
import {
  entryShares,
  errorShare,
  nextShares,
  reportChance,
  type Step,
} from "./clickstream/funnel.ts";
import { gapMaxSeconds, gapShares, meanGapSeconds } from "./clickstream/gaps.ts";
import { sessionLengthShares } from "./clickstream/session-lengths.ts";
import { clickstream } from "./clickstream.ts";
import { zipfWeights } from "./weighted.ts";

const noon = Date.parse("2026-06-15T12:00:00Z");
const ratePerSecond = 5;

interface Event {
  readonly type: Step | "log" | "error";
  readonly sessionId: string;
  readonly platform: string;
  readonly event: number;
  readonly productId?: string;
  readonly page?: string;
}

function play({ stripe = 0, events }: { stripe?: number; events: number }) {
  const random = Random.from("clickstream", stripe);
  const setting = { stripe, stripes: 64, ratePerSecond, startDayEpochMs: noon };
  const population = clickstream.populate({ random, ...setting });
  return Array.from({ length: events }, (_, i) => {
    const us = (i / ratePerSecond) * 1_000_000;
    const { partitionKey, body } = population.next({ us, dayEpochMs: noon }, "id");
    return { us, partitionKey, event: JSON.parse(body) as Event };
  });
}

/** Shares by name, of what has its place in the list for a name; the tail is put together. */
function binned(shares: readonly number[], upTo: number): Record<string, number> {
  const named = shares.slice(0, upTo).map((share, index) => [String(index + 1), share] as const);
  const rest = shares.slice(upTo).reduce((sum, share) => sum + share, 0);
  return Object.fromEntries([...named, ["more", rest]]);
}

const bin = (value: number, upTo: number) => (value <= upTo ? String(value) : "more");

describe("clickstream", () => {
  const played = play({ events: 120_000 });
  const sessions = groupedBy(played, ({ partitionKey }) => partitionKey);
  // Sessions that are known from their first event, and that had the time to end.
  const durationUs = (played.at(-1)?.us ?? 0) - 4 * 3_600_000_000;
  const whole = [...sessions.values()].filter(
    ([first]) => first?.event.event === 1 && first.us < durationUs,
  );

  it("has sessions of lengths that follow the law of surfing, with a mean of 14 events", () => {
    const lengths = whole.map((events) => events.length);
    const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
    expect(Math.abs(mean / 14 - 1)).toBeLessThan(0.04);
    const counts = countsOf(lengths.map((length) => bin(length, 40)));
    expect(chiSquareMisfit(counts, binned(sessionLengthShares, 40))).toBeLessThan(1);
  });

  it("leaves log-normal gaps between the events of a session, of 90 s on average", () => {
    const mean = gapShares.reduce((sum, share, index) => sum + share * (index + 1), 0);
    expect(Math.abs(mean / meanGapSeconds - 1)).toBeLessThan(0.005);
    const gaps = whole.flatMap((events) =>
      events.slice(1).map(({ us }, i) => (us - (events[i] as { us: number }).us) / 1_000_000),
    );
    const observed = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    expect(Math.abs(observed / mean - 1)).toBeLessThan(0.03);
    // Real time and the sessions' clock differ by some seconds: the largest distance is bounded.
    const sorted = gaps.toSorted((a, b) => a - b);
    let cumulated = 0;
    const distances = gapShares.map((share, index) => {
      cumulated += share;
      return Math.abs(cumulated - below(sorted, index + 1.5) / sorted.length);
    });
    expect(Math.max(...distances)).toBeLessThan(0.02);
    expect(sorted.at(-1)).toBeLessThan(gapMaxSeconds * 1.1);
  });

  it("leads from one step to the next in the stated shares", () => {
    const misfits = Object.entries({ entry: entryShares, ...nextShares }).map(([from, shares]) => {
      const followed = whole.flatMap((events) => {
        const steps = events.map(({ event }) => event.type).filter((type) => type in nextShares);
        if (from === "entry") return steps.slice(0, 1);
        return steps.slice(1).filter((_, i) => steps[i] === from);
      });
      return { from, fits: chiSquareMisfit(countsOf(followed), shares) < 1 };
    });
    expect(misfits.filter(({ fits }) => !fits)).toEqual([]);
    expect(misfits).toHaveLength(7);
  });

  it("sells nothing that is not in the cart of the session", () => {
    const bought = whole.flatMap((events) => {
      const steps = events.map(({ event }) => event.type).filter((type) => type in nextShares);
      return steps.flatMap((type, i) => (type === "purchase" ? [steps.slice(i - 2, i)] : []));
    });
    expect(bought.length).toBeGreaterThan(100);
    expect(
      bought.filter(([cart, checkout]) => `${cart} ${checkout}` !== "add_to_cart checkout"),
    ).toEqual([]);
  });

  it("has its apps log, and seldom its browsers", () => {
    for (const [kind, share] of Object.entries(reportChance)) {
      const types = played
        .filter(({ event }) => (event.platform === "web") === (kind === "web"))
        .map(({ event: { type } }) => (type === "log" || type === "error" ? type : "step"));
      const shares = { step: 1 - share, log: share * (1 - errorShare), error: share * errorShare };
      expect(chiSquareMisfit(countsOf(types), shares)).toBeLessThan(1);
    }
  });

  it("shows products and pages by Zipf's law", () => {
    const shown = played.flatMap(({ event: { type, productId } }) =>
      type === "product_view" && productId ? [Number(productId.slice(2)) + 1] : [],
    );
    const products = countsOf(shown.map((rank) => bin(rank, 300)));
    const productShares = binned(zipfWeights(productCount, zipfExponent), 300);
    expect(chiSquareMisfit(products, productShares)).toBeLessThan(1);
    const seen = played.flatMap(({ event: { page } }) => (page === undefined ? [] : [page]));
    const weights = zipfWeights(pages.length, zipfExponent);
    const pageShares = Object.fromEntries(pages.map((page, rank) => [page, weights[rank] ?? 0]));
    expect(chiSquareMisfit(countsOf(seen), pageShares)).toBeLessThan(1);
  });

  it("numbers a session's events, and begins amid sessions that are under way", () => {
    const misnumbered = [...sessions.values()].filter((events) =>
      events.slice(1).some(({ event }, i) => event.event !== (events[i]?.event.event ?? 0) + 1),
    );
    expect(misnumbered).toEqual([]);
    const first = played.slice(0, 500).map(({ event }) => event.event);
    const mean = first.reduce((sum, value) => sum + value, 0) / first.length;
    const later = played.slice(-500).map(({ event }) => event.event);
    const meanLater = later.reduce((sum, value) => sum + value, 0) / later.length;
    expect(Math.abs(mean / meanLater - 1)).toBeLessThan(0.25);
  });

  it("keys records by session, and shares no key between stripes", () => {
    expect(played.every(({ partitionKey, event }) => partitionKey === event.sessionId)).toBe(true);
    const there = play({ stripe: 1, events: 5_000 });
    expect(there.some(({ partitionKey }) => sessions.has(partitionKey))).toBe(false);
  });
});

/** How many of the sorted values lie below the bound. */
function below(sorted: readonly number[], bound: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
