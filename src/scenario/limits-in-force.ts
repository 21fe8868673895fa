import { scaledLimits } from "../core/limits/scaled.ts";
import type { ChangedLimits } from "../core/limits/schema.ts";
import { shardWrites, type ShardWrites } from "../core/shard-limits.ts";
import type { EmulatorPlan, Plan } from "./plan.ts";

/** The limits of a run that are not AWS's own: those that were changed, and those that scale. */
export function limitsInForce({ limits, limitFactor }: EmulatorPlan): ChangedLimits {
  return limitFactor === 1 ? limits : scaledLimits(limits, limitFactor);
}

/** What one shard of a run takes in a second. */
export function shardWritesOf({ emulator }: Pick<Plan, "emulator">): ShardWrites {
  return shardWrites(limitsInForce(emulator));
}
