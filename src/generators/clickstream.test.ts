import { describe, expect, it } from "vitest";
import { Random } from "../core/random.ts";
import { productCount, zipfExponent } from "./clickstream/catalog.ts";
import {
  endChance,
  entryShares,
  errorShare,
  nextShares,
  reportChance,
  type Report,
  type Step,
} from "./clickstream/funnel.ts";
import { mobileShare } from "./clickstream/visitors.ts";
import { clickstream, meanGapSeconds } from "./clickstream.ts";
import { zipfWeights } from "./weighted.ts";

const noon = Date.parse("2026-06-15T12:00:00Z");

interface Event {
  readonly type: Step | Report;
  readonly sessionId: string;
  readonly event: number;
  readonly productId?: string;
}

function play(options: { stripe?: number; ratePerSecond: number; events: number }) {
  const { stripe = 0, ratePerSecond, events } = options;
  const random = Random.from("clickstream", stripe);
  const setting = { stripe, stripes: 64, ratePerSecond, startDayEpochMs: noon };
  const population = clickstream.populate({ random, ...setting });
  return Array.from({ length: events }, (_, i) => {
    const us = (i / ratePerSecond) * 1_000_000;
    const { partitionKey, body } = population.next({ us, dayEpochMs: noon }, "id");
    return { us, partitionKey, event: JSON.parse(body) as Event };
  });
}

/** The shares of the types in the long run, by walking all sessions of one platform at once. */
function expectedShares(reports: number): Map<Step | Report, number> {
  type State = Step | "entry";
  let at = new Map<State, number>([["entry", 1]]);
  let made = new Map<Step | Report, number>();
  for (let i = 0; i < 500; i++) {
    const after = new Map<State, number>();
    made = new Map();
    const end = (state: State, mass: number) => {
      after.set(state, (after.get(state) ?? 0) + mass * (1 - endChance));
      after.set("entry", (after.get("entry") ?? 0) + mass * endChance);
    };
    for (const [state, mass] of at) {
      end(state, mass * reports);
      const next = Object.entries(state === "entry" ? entryShares : nextShares[state]);
      for (const [step, share] of next as [Step, number][]) {
        const moved = mass * (1 - reports) * share;
        made.set(step, (made.get(step) ?? 0) + moved);
        end(step, moved);
      }
    }
    at = after;
  }
  return made.set("error", reports * errorShare).set("log", reports * (1 - errorShare));
}

describe("clickstream", () => {
  const played = play({ ratePerSecond: 20, events: 200_000 });

  it("makes event types in the shares that the funnel leads to", () => {
    const mobile = mobileShare(noon);
    const [onMobile, onWeb] = [reportChance.mobile, reportChance.web].map(expectedShares);
    const ratios = [...(onMobile ?? [])].map(([type, share]) => {
      const expected = share * mobile + (onWeb?.get(type) ?? 0) * (1 - mobile);
      const observed = played.filter(({ event }) => event.type === type).length / played.length;
      return { type, ratio: observed / expected };
    });
    expect(ratios).toHaveLength(8);
    expect(ratios.filter(({ ratio }) => ratio < 0.92 || ratio > 1.08)).toEqual([]);
  });

  it("shows products by Zipf's law", () => {
    const views = played.filter(({ event }) => event.type === "product_view");
    const weights = zipfWeights(productCount, zipfExponent);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const views0 = views.filter(({ event }) => event.productId === "P-00000").length;
    const views9 = views.filter(({ event }) => event.productId === "P-00009").length;
    expect(views0 / views.length).toBeCloseTo(1 / total, 2);
    expect(views9 / views.length).toBeCloseTo(0.1 / total, 2);
  });

  it("leaves a mean of 90 s between two events of a session", () => {
    const last = new Map<string, number>();
    let gaps = 0;
    let gapsUs = 0;
    for (const { us, partitionKey } of played) {
      const before = last.get(partitionKey);
      if (before !== undefined) {
        gaps++;
        gapsUs += us - before;
      }
      last.set(partitionKey, us);
    }
    expect(gapsUs / gaps / 1_000_000 / meanGapSeconds).toBeCloseTo(1, 1);
  });

  it("has as many sessions at once as the rate keeps busy", () => {
    // In one mean gap, 1 − 1/e of the sessions that are there are heard of.
    const during = played.slice(0, 20 * meanGapSeconds);
    const heardOf = new Set(during.map(({ partitionKey }) => partitionKey)).size;
    const expected = 20 * meanGapSeconds * (1 - Math.exp(-1));
    expect(heardOf / expected).toBeGreaterThan(0.95);
    expect(heardOf / expected).toBeLessThan(1.1);
  });

  it("numbers a session's events, and begins amid sessions that are under way", () => {
    const last = new Map<string, number>();
    const misnumbered = played.filter(({ event: { sessionId, event } }) => {
      const before = last.get(sessionId) ?? event - 1;
      last.set(sessionId, event);
      return event !== before + 1;
    });
    expect(misnumbered).toEqual([]);
    const first = played.slice(0, 500).map(({ event }) => event.event);
    const mean = first.reduce((sum, value) => sum + value, 0) / first.length;
    expect(mean).toBeGreaterThan(10);
    expect(mean).toBeLessThan(18);
  });

  it("keys records by session, and shares no key between stripes", () => {
    const here = new Set(played.map(({ partitionKey }) => partitionKey));
    expect(played.every(({ partitionKey, event }) => partitionKey === event.sessionId)).toBe(true);
    const there = play({ stripe: 1, ratePerSecond: 20, events: 5_000 });
    expect(there.some(({ partitionKey }) => here.has(partitionKey))).toBe(false);
  });
});
