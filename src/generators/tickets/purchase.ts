import type { Random } from "../../core/random.ts";
import { encoded, type EventWriter } from "../event-writer.ts";
import { Weighted } from "../weighted.ts";
import type { Sale } from "./sale.ts";

export type TicketEvent =
  | "SeatsReserved"
  | "PaymentReceived"
  | "TicketsIssued"
  | "ReservationExpired"
  | "SeatsReleased";

/** Chance that a buyer lets the reservation expire. */
export const expiryChance = 0.18;

/** How many seats a buyer wants, by share. The last buyers of a sale take what is left. */
export const seatShares: Readonly<Record<string, number>> = {
  1: 0.24,
  2: 0.46,
  3: 0.11,
  4: 0.13,
  5: 0.03,
  6: 0.03,
};

export const seatsMax = 6;

/** How purchases are paid, by share. */
export const paymentShares = { card: 0.62, bizum: 0.21, wallet: 0.13, voucher: 0.04 } as const;

const buyers = 500_000;
const seatsWanted = Weighted.fromShares(seatShares);
const paymentMethods = new Weighted(
  Object.keys(paymentShares).map((method) => encoded(`,"method":"${method}"}`)),
  Object.values(paymentShares),
);

const purchaseId = encoded(',"purchaseId":"p-');
const buyerId = encoded('","buyerId":"b');
const seatsFront = encoded('","seats":[');
const amount = encoded('],"amountCents":');
const ticketsFront = encoded(',"tickets":[');
const ticketsEnd = encoded("]}");
const end = encoded("}");

/**
 * One buyer's purchase. Its steps, of which each is a message of the sale's group:
 *
 *     SeatsReserved ── PaymentReceived ── TicketsIssued
 *           └───────── ReservationExpired ── SeatsReleased
 */
export class Purchase {
  readonly #sale: Sale;
  readonly #random: Random;
  readonly #seats: readonly number[];
  readonly #idHigh: number;
  readonly #idLow: number;
  readonly #buyer: number;
  #last: TicketEvent | undefined;

  constructor(sale: Sale, random: Random) {
    this.#sale = sale;
    this.#random = random;
    this.#seats = sale.take(Number(seatsWanted.pick(random)));
    this.#idHigh = random.uint32();
    this.#idLow = random.uint32();
    this.#buyer = random.below(buyers);
  }

  /** The message group. */
  get group(): string {
    return this.#sale.group;
  }

  get isOver(): boolean {
    return this.#last === "TicketsIssued" || this.#last === "SeatsReleased";
  }

  /** Takes the next step; answers its type. */
  advance(): TicketEvent {
    this.#last = this.#next();
    if (this.#last === "SeatsReleased") this.#sale.giveBack(this.#seats);
    return this.#last;
  }

  /** Writes the message of its last step: what follows the timestamp, and its end. */
  write(event: EventWriter): void {
    this.#sale.writeFront(event);
    event.bytes(purchaseId);
    event.hex32(this.#idHigh);
    event.hex32(this.#idLow);
    event.bytes(buyerId);
    event.integer(this.#buyer);
    event.bytes(seatsFront);
    this.#sale.writeSeats(event, this.#seats);
    event.bytes(amount);
    event.integer(this.#sale.priceCentsOf(this.#seats));
    this.#writeEnd(event);
  }

  #next(): TicketEvent {
    switch (this.#last) {
      case undefined:
        return "SeatsReserved";
      case "SeatsReserved":
        return this.#random.chance(expiryChance) ? "ReservationExpired" : "PaymentReceived";
      case "PaymentReceived":
        return "TicketsIssued";
      case "ReservationExpired":
        return "SeatsReleased";
      case "TicketsIssued":
      case "SeatsReleased":
        throw new Error(`a purchase goes on after ${this.#last}`);
    }
  }

  #writeEnd(event: EventWriter): void {
    if (this.#last === "PaymentReceived") return event.bytes(paymentMethods.pick(this.#random));
    if (this.#last !== "TicketsIssued") return event.bytes(end);
    event.bytes(ticketsFront);
    this.#sale.writeTickets(event, this.#seats.length);
    event.bytes(ticketsEnd);
  }
}
