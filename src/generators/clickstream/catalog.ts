import { Random } from "../../core/random.ts";
import { encoded, type EventWriter } from "../event-writer.ts";
import { Weighted, zipfWeights } from "../weighted.ts";
import { Zipf } from "../zipf.ts";

/** Products and pages are looked at by Zipf's law: the one of rank n as often as n^-1. */
export const zipfExponent = 1;
export const productCount = 20_000;

const categories = ["shoes", "shirts", "jackets", "bags", "sports", "home", "toys", "electronics"];

/** The most popular first: the entrances, then five listings of each category. */
export const pages: readonly string[] = [
  "/",
  "/new",
  "/sale",
  "/women",
  "/men",
  "/kids",
  "/stores",
  "/help",
  "/account",
  ...[1, 2, 3, 4, 5].flatMap((list) => categories.map((category) => `/c/${category}/${list}`)),
];

/** One shop for every seed: the product of rank n (from 0) is `P-n`, the most popular first. */
const categoryOf = new Uint8Array(productCount);
const priceCentsOf = new Int32Array(productCount);
const shop = Random.from("clickstream", "catalog");
for (let product = 0; product < productCount; product++) {
  priceCentsOf[product] = 495 + 100 * Math.floor(shop.exponential(40));
  categoryOf[product] = shop.below(categories.length);
}

const byPopularity = new Zipf(productCount, zipfExponent);

const productId = encoded(',"productId":"P-');
const categoryMembers = categories.map((name) => encoded(`","category":"${name}","priceCents":`));
const pageMembers = new Weighted(
  pages.map((page) => encoded(`,"page":"${page}","loadMs":`)),
  zipfWeights(pages.length, zipfExponent),
);

/** The rank of a product, drawn by popularity. */
export function drawProduct(random: Random): number {
  return byPopularity.draw(random);
}

export function priceCents(product: number): number {
  return priceCentsOf[product] as number;
}

/** Writes the members of a product. */
export function writeProduct(event: EventWriter, product: number): void {
  event.bytes(productId);
  event.digits(product, 5);
  event.bytes(categoryMembers[categoryOf[product] as number] as Uint8Array);
  event.integer(priceCents(product));
}

/** A page's members of an event, up to the time that it took to load. Drawn by popularity. */
export function drawPage(random: Random): Uint8Array {
  return pageMembers.pick(random);
}
