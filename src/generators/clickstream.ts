import type { Random } from "../core/random.ts";
import { payments } from "./clickstream/details.ts";
import { types } from "./clickstream/funnel.ts";
import { drawGap, drawRestOfGap, gapMaxSeconds, meanGapSeconds } from "./clickstream/gaps.ts";
import { drawLength, drawUnderWay } from "./clickstream/session-lengths.ts";
import { Sessions } from "./clickstream/sessions.ts";
import { validation } from "./contract.ts";
import { encoded, type EventWriter } from "./event-writer.ts";
import type { Generator, Moment, StripeSetting } from "./generator.ts";
import { Turns } from "./turns.ts";
import { WrittenPopulation } from "./written-population.ts";

const heads = types.map((type) => encoded(`,"source":"clickstream","type":"${type}","timestamp":`));
const end = encoded("}");

/**
 * Visitors of the shop. A session that ends makes room for the next, so that there are always as
 * many as keep the mean rate busy: rate × 90 s, which is 84,000 of a day of 80 million events.
 */
class Visitors extends WrittenPopulation {
  readonly #random: Random;
  readonly #sessions: Sessions;
  readonly #turns: Turns;

  /** A run begins amid the sessions of a day: all of them are under way. */
  constructor({ random, stripe, ratePerSecond, startDayEpochMs }: StripeSetting) {
    super();
    const count = Math.max(1, Math.round(ratePerSecond * meanGapSeconds));
    this.#random = random;
    this.#sessions = new Sessions(random, { count, stripe });
    for (let session = 0; session < count; session++) {
      const { length, had } = drawUnderWay(random);
      this.#sessions.at(session).begin(startDayEpochMs, length);
      for (let events = 0; events < had; events++) this.#sessions.advance();
    }
    const rests = Array.from({ length: count }, () => drawRestOfGap(random));
    this.#turns = new Turns(gapMaxSeconds, rests);
  }

  write({ dayEpochMs }: Moment, event: EventWriter): string {
    const random = this.#random;
    const turn = this.#turns.take();
    const session = this.#sessions.at(turn);
    const type = session.advance();
    event.bytes(heads[type] as Uint8Array);
    event.instant(dayEpochMs);
    const id = session.write(type, event);
    event.bytes(end);
    if (session.isOver) session.begin(dayEpochMs, drawLength(random));
    this.#turns.putBack(turn, drawGap(random));
    return id;
  }
}

const product = {
  productId: { is: "text", lengthMax: 7 },
  category: { is: "text", lengthMax: 20 },
  priceCents: { is: "integer", min: 1, max: 10_000_000 },
} as const;

const cart = {
  cartItems: { is: "integer", min: 1, max: 10_000 },
  cartCents: { is: "integer", min: 1, max: 1_000_000_000 },
} as const;

const report = {
  level: { is: "one-of", values: ["debug", "info", "warn", "error"] },
  logger: { is: "text", lengthMax: 40 },
  message: { is: "text", lengthMax: 120 },
} as const;

/** Visitors of a shop, in browsers and in its app. The partition key is the session's id. */
export const clickstream: Generator = {
  name: "clickstream",
  stripes: 64,
  populate: (setting) => new Visitors(setting),
  violation: validation({
    source: "clickstream",
    common: {
      sessionId: { is: "text", lengthMax: 32 },
      userId: { is: "text", lengthMax: 16 },
      platform: { is: "one-of", values: ["web", "android", "ios"] },
      userAgent: { is: "text", lengthMax: 200 },
      appVersion: { is: "text", lengthMax: 12, optional: true },
      country: { is: "text", lengthMax: 2 },
      language: { is: "text", lengthMax: 5 },
      referrer: { is: "text", lengthMax: 40 },
      campaign: { is: "text", lengthMax: 40, optional: true },
      medium: { is: "text", lengthMax: 20, optional: true },
      visit: { is: "integer", min: 1, max: 10_000, optional: true },
      event: { is: "integer", min: 1, max: 1_000_000 },
    },
    types: {
      page_view: {
        page: { is: "text", lengthMax: 80 },
        loadMs: { is: "integer", min: 0, max: 60_000 },
      },
      search: {
        query: { is: "text", lengthMax: 80 },
        results: { is: "integer", min: 0, max: 100_000 },
      },
      product_view: { ...product, position: { is: "integer", min: 1, max: 1_000 } },
      add_to_cart: { ...product, cartItems: cart.cartItems },
      checkout: cart,
      purchase: {
        ...cart,
        orderId: { is: "text", lengthMax: 16 },
        payment: { is: "one-of", values: payments },
      },
      log: { ...report, durationMs: { is: "integer", min: 0, max: 600_000 } },
      error: { ...report, code: { is: "integer", min: 100, max: 599 } },
    },
  }),
};
