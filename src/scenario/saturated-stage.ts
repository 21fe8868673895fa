import type { CollectorsPlan, SaturationPlan } from "./entry-plan.ts";
import type { Plan } from "./plan.ts";

/** The stage of which a collector is to be saturated, if there is one. */
export function saturatedStage({
  stages,
}: Plan): { readonly stage: CollectorsPlan; readonly saturation: SaturationPlan } | undefined {
  for (const stage of stages) {
    if (stage.kind === "collectors" && stage.saturation) {
      return { stage, saturation: stage.saturation };
    }
  }
  return undefined;
}
