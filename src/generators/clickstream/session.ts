import type { Random } from "../../core/random.ts";
import { popularProduct, type Product } from "./catalog.ts";
import {
  endChance,
  entrySteps,
  errorShare,
  nextSteps,
  reportChance,
  type Report,
  type Step,
} from "./funnel.ts";
import { drawPlatform, drawVisitor, type Platform } from "./visitors.ts";

/** A visitor on the way through the funnel. */
export class Session {
  /** The members that all events of the session share, as JSON text. */
  readonly members: string;
  readonly id: string;
  readonly #random: Random;
  readonly #platform: Platform;
  #step: Step | undefined;
  #product: Product;
  #events = 0;
  #cartItems = 0;
  #cartCents = 0;

  constructor(id: string, random: Random, dayEpochMs: number) {
    this.id = id;
    this.#random = random;
    this.#platform = drawPlatform(random, dayEpochMs);
    // Joined, not concatenated: V8 then writes the text in one piece, and not anew for each event.
    this.members = [`"sessionId":"${id}"`, ...drawVisitor(random, this.#platform)].join(",");
    this.#product = popularProduct(random);
  }

  /** Events so far. */
  get events(): number {
    return this.#events;
  }

  /** Moves on by one event; answers its type. */
  advance(): Step | Report {
    this.#events++;
    const reports = this.#platform === "web" ? reportChance.web : reportChance.mobile;
    if (this.#random.chance(reports)) return this.#random.chance(errorShare) ? "error" : "log";
    const steps = this.#step === undefined ? entrySteps : nextSteps[this.#step];
    this.#take(steps.pick(this.#random));
    return this.#step as Step;
  }

  /** Draws whether the event that was made last is the session's last. */
  ends(): boolean {
    return this.#random.chance(endChance);
  }

  /** The members of an event of this type alone, as JSON text. */
  details(type: Step | Report): string {
    const random = this.#random;
    switch (type) {
      case "page_view":
        return `"page":"${random.pick(pages)}","loadMs":${120 + random.below(1_800)}`;
      case "search":
        return `"query":"${random.pick(queries)}","results":${random.below(240)}`;
      case "product_view":
        return `${this.#product.members},"position":${1 + random.below(40)}`;
      case "add_to_cart":
        return `${this.#product.members},"cartItems":${this.#cartItems}`;
      case "checkout":
        return `"cartItems":${this.#cartItems},"cartCents":${this.#cartCents}`;
      case "purchase":
        return this.#purchase();
      case "log":
        return `${random.pick(logs)},"durationMs":${4 + random.below(900)}`;
      case "error":
        return `${random.pick(errors)},"code":${500 + random.below(20)}`;
    }
  }

  #take(step: Step): void {
    this.#step = step;
    if (step === "product_view") this.#product = popularProduct(this.#random);
    if (step === "add_to_cart") {
      this.#cartItems++;
      this.#cartCents += this.#product.priceCents;
    }
  }

  /** An order takes all that is in the cart. */
  #purchase(): string {
    const payment = this.#random.pick(payments);
    const order =
      `"orderId":"o-${this.#random.uint32()}","cartItems":${this.#cartItems},` +
      `"cartCents":${this.#cartCents},"payment":"${payment}"`;
    this.#cartItems = 0;
    this.#cartCents = 0;
    return order;
  }
}

export const payments = ["card", "wallet", "transfer", "bizum"];

const pages = ["/", "/new", "/sale", "/women", "/men", "/kids", "/stores", "/help", "/account"];

const queries = ["zapatillas", "abrigo", "vestido", "running", "mochila", "camiseta", "regalo"];

const logs = [
  '"level":"info","logger":"net.http","message":"GET /v2/catalog 200"',
  '"level":"info","logger":"net.http","message":"GET /v2/prices 200"',
  '"level":"info","logger":"ui.lifecycle","message":"screen resumed"',
  '"level":"debug","logger":"cache.images","message":"evicted 12 entries"',
  '"level":"warn","logger":"net.http","message":"retry 1 after timeout"',
];

const errors = [
  '"level":"error","logger":"net.http","message":"upstream timed out"',
  '"level":"error","logger":"checkout.payment","message":"authorization refused"',
  '"level":"error","logger":"ui.render","message":"layout failed in ProductCard:112"',
];
