import { Weighted } from "../weighted.ts";

export type OrderStatus = "placed" | "paid" | "shipped" | "delivered" | "cancelled";

/** What a transaction does to an order that is there. A purge deletes it with its lines. */
export type OrderStep = "pay" | "amend" | "cancel" | "ship" | "deliver" | "purge";

/** What happens next to an order of each status. What has no share is not legal. */
export const stepShares: Readonly<
  Record<OrderStatus, Readonly<Partial<Record<OrderStep, number>>>>
> = {
  placed: { pay: 0.76, amend: 0.14, cancel: 0.1 },
  paid: { ship: 0.94, cancel: 0.06 },
  shipped: { deliver: 1 },
  delivered: { purge: 1 },
  cancelled: { purge: 1 },
};

/** The status that a step leads to. To amend an order leaves it as it is. */
export const statusAfter: Readonly<Record<Exclude<OrderStep, "amend" | "purge">, OrderStatus>> = {
  pay: "paid",
  cancel: "cancelled",
  ship: "shipped",
  deliver: "delivered",
};

/** How an order is amended. The last line of an order is not removed, but changed. */
export type Amendment = "quantity" | "line added" | "line removed";

export const amendmentShares: Readonly<Record<Amendment, number>> = {
  quantity: 0.5,
  "line added": 0.3,
  "line removed": 0.2,
};

/** Lines of an order when it is placed, by share. */
export const lineShares: Readonly<Record<string, number>> = {
  1: 0.38,
  2: 0.27,
  3: 0.16,
  4: 0.09,
  5: 0.06,
  6: 0.04,
};

/** Share of the transactions that are about a customer alone. */
export const customerShare = 0.1;

/** Chance that such a transaction deletes the customer, where no order refers to it. */
export const customerDeletionChance = 0.1;

export const steps: Readonly<Record<OrderStatus, Weighted<OrderStep>>> = {
  placed: Weighted.fromShares(stepShares.placed),
  paid: Weighted.fromShares(stepShares.paid),
  shipped: Weighted.fromShares(stepShares.shipped),
  delivered: Weighted.fromShares(stepShares.delivered),
  cancelled: Weighted.fromShares(stepShares.cancelled),
};

export const amendments = Weighted.fromShares(amendmentShares);
export const lineCounts = Weighted.fromShares(lineShares);
