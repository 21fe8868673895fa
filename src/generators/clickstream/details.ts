import type { Random } from "../../core/random.ts";
import { encoded, type EventWriter } from "../event-writer.ts";
import { drawPage, writeProduct } from "./catalog.ts";
import type { Report, Step } from "./funnel.ts";

/** Where a session stands: what its events tell of. */
export interface Standing {
  /** The product that was looked at last. */
  readonly product: number;
  readonly cartItems: number;
  readonly cartCents: number;
}

export const payments = ["card", "wallet", "transfer", "bizum"];
const queries = ["zapatillas", "abrigo", "vestido", "running", "mochila", "camiseta", "regalo"];

const logs = [
  '"level":"info","logger":"net.http","message":"GET /v2/catalog 200"',
  '"level":"info","logger":"net.http","message":"GET /v2/prices 200"',
  '"level":"info","logger":"ui.lifecycle","message":"screen resumed"',
  '"level":"debug","logger":"cache.images","message":"evicted 12 entries"',
  '"level":"warn","logger":"net.http","message":"retry 1 after timeout"',
].map((report) => encoded(`,${report},"durationMs":`));

const errors = [
  '"level":"error","logger":"net.http","message":"upstream timed out"',
  '"level":"error","logger":"checkout.payment","message":"authorization refused"',
  '"level":"error","logger":"ui.render","message":"layout failed in ProductCard:112"',
].map((report) => encoded(`,${report},"code":`));

const searches = queries.map((query) => encoded(`,"query":"${query}","results":`));
const paidBy = payments.map((payment) => encoded(`,"payment":"${payment}"`));
const position = encoded(',"position":');
const cartItems = encoded(',"cartItems":');
const cartCents = encoded(',"cartCents":');
const order = encoded(',"orderId":"o-');
const orderEnd = encoded('"');

/** Writes the members that an event of this type has and others have not. */
export function writeDetails(
  type: Step | Report,
  event: EventWriter,
  { standing, random }: { readonly standing: Standing; readonly random: Random },
): void {
  switch (type) {
    case "page_view":
      return member(event, drawPage(random), 120 + random.below(1_800));
    case "search":
      return member(event, random.pick(searches), random.below(240));
    case "product_view":
      writeProduct(event, standing.product);
      return member(event, position, 1 + random.below(40));
    case "add_to_cart":
      writeProduct(event, standing.product);
      return member(event, cartItems, standing.cartItems);
    case "checkout":
      return writeCart(event, standing);
    case "purchase":
      member(event, order, random.uint32());
      event.bytes(orderEnd);
      writeCart(event, standing);
      return event.bytes(random.pick(paidBy));
    case "log":
      return member(event, random.pick(logs), 4 + random.below(900));
    case "error":
      return member(event, random.pick(errors), 500 + random.below(20));
  }
}

function writeCart(event: EventWriter, standing: Standing): void {
  member(event, cartItems, standing.cartItems);
  member(event, cartCents, standing.cartCents);
}

function member(event: EventWriter, name: Uint8Array, value: number): void {
  event.bytes(name);
  event.integer(value);
}
