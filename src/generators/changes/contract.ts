import type { Field, Members } from "../contract.ts";
import { letters, type Table, tiers } from "./row.ts";

const id: Field = { is: "integer", min: 1, max: Number.MAX_SAFE_INTEGER };
const cents: Field = { is: "integer", min: 0, max: 100_000_000 };
const text = (lengthMax: number): Field => ({ is: "text", lengthMax });

/** The columns of each table. */
const rows: Readonly<Record<Table, Members>> = {
  customers: {
    id,
    email: text(80),
    tier: { is: "one-of", values: tiers },
    updated_at: { is: "instant" },
  },
  orders: {
    id,
    customer_id: id,
    status: { is: "one-of", values: ["placed", "paid", "shipped", "delivered", "cancelled"] },
    total_cents: cents,
    placed_at: { is: "instant" },
    updated_at: { is: "instant" },
  },
  order_lines: {
    order_id: id,
    line_no: { is: "integer", min: 1, max: 10_000 },
    sku: text(12),
    quantity: { is: "integer", min: 1, max: 10_000 },
    price_cents: cents,
  },
};

/** Debezium's envelope around the images that an operation has. */
function payload(table: Table, images: { readonly before: Field; readonly after: Field }): Members {
  const source: Members = {
    version: text(20),
    connector: text(20),
    name: text(20),
    snapshot: { is: "one-of", values: ["true", "false", "last"] },
    db: text(20),
    schema: text(20),
    table: { is: "one-of", values: [table] },
    ts_ms: { is: "integer", min: 0, max: Number.MAX_SAFE_INTEGER },
    txId: id,
    lsn: id,
  };
  const transaction: Members = { id: text(40), total_order: id, data_collection_order: id };
  const members: Members = {
    ...images,
    source: { is: "object", members: source },
    op: { is: "one-of", values: Object.values(letters) },
    ts_ms: { is: "integer", min: 0, max: Number.MAX_SAFE_INTEGER },
    transaction: { is: "object", nullable: true, members: transaction },
  };
  return { payload: { is: "object", members } };
}

/** The types of a table's events: an insert has no row before it, a delete none after it. */
function typesOf(table: Table): Readonly<Record<string, Members>> {
  const row: Field = { is: "object", members: rows[table] };
  const none: Field = { is: "null" };
  return {
    [`${table}.insert`]: payload(table, { before: none, after: row }),
    [`${table}.update`]: payload(table, { before: row, after: row }),
    [`${table}.delete`]: payload(table, { before: row, after: none }),
  };
}

/** What each type of event has besides the members of every event. */
export const rowTypes: Readonly<Record<string, Members>> = {
  ...typesOf("customers"),
  ...typesOf("orders"),
  ...typesOf("order_lines"),
};
