import { payments, Session } from "./clickstream/session.ts";
import { validation } from "./contract.ts";
import type {
  EntityPopulation,
  GeneratedEvent,
  Generator,
  Moment,
  StripeSetting,
} from "./generator.ts";
import { isoInstant } from "./instant.ts";

/** Mean gap between two events of one session, in real time. */
export const meanGapSeconds = 90;

/** Events that a session may have behind it at the start: enough to forget how it began. */
const warmUpEventsMax = 60;

/**
 * The sessions of a stripe. Each event falls to any of them alike, so that the gaps within one have
 * no memory; one that ends makes room for the next, so that their number stays the same.
 */
class Sessions implements EntityPopulation {
  readonly #setting: StripeSetting;
  readonly #idFront: string;
  readonly #active: Session[] = [];
  #begun = 0;

  constructor(setting: StripeSetting) {
    this.#setting = setting;
    this.#idFront = setting.stripe.toString(16).padStart(2, "0");
    this.#warmUp(setting.startDayEpochMs);
  }

  next(moment: Moment, eventId: string): GeneratedEvent {
    const at = this.#setting.random.below(this.#active.length);
    const session = this.#active[at] as Session;
    const type = session.advance();
    const body =
      `{"eventId":"${eventId}","source":"clickstream","type":"${type}",` +
      `"timestamp":"${isoInstant(moment.dayEpochMs)}",${session.members},` +
      `"event":${session.events},${session.details(type)}}`;
    if (session.ends()) this.#active[at] = this.#begin(moment.dayEpochMs);
    return { partitionKey: session.id, body };
  }

  /** A run begins amid the sessions of a day: most of them are under way. */
  #warmUp(dayEpochMs: number): void {
    const count = Math.max(1, Math.round(this.#setting.ratePerSecond * meanGapSeconds));
    while (this.#active.length < count) {
      let session = this.#begin(dayEpochMs);
      for (let events = this.#setting.random.below(warmUpEventsMax); events > 0; events--) {
        session.advance();
        if (session.ends()) session = this.#begin(dayEpochMs);
      }
      this.#active.push(session);
    }
  }

  #begin(dayEpochMs: number): Session {
    const { random } = this.#setting;
    const noise = random.uint32().toString(16).padStart(8, "0");
    const serial = (this.#begun++).toString(36);
    return new Session(`s${this.#idFront}${noise}${serial}`, random, dayEpochMs);
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
  populate: (setting) => new Sessions(setting),
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
