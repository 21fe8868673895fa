import type { StripeSetting } from "../generator.ts";
import { CustomerAccount } from "./customer-account.ts";
import { Order } from "./order.ts";
import { customerDeletionChance, customerShare } from "./order-life.ts";
import type { RowChange } from "./row.ts";

/** Mean gap between two transactions of one order, in real time. */
export const meanStepSeconds = 30;

/** Rows that a transaction changes on average; it follows from the shares of `order-life.ts`. */
export const rowsPerTransaction = 1.89;

/** Transactions that an order may have behind it at the start: enough to forget how it began. */
const warmUpStepsMax = 12;

/**
 * A shop's database, or one shard of it: three tables, with as many customers as orders, changed by
 * transactions that leave no row without the one that it refers to. A transaction is about any of
 * the orders alike, or about a customer; an order that is purged makes room for the next.
 */
export class Database {
  readonly #setting: StripeSetting;
  readonly #customers: (CustomerAccount | undefined)[];
  readonly #orders: (Order | undefined)[];
  #customerIds = 0;
  #orderIds = 0;

  constructor(setting: StripeSetting) {
    const transactionsPerSecond = setting.ratePerSecond / rowsPerTransaction;
    const active = transactionsPerSecond * (1 - customerShare) * meanStepSeconds;
    const orders = Math.max(1, Math.round(active));
    this.#setting = setting;
    this.#customers = Array.from({ length: orders });
    this.#orders = Array.from({ length: orders });
    this.#warmUp(setting.startDayEpochMs);
  }

  /** The rows of the next transaction, in the order of its statements. */
  transact(dayMs: number): readonly RowChange[] {
    const { random } = this.#setting;
    if (random.chance(customerShare)) return [this.#changeCustomer(dayMs)];
    return this.#changeOrder(random.below(this.#orders.length), dayMs);
  }

  #warmUp(dayMs: number): void {
    for (let at = 0; at < this.#customers.length; at++) this.#register(at, dayMs);
    for (let at = 0; at < this.#orders.length; at++) {
      const transactions = this.#setting.random.below(warmUpStepsMax);
      for (let i = 0; i < transactions; i++) this.#changeOrder(at, dayMs);
    }
  }

  #changeCustomer(dayMs: number): RowChange {
    const { random } = this.#setting;
    const at = random.below(this.#customers.length);
    const customer = this.#customers[at];
    if (!customer) return this.#register(at, dayMs).change;
    const isDeleted = customer.openOrders === 0 && random.chance(customerDeletionChance);
    if (!isDeleted) return customer.edit(dayMs);
    this.#customers[at] = undefined;
    return customer.delete();
  }

  #changeOrder(at: number, dayMs: number): readonly RowChange[] {
    const order = this.#orders[at];
    if (!order) return this.#place(at, dayMs);
    const changes = order.advance(dayMs);
    if (order.isPurged) this.#orders[at] = undefined;
    return changes;
  }

  /** Who orders for the first time is registered in the same transaction. */
  #place(at: number, dayMs: number): readonly RowChange[] {
    const { random } = this.#setting;
    const buyer = random.below(this.#customers.length);
    const known = this.#customers[buyer];
    const { customer, change } = known
      ? { customer: known, change: undefined }
      : this.#register(buyer, dayMs);
    const order = new Order(this.#id(this.#orderIds++), { random, customer, dayMs });
    this.#orders[at] = order;
    return change ? [change, ...order.place()] : order.place();
  }

  #register(at: number, dayMs: number): { customer: CustomerAccount; change: RowChange } {
    const { random } = this.#setting;
    const customer = new CustomerAccount(this.#id(this.#customerIds++), { random, dayMs });
    this.#customers[at] = customer;
    return { customer, change: customer.register() };
  }

  /** Shards draw from one range of ids: each has those that leave its own remainder. */
  #id(count: number): number {
    return (count + 1) * this.#setting.stripes + this.#setting.stripe;
  }
}
