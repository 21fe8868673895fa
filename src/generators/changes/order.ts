import type { Random } from "../../core/random.ts";
import type { CustomerAccount } from "./customer-account.ts";
import {
  amendments,
  lineCounts,
  type OrderStatus,
  type OrderStep,
  statusAfter,
  steps,
} from "./order-life.ts";
import { changed, type LineImage, type OrderImage, type RowChange } from "./row.ts";

const skus = 4_000;

/** An order with its lines, from the transaction that places it to the one that purges it. */
export class Order {
  readonly #id: number;
  readonly #random: Random;
  readonly #customer: CustomerAccount;
  readonly #placedMs: number;
  #image: OrderImage | undefined;
  readonly #lines: LineImage[] = [];
  #lastLine = 0;
  #status: OrderStatus = "placed";
  #isPurged = false;

  constructor(id: number, options: { random: Random; customer: CustomerAccount; dayMs: number }) {
    this.#id = id;
    this.#random = options.random;
    this.#customer = options.customer;
    this.#placedMs = options.dayMs;
  }

  get isPurged(): boolean {
    return this.#isPurged;
  }

  /** The rows of its first transaction. The order comes before its lines, which refer to it. */
  place(): readonly RowChange[] {
    this.#customer.openOrders++;
    const count = Number(lineCounts.pick(this.#random));
    const lines = Array.from({ length: count }, () => this.#addLine());
    return [this.#write(this.#placedMs), ...lines];
  }

  /** The rows of its next transaction. */
  advance(dayMs: number): readonly RowChange[] {
    const step = steps[this.#status].pick(this.#random);
    if (step === "amend") return [this.#amend(), this.#write(dayMs)];
    if (step === "purge") return this.#purge();
    return [this.#move(step, dayMs)];
  }

  #move(step: Exclude<OrderStep, "amend" | "purge">, dayMs: number): RowChange {
    this.#status = statusAfter[step];
    return this.#write(dayMs);
  }

  #amend(): RowChange {
    const amendment = amendments.pick(this.#random);
    if (amendment === "line added") return this.#addLine();
    const at = this.#random.below(this.#lines.length);
    const before = this.#lines[at] as LineImage;
    if (amendment === "line removed" && this.#lines.length > 1) {
      this.#lines.splice(at, 1);
      return { operation: "delete", before };
    }
    const after = { ...before, quantity: before.quantity + 1 };
    this.#lines[at] = after;
    return changed(before, after);
  }

  /** What refers to a row goes before it. */
  #purge(): readonly RowChange[] {
    this.#customer.openOrders--;
    this.#isPurged = true;
    const images = this.#image ? [...this.#lines, this.#image] : this.#lines;
    return images.map((before) => ({ operation: "delete", before }));
  }

  #addLine(): RowChange {
    const sku = this.#random.below(skus);
    const line: LineImage = {
      table: "order_lines",
      orderId: this.#id,
      lineNumber: ++this.#lastLine,
      sku,
      quantity: 1 + this.#random.below(3),
      // A price belongs to its article.
      priceCents: 495 + ((sku * 7_919) % 20_000),
    };
    this.#lines.push(line);
    return changed(undefined, line);
  }

  #write(updatedMs: number): RowChange {
    let totalCents = 0;
    for (const { quantity, priceCents } of this.#lines) totalCents += quantity * priceCents;
    const before = this.#image;
    const after: OrderImage = {
      table: "orders",
      id: this.#id,
      customerId: this.#customer.id,
      status: this.#status,
      totalCents,
      placedMs: this.#placedMs,
      updatedMs,
    };
    this.#image = after;
    return changed(before, after);
  }
}
