import type { OrderStatus } from "./order-life.ts";

/** All columns of a row as they were at one time. Times are in milliseconds since the epoch. */
export type Image = CustomerImage | OrderImage | LineImage;

export type Table = Image["table"];

export interface CustomerImage {
  readonly table: "customers";
  readonly id: number;
  /** Its address for mail, by a number of 32 bits. */
  readonly mail: number;
  readonly tier: Tier;
  readonly updatedMs: number;
}

export interface OrderImage {
  readonly table: "orders";
  readonly id: number;
  readonly customerId: number;
  readonly status: OrderStatus;
  readonly totalCents: number;
  readonly placedMs: number;
  readonly updatedMs: number;
}

export interface LineImage {
  readonly table: "order_lines";
  readonly orderId: number;
  readonly lineNumber: number;
  readonly sku: number;
  readonly quantity: number;
  readonly priceCents: number;
}

export const tiers = ["bronze", "silver", "gold"] as const;
export type Tier = (typeof tiers)[number];

/** What a statement did to one row. */
export type RowChange =
  | { readonly operation: "insert"; readonly before?: never; readonly after: Image }
  | { readonly operation: "update"; readonly before: Image; readonly after: Image }
  | { readonly operation: "delete"; readonly before: Image; readonly after?: never };

export type Operation = RowChange["operation"];

/** Debezium's letters for them. */
export const letters: Readonly<Record<Operation, string>> = {
  insert: "c",
  update: "u",
  delete: "d",
};

/** The change to a row that had one image, or none, and has another. */
export function changed(before: Image | undefined, after: Image): RowChange {
  return before ? { operation: "update", before, after } : { operation: "insert", after };
}

/** A row by its table and the columns of its key: rows of two tables may have the same number. */
export function primaryKeyOf(image: Image): string {
  if (image.table === "order_lines") return `order_lines:${image.orderId}:${image.lineNumber}`;
  return `${image.table}:${image.id}`;
}
