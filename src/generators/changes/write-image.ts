import { encoded, type EventWriter } from "../event-writer.ts";
import type { OrderStatus } from "./order-life.ts";
import type { CustomerImage, Image, LineImage, OrderImage, Tier } from "./row.ts";

/** Writes a row's columns as an object, and null where there is no row. */
export function writeImage(event: EventWriter, image: Image | undefined): void {
  switch (image?.table) {
    case undefined:
      return event.bytes(none);
    case "customers":
      return writeCustomer(event, image);
    case "orders":
      return writeOrder(event, image);
    case "order_lines":
      return writeLine(event, image);
  }
}

const none = encoded("null");
const end = encoded("}");
const id = encoded('{"id":');
const updatedAt = encoded(',"updated_at":');

const email = encoded(',"email":"u');
const tier = (name: Tier) => encoded(`@example.com","tier":"${name}"`);
const tierColumns: Readonly<Record<Tier, Uint8Array>> = {
  bronze: tier("bronze"),
  silver: tier("silver"),
  gold: tier("gold"),
};

function writeCustomer(event: EventWriter, image: CustomerImage): void {
  event.bytes(id);
  event.integer(image.id);
  event.bytes(email);
  event.hex32(image.mail);
  event.bytes(tierColumns[image.tier]);
  event.bytes(updatedAt);
  event.instant(image.updatedMs);
  event.bytes(end);
}

const customerId = encoded(',"customer_id":');
const status = (name: OrderStatus) => encoded(`,"status":"${name}","total_cents":`);
const statusColumns: Readonly<Record<OrderStatus, Uint8Array>> = {
  placed: status("placed"),
  paid: status("paid"),
  shipped: status("shipped"),
  delivered: status("delivered"),
  cancelled: status("cancelled"),
};
const placedAt = encoded(',"placed_at":');

function writeOrder(event: EventWriter, image: OrderImage): void {
  event.bytes(id);
  event.integer(image.id);
  event.bytes(customerId);
  event.integer(image.customerId);
  event.bytes(statusColumns[image.status]);
  event.integer(image.totalCents);
  event.bytes(placedAt);
  event.instant(image.placedMs);
  event.bytes(updatedAt);
  event.instant(image.updatedMs);
  event.bytes(end);
}

const orderId = encoded('{"order_id":');
const lineNumber = encoded(',"line_no":');
const sku = encoded(',"sku":"A-');
const quantity = encoded('","quantity":');
const priceCents = encoded(',"price_cents":');

function writeLine(event: EventWriter, image: LineImage): void {
  event.bytes(orderId);
  event.integer(image.orderId);
  event.bytes(lineNumber);
  event.integer(image.lineNumber);
  event.bytes(sku);
  event.integer(image.sku);
  event.bytes(quantity);
  event.integer(image.quantity);
  event.bytes(priceCents);
  event.integer(image.priceCents);
  event.bytes(end);
}
