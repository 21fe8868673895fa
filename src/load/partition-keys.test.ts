import { describe, expect, it } from "vitest";
import type { GeneratedRecord } from "../generators/stripe.ts";
import type { PartitionKeyPlan } from "../scenario/driver-plan.ts";
import { partitionKeys } from "./partition-keys.ts";

const records = 50_000;

function record(ordinal: number, source = 0): GeneratedRecord {
  const place = { source, stripe: 0, sequence: ordinal, ordinal, intendedUs: 0 };
  const payload = Buffer.alloc(0);
  return { ...place, partitionKey: `entity-${ordinal % 7}`, payload, kind: "unique" };
}

function keysOf(plan: PartitionKeyPlan, seed = 1, source = 0): string[] {
  const keys = partitionKeys(plan, seed);
  return Array.from({ length: records }, (_, ordinal) => keys(record(ordinal, source)));
}

function shares(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1 / keys.length);
  return counts;
}

const plans: readonly PartitionKeyPlan[] = [
  { strategy: "uniform" },
  { strategy: "zipf", exponent: 1.2, keys: 1_000 },
  { strategy: "one-hot", share: 0.3 },
];

describe("partition keys", () => {
  it("are the entity's own by default", () => {
    expect(shares(keysOf({ strategy: "by-entity" })).size).toBe(7);
  });

  it.each(plans)("of $strategy follow from the record and the seed, in any order", (plan) => {
    const keys = keysOf(plan);
    const again = partitionKeys(plan, 1);
    for (const ordinal of [49_999, 3, 17_000, 0]) {
      expect(again(record(ordinal))).toBe(keys[ordinal]);
    }
    expect(keysOf(plan, 2)).not.toEqual(keys);
    expect(keysOf(plan, 1, 1)).not.toEqual(keys);
  });

  it("of `uniform` are all different, and even over the hexadecimal digits", () => {
    const keys = keysOf({ strategy: "uniform" });
    expect(new Set(keys).size).toBe(records);
    for (const at of [0, 7, 8, 15]) {
      for (const share of shares(keys.map((key) => key.charAt(at))).values()) {
        expect(Math.abs(share - 1 / 16)).toBeLessThan(0.005);
      }
    }
  });

  it("of `zipf` have shares in proportion to a power of their rank", () => {
    const exponent = 1.2;
    const found = shares(keysOf({ strategy: "zipf", exponent, keys: 1_000 }));
    const weights = Array.from({ length: 1_000 }, (_, i) => (i + 1) ** -exponent);
    const sum = weights.reduce((total, weight) => total + weight, 0);
    for (const rank of [1, 2, 3, 10, 50]) {
      const expected = (weights[rank - 1] as number) / sum;
      // Five standard deviations of a share of so many records.
      const bound = 5 * Math.sqrt((expected * (1 - expected)) / records);
      expect(Math.abs((found.get(`zipf-${rank}`) ?? 0) - expected)).toBeLessThan(bound);
    }
    expect(found.size).toBeLessThanOrEqual(1_000);
  });

  it("of `zipf` with one key are that key", () => {
    expect(new Set(keysOf({ strategy: "zipf", exponent: 1, keys: 1 }))).toEqual(
      new Set(["zipf-1"]),
    );
  });

  it("of `one-hot` send their share to the hot key, and the rest by entity", () => {
    const found = shares(keysOf({ strategy: "one-hot", share: 0.3 }));
    expect(Math.abs((found.get("hot") ?? 0) - 0.3)).toBeLessThan(0.011);
    expect(found.size).toBe(8);
  });
});
