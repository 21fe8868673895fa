import type { Generator } from "../generators/generator.ts";
import { createStripe, type Stripe } from "../generators/stripe.ts";
import type { Plan } from "../scenario/plan.ts";
import type { Part, PlayedPart } from "./schedule.ts";

/** Whether a part of the load plays a stripe. */
export function isOfPart(stripe: number, { index, of }: Part): boolean {
  return stripe % of === index;
}

/** The stripes of a source that a part of the load plays, by their numbers. */
export function partStripes(
  plan: Plan,
  source: number,
  { generator, part }: { readonly generator: Generator; readonly part: PlayedPart },
): ReadonlyMap<number, Stripe> {
  const { seed, load, playback } = plan;
  const records = load.sources[source]?.records ?? 0;
  const setting = {
    seed,
    source,
    generator,
    planted: load.planted,
    payloads: part.payloads,
    ratePerSecond: (records * 1_000) / playback.playedInMs / generator.stripes,
    startDayEpochMs: dayStartEpochMs(plan),
  };
  const stripes = new Map<number, Stripe>();
  for (let stripe = 0; stripe < generator.stripes; stripe++) {
    if (isOfPart(stripe, part)) stripes.set(stripe, createStripe({ ...setting, stripe }));
  }
  return stripes;
}

/** The played day's clock at the start, in milliseconds since the Unix epoch. */
export function dayStartEpochMs({ playback }: Plan): number {
  return Date.parse(`${playback.date}T00:00:00Z`) + playback.startOfDayMs;
}
