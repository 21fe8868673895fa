import type { Payloads } from "../generators/event-writer.ts";
import type { GeneratedRecord, Stripe } from "../generators/stripe.ts";
import { generators } from "../generators/table.ts";
import type { GeneratedPlan, Plan } from "../scenario/plan.ts";
import type { Pacer } from "./pacers/pacer.ts";
import { poisson } from "./pacers/poisson.ts";
import { pacerOf } from "./pacers/table.ts";
import { dayStartEpochMs, isOfPart, partStripes } from "./part-stripes.ts";
import { replayCursor } from "./replay-cursor.ts";
import { atOneRate, dayLong } from "./volume-schedule.ts";

/** Part `index` of `of`: the stripes whose number leaves that remainder. The parts are disjoint. */
export interface Part {
  readonly index: number;
  readonly of: number;
}

/**
 * The records of a load in the order of their intended times. A pure function of (scenario, seed,
 * part): the union of the parts is the whole load, for every number of parts.
 */
export interface Schedule {
  /** The intended time of the next record, in microseconds after the start; Infinity at the end. */
  peekUs(): number;
  take(): GeneratedRecord;
}

export function createSchedule(
  plan: Plan,
  part: Part = { index: 0, of: 1 },
  payloads: Payloads = "kept",
): Schedule {
  if (plan.playback.keep === "rate") return mergedSources(plan, { ...part, payloads });
  return atOneRate(mergedSources(dayLong(plan), { ...part, payloads }), plan);
}

/** What a cursor plays: a part of the load, and what becomes of its payloads. */
export interface PlayedPart extends Part {
  readonly payloads: Payloads;
}

/** The records of all sources, by their times. */
function mergedSources(plan: Plan, part: PlayedPart): Schedule {
  const sources = plan.load.sources.map(({ generator }, index) =>
    (generator === "replay" ? replayCursor : generatorCursor)(plan, index, part),
  );
  const earliest = () =>
    sources.reduce((first, cursor) => (cursor.peekUs() < first.peekUs() ? cursor : first));
  let first = earliest();
  return {
    peekUs: () => first.peekUs(),
    take() {
      const record = first.take();
      first = earliest();
      return record;
    },
  };
}

function generatorCursor(plan: Plan, source: number, part: PlayedPart): Schedule {
  const { records, generator: name } = plan.load.sources[source] as GeneratedPlan;
  const generator = generators[name];
  const pacer = sourcePacer(plan, source);
  // Sources of equal rate would all send at the same instants: each takes a phase of its own.
  const phase = (source + 0.5) / plan.load.sources.length;
  const dayStartMs = dayStartEpochMs(plan);
  const stripes = partStripes(plan, source, { generator, part });

  const timeOf = (ordinal: number) => Math.floor(pacer.timeOf(ordinal + phase));
  const from = (ordinal: number) => {
    while (ordinal < records && !isOfPart(ordinal % generator.stripes, part)) ordinal++;
    return ordinal;
  };
  let next = from(0);
  let nextUs = next < records ? timeOf(next) : Infinity;
  return {
    peekUs: () => nextUs,
    take() {
      const us = nextUs;
      const dayEpochMs = dayStartMs + (us / 1_000) * plan.playback.compression;
      const record = (stripes.get(next % generator.stripes) as Stripe).next({ us, dayEpochMs });
      next = from(next + 1);
      nextUs = next < records ? timeOf(next) : Infinity;
      return record;
    },
  };
}

/** The intended times of a whole source: every part of the load has the same. */
function sourcePacer({ seed, load, playback }: Plan, source: number): Pacer {
  const { records: total } = load.sources[source] as Plan["load"]["sources"][number];
  const curve = pacerOf(load.curve, { ...playback, total });
  return load.arrivals === "poisson" ? poisson(curve, [seed, "arrivals", source]) : curve;
}
