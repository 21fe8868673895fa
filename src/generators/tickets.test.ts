import { describe, expect, it } from "vitest";
import { chiSquareMisfit, kolmogorovSmirnovMisfit } from "../../test/support/goodness-of-fit.ts";
import { countsOf, groupedBy } from "../../test/support/samples.ts";
import { Random } from "../core/random.ts";
import { expiryChance, paymentShares, seatShares, type TicketEvent } from "./tickets/purchase.ts";
import { venues, zonePricesCents } from "./tickets/venues.ts";
import { meanStepSeconds, tickets, zipfExponent } from "./tickets.ts";
import { zipfWeights } from "./weighted.ts";

const noon = Date.parse("2026-06-15T12:00:00Z");
const ratePerSecond = 8;

interface Message {
  readonly type: TicketEvent;
  readonly messageGroupId: string;
  readonly venue: string;
  readonly sequence: number;
  readonly purchaseId: string;
  readonly seats: readonly string[];
  readonly amountCents: number;
  readonly method?: string;
  readonly tickets?: readonly number[];
}

function play({
  stripe = 0,
  seed = 1,
  events,
}: {
  stripe?: number;
  seed?: number;
  events: number;
}) {
  const random = Random.from("tickets", seed, stripe);
  const setting = { stripe, stripes: tickets.stripes, ratePerSecond, startDayEpochMs: noon };
  const population = tickets.populate({ random, ...setting });
  return Array.from({ length: events }, (_, i) => {
    const us = (i / ratePerSecond) * 1_000_000;
    const { partitionKey, body } = population.next({ us, dayEpochMs: noon }, "id");
    return { us, partitionKey, ...(JSON.parse(body) as Message) };
  });
}

const paths = [
  "SeatsReserved PaymentReceived TicketsIssued",
  "SeatsReserved ReservationExpired SeatsReleased",
];

describe("tickets", () => {
  const played = play({ events: 24_000 });
  const groups = groupedBy(played, ({ messageGroupId }) => messageGroupId);
  const purchases = [...groupedBy(played, ({ purchaseId }) => purchaseId).values()];
  const whole = purchases.filter((messages) => messages.length === 3);

  it("takes each purchase along one of two paths, in the stated shares", () => {
    const taken = whole.map((messages) => messages.map(({ type }) => type).join(" "));
    const [issued, expired] = paths as [string, string];
    const shares = { [issued]: 1 - expiryChance, [expired]: expiryChance };
    expect(chiSquareMisfit(countsOf(taken), shares)).toBeLessThan(1);
    const cutOff = purchases.filter((messages) => messages.length !== 3);
    const beginnings = cutOff.filter((messages) => {
      const so = messages.map(({ type }) => type).join(" ");
      return messages.length < 3 && paths.some((path) => path.startsWith(so));
    });
    expect(beginnings).toEqual(cutOff);
    expect(cutOff.length).toBeLessThanOrEqual(ratePerSecond * meanStepSeconds);
  });

  it("sells each seat to one purchase at a time, and for good once", () => {
    const wrong: unknown[] = [];
    for (const messages of groups.values()) {
      const heldBy = new Map<string, string>();
      for (const message of messages) {
        for (const seat of message.seats) {
          const before = message.type === "SeatsReserved" ? undefined : message.purchaseId;
          if (heldBy.get(seat) !== before) wrong.push(message);
          if (message.type === "SeatsReleased") heldBy.delete(seat);
          else heldBy.set(seat, message.purchaseId);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it("has no more seats than the venue, and sells out before the next sale opens", () => {
    const capacity = new Map(venues.map(({ name, rows, seatsInRow }) => [name, rows * seatsInRow]));
    const seen = [...groups.values()].map((messages) => {
      const seats = new Set(messages.flatMap((message) => message.seats)).size;
      return { seats, capacity: capacity.get(messages[0]?.venue ?? "") ?? 0 };
    });
    expect(seen.filter((sale) => sale.seats > sale.capacity)).toEqual([]);
    // The sales that are open at the end are as many as there were at the start.
    const soldOut = seen.filter((sale) => sale.seats === sale.capacity).length;
    expect(soldOut).toBeGreaterThan(10);
    expect(seen.length - soldOut).toBeLessThanOrEqual(ratePerSecond);
  });

  it("counts a group's messages, and numbers its tickets, from 1 without a gap", () => {
    const dense = (numbers: readonly number[]) => numbers.every((number, i) => number === i + 1);
    for (const messages of groups.values()) {
      expect(dense(messages.map(({ sequence }) => sequence))).toBe(true);
      expect(dense(messages.flatMap((message) => message.tickets ?? []))).toBe(true);
    }
    const issues = played.filter(({ type }) => type === "TicketsIssued");
    const short = issues.filter((message) => message.tickets?.length !== message.seats.length);
    expect(short).toEqual([]);
  });

  it("asks what the seats cost", () => {
    const prices = new Set<number>(zonePricesCents);
    const single = played.filter(({ seats }) => seats.length === 1);
    expect(single.filter(({ amountCents }) => !prices.has(amountCents))).toEqual([]);
    expect(new Set(single.map(({ amountCents }) => amountCents))).toEqual(prices);
  });

  it("sells as many seats at once as buyers want, and takes their money as stated", () => {
    // The last buyers of a sale may get fewer than they wanted: the first of each are looked at.
    const wanted = [...groups.values()].flatMap((messages) => {
      const reservations = messages.filter(({ type }) => type === "SeatsReserved");
      return reservations.slice(0, 30).map(({ seats }) => String(seats.length));
    });
    expect(chiSquareMisfit(countsOf(wanted), seatShares)).toBeLessThan(1);
    const methods = played.flatMap(({ method }) => method ?? []);
    expect(chiSquareMisfit(countsOf(methods), paymentShares)).toBeLessThan(1);
  });

  it("spreads buyers over the sales by Zipf's law", () => {
    // Before the first sale is sold out, a group's number is its rank.
    const ranks = Array.from({ length: 60 }, (_, seed) => play({ seed, events: 40 }))
      .flat()
      .filter(({ type }) => type === "SeatsReserved")
      .map(({ messageGroupId }) => String(parseInt(messageGroupId.slice(-6), 16)));
    const shares = Object.fromEntries(zipfWeights(ratePerSecond, zipfExponent).entries());
    expect(chiSquareMisfit(countsOf(ranks), shares)).toBeLessThan(1);
  });

  it("leaves gaps without memory between a purchase's steps, 45 s on average", () => {
    const gaps = whole.map(([first, second]) => ((second?.us ?? 0) - (first?.us ?? 0)) / 1_000_000);
    const sample = gaps.filter((_, i) => i % 5 === 0);
    const misfit = kolmogorovSmirnovMisfit(sample, (s) => 1 - Math.exp(-s / meanStepSeconds));
    expect(misfit).toBeLessThan(1);
  });

  it("keys records by message group, and shares no group between stripes", () => {
    const keyed = played.filter((message) => message.partitionKey === message.messageGroupId);
    expect(keyed).toHaveLength(played.length);
    const there = play({ stripe: 1, events: 2_000 });
    expect(there.filter(({ partitionKey }) => groups.has(partitionKey))).toEqual([]);
  });
});
