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

/**
 * Where a visitor goes next, while the session lasts. A checkout follows on a cart alone, and a
 * purchase on a checkout alone: of the looks at a product 11 % end in the cart, of the carts 35 %
 * at once in a checkout, of the checkouts 60 % in a purchase.
 */
export const nextShares: Readonly<Record<Step, Shares>> = {
  page_view: { page_view: 0.35, search: 0.2, product_view: 0.45 },
  search: { page_view: 0.15, search: 0.2, product_view: 0.65 },
  product_view: { page_view: 0.24, search: 0.17, product_view: 0.48, add_to_cart: 0.11 },
  add_to_cart: { page_view: 0.15, search: 0.1, product_view: 0.4, checkout: 0.35 },
  checkout: { page_view: 0.2, product_view: 0.2, purchase: 0.6 },
  purchase: { page_view: 0.6, search: 0.15, product_view: 0.25 },
};

/** Chance that an event is a report rather than a step: apps log, browsers seldom do. */
export const reportChance = { mobile: 0.2, web: 0.03 } as const;

/** Share of the reports that are errors. */
export const errorShare = 0.08;

const steps = Object.keys(nextShares) as readonly Step[];

/** All types of event; a step has the same number as in `steps`. */
export const types: readonly (Step | Report)[] = [...steps, "log", "error"];

export const numberOf = {
  cart: steps.indexOf("add_to_cart"),
  purchase: steps.indexOf("purchase"),
  productView: steps.indexOf("product_view"),
  log: types.indexOf("log"),
  error: types.indexOf("error"),
} as const;

/** Draws the number of a session's first step. */
export const entry: Weighted<number> = numbered(entryShares);

/** By the number of a step: draws that of the next. */
export const next: readonly Weighted<number>[] = steps.map((step) => numbered(nextShares[step]));

function numbered(shares: Shares): Weighted<number> {
  return new Weighted(
    steps.map((_, number) => number),
    steps.map((step) => shares[step] ?? 0),
  );
}
