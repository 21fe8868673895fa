import { Random } from "../../core/random.ts";
import { Weighted, zipfWeights } from "../weighted.ts";

export interface Product {
  readonly priceCents: number;
  /** The product's members in an event, as JSON text. */
  readonly members: string;
}

export const productCount = 20_000;
export const zipfExponent = 1;

const categories = ["shoes", "shirts", "jackets", "bags", "sports", "home", "toys", "electronics"];

/** One shop for every seed: the product of rank n (from 0) is `P-n`, the most popular first. */
const products: readonly Product[] = makeProducts();

const byPopularity = new Weighted(products, zipfWeights(productCount, zipfExponent));

export function popularProduct(random: Random): Product {
  return byPopularity.pick(random);
}

function makeProducts(): Product[] {
  const random = Random.from("clickstream", "catalog");
  return Array.from({ length: productCount }, (_, rank) => {
    const priceCents = 495 + 100 * Math.floor(random.exponential(40));
    const productId = `P-${String(rank).padStart(5, "0")}`;
    const category = random.pick(categories);
    return {
      priceCents,
      members: `"productId":"${productId}","category":"${category}","priceCents":${priceCents}`,
    };
  });
}
