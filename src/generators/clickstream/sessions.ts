import type { Random } from "../../core/random.ts";
import { encoded, type EventWriter } from "../event-writer.ts";
import { type Agent, agents } from "./agents.ts";
import { drawProduct, priceCents } from "./catalog.ts";
import { type Standing, writeDetails } from "./details.ts";
import {
  entry,
  errorShare,
  next,
  numberOf,
  reportChance,
  type Report,
  type Step,
  types,
} from "./funnel.ts";
import { drawVisitor, type Visitor, writeVisitor } from "./visitors.ts";

const sessionId = encoded(',"sessionId":"');
const userId = encoded('","userId":"');
const eventNumber = encoded(',"event":');

/** Where a session's numbers are in its row. */
const column = {
  noise: 0,
  serial: 1,
  agent: 2,
  arrival: 3,
  user: 4,
  visit: 5,
  length: 6,
  events: 7,
  step: 8,
  product: 9,
  cartItems: 10,
  cartCents: 11,
} as const;

/** A cache line: 16 numbers of 4 bytes. */
const rowLength = 16;

/** The step of a session that has had none. */
const noStep = -1;

/**
 * The sessions of a stripe, on their way through the funnel. A day has 84,000 of them at once, and
 * each event belongs to another: what takes time is to fetch a session from memory. So it is a row
 * of numbers in one array, in place of an object with texts, and `at` says which one is at hand.
 */
export class Sessions implements Standing, Visitor {
  readonly #random: Random;
  readonly #idFront: Uint8Array;
  readonly #rows: Int32Array;
  #row = 0;
  #begun = 0;

  constructor(random: Random, { count, stripe }: { count: number; stripe: number }) {
    this.#random = random;
    this.#idFront = encoded(`s${stripe.toString(16).padStart(2, "0")}`);
    this.#rows = new Int32Array(count * rowLength);
  }

  /** Turns to a session. */
  at(session: number): this {
    this.#row = session * rowLength;
    return this;
  }

  /** Whether the event that was made last is the session's last. */
  get isOver(): boolean {
    return this.#get(column.events) >= this.#get(column.length);
  }

  get agent(): number {
    return this.#get(column.agent);
  }

  get arrival(): number {
    return this.#get(column.arrival);
  }

  get user(): number {
    return this.#get(column.user);
  }

  get visit(): number {
    return this.#get(column.visit);
  }

  get product(): number {
    return this.#get(column.product);
  }

  get cartItems(): number {
    return this.#get(column.cartItems);
  }

  get cartCents(): number {
    return this.#get(column.cartCents);
  }

  /** A new session takes the place of the one at hand. It will have `length` events. */
  begin(dayEpochMs: number, length: number): void {
    const { agent, arrival, user, visit } = drawVisitor(this.#random, dayEpochMs);
    this.#set(column.noise, this.#random.uint32());
    this.#set(column.serial, this.#begun++);
    this.#set(column.agent, agent);
    this.#set(column.arrival, arrival);
    this.#set(column.user, user);
    this.#set(column.visit, visit);
    this.#set(column.length, length);
    this.#set(column.events, 0);
    this.#set(column.step, noStep);
    this.#emptyCart();
  }

  /** Moves on by one event; answers the number of its type. */
  advance(): number {
    const random = this.#random;
    this.#set(column.events, this.#get(column.events) + 1);
    const step = this.#get(column.step);
    if (step === numberOf.purchase) this.#emptyCart();
    const { isMobile } = agents[this.agent] as Agent;
    if (random.chance(isMobile ? reportChance.mobile : reportChance.web)) {
      return random.chance(errorShare) ? numberOf.error : numberOf.log;
    }
    const after = (step === noStep ? entry : (next[step] as typeof entry)).pick(random);
    this.#take(after);
    return after;
  }

  /** Writes the members of the event that was made last; answers the session's id. */
  write(type: number, event: EventWriter): string {
    event.bytes(sessionId);
    const mark = event.mark;
    event.bytes(this.#idFront);
    event.hex32(this.#get(column.noise));
    event.integer(this.#get(column.serial));
    const id = event.since(mark);
    event.bytes(userId);
    writeVisitor(event, this);
    event.bytes(eventNumber);
    event.integer(this.#get(column.events));
    writeDetails(types[type] as Step | Report, event, { standing: this, random: this.#random });
    return id;
  }

  #take(step: number): void {
    this.#set(column.step, step);
    if (step === numberOf.productView) this.#set(column.product, drawProduct(this.#random));
    if (step === numberOf.cart) {
      this.#set(column.cartItems, this.cartItems + 1);
      this.#set(column.cartCents, this.cartCents + priceCents(this.product));
    }
  }

  /** An order has taken all that was in it. */
  #emptyCart(): void {
    this.#set(column.cartItems, 0);
    this.#set(column.cartCents, 0);
  }

  #get(at: number): number {
    return this.#rows[this.#row + at] as number;
  }

  #set(at: number, value: number): void {
    this.#rows[this.#row + at] = value;
  }
}
