import { Weighted } from "../weighted.ts";

/** What a visitor does, in the order in which a purchase comes about. */
export type Step =
  | "page_view"
  | "search"
  | "product_view"
  | "add_to_cart"
  | "checkout"
  | "purchase";

/** What the app reports of itself in between: it does not move the visitor. */
export type Report = "log" | "error";

type Shares = Readonly<Partial<Record<Step, number>>>;

export const entryShares: Shares = { page_view: 0.55, search: 0.15, product_view: 0.3 };

/** Where a visitor goes next, while the session lasts. */
export const nextShares: Readonly<Record<Step, Shares>> = {
  page_view: { page_view: 0.35, search: 0.2, product_view: 0.45 },
  search: { page_view: 0.15, search: 0.2, product_view: 0.65 },
  product_view: { page_view: 0.24, search: 0.17, product_view: 0.48, add_to_cart: 0.11 },
  add_to_cart: { page_view: 0.15, search: 0.1, product_view: 0.4, checkout: 0.35 },
  checkout: { page_view: 0.2, product_view: 0.2, purchase: 0.6 },
  purchase: { page_view: 0.6, search: 0.15, product_view: 0.25 },
};

/** Chance that an event is its session's last: lengths are geometric with a mean of 14 events. */
export const endChance = 1 / 14;

/** Chance that an event is a report rather than a step: apps log, browsers seldom do. */
export const reportChance = { mobile: 0.2, web: 0.03 } as const;

/** Share of the reports that are errors. */
export const errorShare = 0.08;

export const entrySteps = Weighted.fromShares(entryShares);

export const nextSteps: Readonly<Record<Step, Weighted<Step>>> = {
  page_view: Weighted.fromShares(nextShares.page_view),
  search: Weighted.fromShares(nextShares.search),
  product_view: Weighted.fromShares(nextShares.product_view),
  add_to_cart: Weighted.fromShares(nextShares.add_to_cart),
  checkout: Weighted.fromShares(nextShares.checkout),
  purchase: Weighted.fromShares(nextShares.purchase),
};
