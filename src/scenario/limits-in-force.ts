import { scaledLimits } from "../core/limits/scaled.ts";
import type { ChangedLimits } from "../core/limits/schema.ts";
import type { EmulatorPlan } from "./plan.ts";

/** The limits of a run that are not AWS's own: those that were changed, and those that scale. */
export function limitsInForce({ limits, limitFactor }: EmulatorPlan): ChangedLimits {
  return limitFactor === 1 ? limits : scaledLimits(limits, limitFactor);
}
