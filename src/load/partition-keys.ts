import { type Hash64, hashText, mix64 } from "../core/hash.ts";
import type { RecordRef } from "../core/record-set.ts";
import type { GeneratedRecord } from "../generators/stripe.ts";
import type { PartitionKeyPlan } from "../scenario/driver-plan.ts";

/** The partition key that a record is sent under. */
export type PartitionKeys = (record: GeneratedRecord) => string;

/**
 * The partition keys of a load. Those that are not the entity's own are a pure function of the
 * record's identity and the seed: the same in every run, and for every number of parts.
 */
export function partitionKeys(plan: PartitionKeyPlan, seed: number): PartitionKeys {
  const draw = draws(seed, plan.strategy);
  switch (plan.strategy) {
    case "by-entity":
      return (record) => record.partitionKey;
    case "uniform":
      return (record) => {
        const { high, low } = draw(record);
        return hex8(high) + hex8(low);
      };
    case "zipf": {
      const rankOf = zipfRanks(plan);
      return (record) => `zipf-${rankOf(unit(draw(record)))}`;
    }
    case "one-hot":
      return (record) => (unit(draw(record)) < plan.share ? "hot" : record.partitionKey);
  }
}

/** 64 random bits for each record. The answer is overwritten by the next. */
function draws(seed: number, strategy: string): (record: RecordRef) => Hash64 {
  const seeded = mix64({ high: 0, low: 0 }, seed >>> 0, Math.floor(seed / 0x1_0000_0000));
  mix64(seeded, hashText(strategy));
  const hash: Hash64 = { high: 0, low: 0 };
  return ({ source, ordinal }) => {
    hash.high = seeded.high;
    hash.low = seeded.low;
    return mix64(hash, source, ordinal);
  };
}

/** A number in [0, 1) of 53 random bits. */
function unit({ high, low }: Hash64): number {
  return (high * 0x20_0000 + (low >>> 11)) / 0x20_0000_0000_0000;
}

/** From a number in [0, 1) to a rank from 1: rank r has a share in proportion to r^-exponent. */
function zipfRanks({ exponent, keys }: { exponent: number; keys: number }) {
  const cumulative = new Float64Array(keys);
  let sum = 0;
  for (let rank = 1; rank <= keys; rank++) cumulative[rank - 1] = sum += rank ** -exponent;
  return (uniform: number): number => {
    const aim = uniform * sum;
    let low = 0;
    let high = keys - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((cumulative[middle] as number) > aim) high = middle;
      else low = middle + 1;
    }
    return low + 1;
  };
}

function hex8(value: number): string {
  return value.toString(16).padStart(8, "0");
}
