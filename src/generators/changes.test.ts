import { describe, expect, it } from "vitest";
import { chiSquareMisfit, kolmogorovSmirnovMisfit } from "../../test/support/goodness-of-fit.ts";
import { countsOf, groupedBy } from "../../test/support/samples.ts";
import { Random } from "../core/random.ts";
import { meanStepSeconds, rowsPerTransaction } from "./changes/database.ts";
import {
  amendmentShares,
  customerShare,
  lineShares,
  type OrderStatus,
  type OrderStep,
  statusAfter,
  stepShares,
} from "./changes/order-life.ts";
import { letters, type Operation, type Table } from "./changes/row.ts";
import { changes } from "./changes.ts";

const noon = Date.parse("2026-06-15T12:00:00Z");
const ratePerSecond = 8;

interface Image {
  readonly id?: number;
  readonly customer_id?: number;
  readonly order_id?: number;
  readonly line_no?: number;
  readonly status?: OrderStatus;
  readonly total_cents?: number;
  readonly quantity?: number;
  readonly price_cents?: number;
}

interface Event {
  readonly type: `${Table}.${Operation}`;
  readonly timestamp: string;
  readonly payload: {
    readonly before: Image | null;
    readonly after: Image | null;
    readonly source: { table: Table; ts_ms: number; txId: number; lsn: number };
    readonly op: string;
    readonly ts_ms: number;
    readonly transaction: { id: string; total_order: number; data_collection_order: number };
  };
}

function play(stripe: number, events: number) {
  const random = Random.from("changes", stripe);
  const setting = { stripe, stripes: changes.stripes, ratePerSecond, startDayEpochMs: noon };
  const population = changes.populate({ random, ...setting });
  return Array.from({ length: events }, (_, i) => {
    const us = (i / ratePerSecond) * 1_000_000;
    const { partitionKey, body } = population.next({ us, dayEpochMs: noon + us / 1_000 }, "id");
    return { us, partitionKey, ...(JSON.parse(body) as Event) };
  });
}

/** What a transaction did to its order, by the rows that it changed. */
function stepOf(rows: readonly Event[]): OrderStep | "place" | undefined {
  const order = rows.find(({ payload }) => payload.source.table === "orders")?.payload;
  if (!order) return undefined;
  if (order.op === "c") return "place";
  if (order.op === "d") return "purge";
  const status = order.after?.status;
  if (status === order.before?.status) return "amend";
  const steps = Object.entries(statusAfter) as [keyof typeof statusAfter, OrderStatus][];
  return steps.find(([, after]) => after === status)?.[0];
}

describe("changes", () => {
  const played = play(5, 24_000);
  /** Without the last, which may be cut off. */
  const transactions = [...groupedBy(played, ({ payload }) => payload.transaction.id).values()]
    .slice(0, -1)
    .map((rows) => ({ rows, step: stepOf(rows) }));
  const ofOrders = transactions.filter(({ step }) => step !== undefined);

  it("gives as the image before each change the one that the last change left", () => {
    const images = new Map<string, Image | null>();
    const wrong = played.filter(({ partitionKey, payload }) => {
      const last = images.get(partitionKey);
      images.set(partitionKey, payload.after);
      // Of the rows that were there at the start, the first image is not known.
      const isFirst = last === undefined;
      return !isFirst && JSON.stringify(last) !== JSON.stringify(payload.before);
    });
    expect(wrong).toEqual([]);
    expect(played.length - images.size).toBeGreaterThan(10_000);
  });

  it("has the images that its operation has, and names it in three places alike", () => {
    const wrong = played.filter(({ type, payload: { before, after, op, source } }) => {
      const [table, operation] = type.split(".") as [Table, Operation];
      if (table !== source.table || letters[operation] !== op) return true;
      return (before === null) !== (op === "c") || (after === null) !== (op === "d");
    });
    expect(wrong).toEqual([]);
  });

  it("leaves no row without the one that it refers to", () => {
    const gone = new Set<string>();
    const wrong: Event[] = [];
    for (const event of played) {
      const { partitionKey, payload } = event;
      const { customer_id, order_id } = payload.after ?? {};
      if (gone.has(`customers:${customer_id}`) || gone.has(`orders:${order_id}`)) wrong.push(event);
      // A key is never used again.
      if (gone.has(partitionKey)) wrong.push(event);
      if (payload.op === "d") gone.add(partitionKey);
    }
    expect(wrong).toEqual([]);
    expect([...gone].filter((key) => key.startsWith("customers:")).length).toBeGreaterThan(20);
  });

  it("keeps each order's total the sum of its lines, at the end of each transaction", () => {
    const lines = new Map<string, Image>();
    const known = new Map<number, string[]>();
    for (const { rows, step } of transactions) {
      for (const { partitionKey, payload } of rows) {
        if (payload.source.table !== "order_lines") continue;
        if (payload.after) lines.set(partitionKey, payload.after);
        else lines.delete(partitionKey);
        const order = (payload.after ?? payload.before)?.order_id ?? 0;
        if (step === "place") known.set(order, [...(known.get(order) ?? []), partitionKey]);
        else if (payload.op === "c") known.get(order)?.push(partitionKey);
      }
      const order = rows.find(({ payload }) => payload.source.table === "orders")?.payload.after;
      const keys = known.get(order?.id ?? 0);
      if (!order || !keys) continue;
      const amounts = keys.map((key) => {
        const { quantity = 0, price_cents = 0 } = lines.get(key) ?? {};
        return quantity * price_cents;
      });
      expect(order.total_cents).toBe(amounts.reduce((sum, amount) => sum + amount, 0));
    }
    expect(known.size).toBeGreaterThan(1_000);
  });

  it("tells a transaction's rows one after the other, numbered, of one commit", () => {
    const wrong = transactions.filter(({ rows }) => {
      const tables = new Map<Table, number>();
      return rows.some(({ payload: { source, transaction } }, i) => {
        const ofTable = (tables.get(source.table) ?? 0) + 1;
        tables.set(source.table, ofTable);
        if (transaction.total_order !== i + 1) return true;
        if (transaction.data_collection_order !== ofTable) return true;
        return source.ts_ms !== rows[0]?.payload.source.ts_ms;
      });
    });
    expect(wrong).toEqual([]);
    const ids = transactions.map(({ rows }) => rows[0]?.payload.source.txId ?? 0);
    expect(ids.filter((id, i) => i > 0 && id <= (ids[i - 1] ?? 0))).toEqual([]);
    const positions = played.map(({ payload }) => payload.source.lsn);
    expect(positions.filter((lsn, i) => i > 0 && lsn <= (positions[i - 1] ?? 0))).toEqual([]);
    const late = played.filter(({ payload, timestamp }) => {
      return payload.source.ts_ms > payload.ts_ms || payload.ts_ms !== Date.parse(timestamp);
    });
    expect(late).toEqual([]);
  });

  it.each(Object.entries(stepShares))("takes %s orders on in the stated shares", (from, shares) => {
    const next = ofOrders.flatMap(({ rows, step }) => {
      const order = rows.find(({ payload }) => payload.source.table === "orders")?.payload;
      return step !== "place" && order?.before?.status === from ? (step ?? []) : [];
    });
    expect(next.length).toBeGreaterThan(100);
    const only = Object.keys(shares).length === 1;
    if (only) expect(new Set(next)).toEqual(new Set(Object.keys(shares)));
    else expect(chiSquareMisfit(countsOf(next), shares)).toBeLessThan(1);
  });

  it("places orders with as many lines as stated", () => {
    const placed = ofOrders.filter(({ step }) => step === "place");
    const lines = placed.map(({ rows }) =>
      String(rows.filter(({ payload }) => payload.source.table === "order_lines").length),
    );
    expect(chiSquareMisfit(countsOf(lines), lineShares)).toBeLessThan(1);
  });

  it("amends orders as stated, where they have more than one line", () => {
    const names = { u: "quantity", c: "line added", d: "line removed" } as const;
    // Only an added line can be told from its rows alone: the last line is never removed.
    const amendments = ofOrders
      .filter(({ step }) => step === "amend")
      .map(({ rows }) => names[rows[0]?.payload.op as keyof typeof names]);
    const added = amendmentShares["line added"];
    const isAdded = amendments.map((name) => (name === "line added" ? "added" : "other"));
    expect(chiSquareMisfit(countsOf(isAdded), { added, other: 1 - added })).toBeLessThan(1);
    expect(countsOf(amendments).get("line removed")).toBeGreaterThan(20);
  });

  it("changes customers alone as often as stated, and as many rows at once", () => {
    const kinds = transactions.map(({ step }) => (step ? "order" : "customer"));
    const shares = { customer: customerShare, order: 1 - customerShare };
    expect(chiSquareMisfit(countsOf(kinds), shares)).toBeLessThan(1);
    expect(played.length / transactions.length / rowsPerTransaction).toBeCloseTo(1, 1);
  });

  it("leaves gaps without memory between an order's transactions, 30 s on average", () => {
    const last = new Map<number, number>();
    const gaps = ofOrders.flatMap(({ rows }) => {
      const row = rows.find(({ payload }) => payload.source.table === "orders");
      const { id = 0 } = row?.payload.after ?? row?.payload.before ?? {};
      const [us, before] = [rows[0]?.us ?? 0, last.get(id)];
      last.set(id, us);
      return before === undefined ? [] : [(us - before) / 1_000_000];
    });
    const sample = gaps.filter((_, i) => i % 10 === 0);
    const misfit = kolmogorovSmirnovMisfit(sample, (s) => 1 - Math.exp(-s / meanStepSeconds));
    expect(misfit).toBeLessThan(1);
  });

  it("shares no key between stripes", () => {
    const here = new Set(played.map(({ partitionKey }) => partitionKey));
    const there = play(6, 2_000);
    expect(there.filter(({ partitionKey }) => here.has(partitionKey))).toEqual([]);
  });
});
