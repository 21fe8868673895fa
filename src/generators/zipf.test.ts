import { expect, it } from "vitest";
import { chiSquareMisfit } from "../../test/support/goodness-of-fit.ts";
import { countsOf } from "../../test/support/samples.ts";
import { Random } from "../core/random.ts";
import { zipfWeights } from "./weighted.ts";
import { Zipf } from "./zipf.ts";

it.each([
  { items: 50, exponent: 1 },
  { items: 50, exponent: 0.8 },
  { items: 30, exponent: 2 },
  { items: 1, exponent: 1 },
])("draws $items ranks as Zipf's law of exponent $exponent says", ({ items, exponent }) => {
  const random = Random.from("zipf", items, exponent);
  const zipf = new Zipf(items, exponent);
  const ranks = Array.from({ length: 50_000 }, () => String(zipf.draw(random)));
  const shares = Object.fromEntries(zipfWeights(items, exponent).entries());
  if (items === 1) expect(new Set(ranks)).toEqual(new Set(["0"]));
  else expect(chiSquareMisfit(countsOf(ranks), shares)).toBeLessThan(1);
});
