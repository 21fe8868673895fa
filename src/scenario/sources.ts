import type { GeneratorName, SourcePlan } from "./plan.ts";
import { splitByShares } from "./split.ts";

/**
 * The stripes of each generator. They are the generators' own constants: they stand here as well
 * because a plan is plain data and this layer does not know the generators. A test compares them.
 */
export const stripesOf: Readonly<Record<GeneratorName, number>> = {
  clickstream: 64,
  iot: 64,
  bicimad: 16,
};

/** The sources that have a share, in a fixed order, with records that add up to the load's. */
export function resolveSources(
  mix: { readonly [name in GeneratorName]?: number | undefined },
  records: number,
): readonly SourcePlan[] {
  const sources = (["clickstream", "iot", "bicimad"] as const).flatMap((generator) => {
    const share = mix[generator] ?? 0;
    return share > 0 ? [{ generator, share, stripes: stripesOf[generator] }] : [];
  });
  const shares = sources.map(({ share }) => share);
  const split = splitByShares(records, shares);
  return sources.map((source, index) => ({ ...source, records: split[index] ?? 0 }));
}
