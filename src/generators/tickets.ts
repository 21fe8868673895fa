import { validation } from "./contract.ts";
import type { Field } from "./contract.ts";
import { encoded, type EventWriter } from "./event-writer.ts";
import type { Generator, Moment, StripeSetting } from "./generator.ts";
import { paymentShares, Purchase, seatsMax, type TicketEvent } from "./tickets/purchase.ts";
import { Sale } from "./tickets/sale.ts";
import { venues } from "./tickets/venues.ts";
import { Weighted, zipfWeights } from "./weighted.ts";
import { WrittenPopulation } from "./written-population.ts";

/** Mean gap between two steps of one purchase, in real time. */
export const meanStepSeconds = 45;

/** Messages a second that a sale sees on average: it decides how many there are at once. */
const messagesPerSale = 1;

export const zipfExponent = 1;

const head = (type: TicketEvent) => encoded(`,"source":"tickets","type":"${type}","timestamp":`);

const heads: Readonly<Record<TicketEvent, Uint8Array>> = {
  SeatsReserved: head("SeatsReserved"),
  PaymentReceived: head("PaymentReceived"),
  TicketsIssued: head("TicketsIssued"),
  ReservationExpired: head("ReservationExpired"),
  SeatsReleased: head("SeatsReleased"),
};

/**
 * The purchases of a stripe, in the sales that are open. Each message falls to any of the purchases
 * alike, so that the gaps within one have no memory; one that is over makes room for the next.
 */
class BoxOffice extends WrittenPopulation {
  readonly #random: StripeSetting["random"];
  readonly #groupFront: string;
  /** By popularity. */
  readonly #sales: Sale[];
  readonly #ranks: Weighted<number>;
  readonly #purchases: (Purchase | undefined)[];
  #opened = 0;

  constructor({ random, stripe, ratePerSecond }: StripeSetting) {
    super();
    const sales = Math.max(1, Math.round(ratePerSecond / messagesPerSale));
    const ranks = Array.from({ length: sales }, (_, rank) => rank);
    this.#random = random;
    this.#groupFront = `show-${stripe.toString(16).padStart(2, "0")}`;
    this.#sales = ranks.map(() => this.#open());
    this.#ranks = new Weighted(ranks, zipfWeights(sales, zipfExponent));
    const atOnce = Math.max(1, Math.round(ratePerSecond * meanStepSeconds));
    this.#purchases = Array.from({ length: atOnce });
  }

  write({ dayEpochMs }: Moment, event: EventWriter): string {
    const at = this.#random.below(this.#purchases.length);
    const purchase = this.#purchases[at] ?? new Purchase(this.#popularSale(), this.#random);
    event.bytes(heads[purchase.advance()]);
    event.instant(dayEpochMs);
    purchase.write(event);
    this.#purchases[at] = purchase.isOver ? undefined : purchase;
    return purchase.group;
  }

  /** A sale that has seats left. Where one has none, the next opens in its place. */
  #popularSale(): Sale {
    const rank = this.#ranks.pick(this.#random);
    const sale = this.#sales[rank] as Sale;
    if (sale.seatsLeft > 0) return sale;
    return (this.#sales[rank] = this.#open());
  }

  #open(): Sale {
    const serial = (this.#opened++).toString(16).padStart(6, "0");
    return new Sale(this.#groupFront + serial, this.#random);
  }
}

const purchase = {
  messageGroupId: { is: "text", lengthMax: 20 },
  venue: { is: "one-of", values: venues.map(({ name }) => name) },
  sequence: { is: "integer", min: 1, max: 0xffff_ffff },
  purchaseId: { is: "text", lengthMax: 20 },
  buyerId: { is: "text", lengthMax: 12 },
  seats: { is: "list", of: { is: "text", lengthMax: 8 }, countMax: seatsMax },
  amountCents: { is: "integer", min: 1, max: 10_000_000 },
} as const satisfies Readonly<Record<string, Field>>;

const ticketNumbers: Field = {
  is: "list",
  of: { is: "integer", min: 1, max: 1_000_000 },
  countMax: seatsMax,
};

/**
 * Purchases of tickets, made for FIFO queues. The partition key is the message group: one sale of
 * one performance. Its messages are counted from 1 without a gap, a seat is sold once, and its
 * tickets are numbered from 1 in the order in which they are issued. Sales open when the run
 * begins, or when a sale of their rank has no seat left; seats that come back after that stay
 * empty. 18 % of the reservations expire (`expiryChance`); buyers want 1 to 6 seats (`seatShares`,
 * 2.3 on average) in the sales of a stripe by Zipf's law with exponent 1; halls have 120 to 6,000
 * seats (`venues`).
 */
export const tickets: Generator = {
  name: "tickets",
  stripes: 16,
  populate: (setting) => new BoxOffice(setting),
  violation: validation({
    source: "tickets",
    common: purchase,
    types: {
      SeatsReserved: {},
      PaymentReceived: { method: { is: "one-of", values: Object.keys(paymentShares) } },
      TicketsIssued: { tickets: ticketNumbers },
      ReservationExpired: {},
      SeatsReleased: {},
    },
  }),
};
