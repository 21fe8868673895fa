import { encoded, type EventWriter } from "../src/generators/event-writer.ts";
import type { Generator, Moment } from "../src/generators/generator.ts";
import { createStripe, type Stripe } from "../src/generators/stripe.ts";
import { generators } from "../src/generators/table.ts";
import { WrittenPopulation } from "../src/generators/written-population.ts";
import { type Measured, printRatio } from "./table.ts";

/** Of each source, on average: a third of a day of 80 million. So many entities live. */
const ratePerSecond = 309;
const startDayEpochMs = Date.parse("2026-06-15T00:00:00Z");

/** As `peak-day` plays its day: a slot's share of a day in two minutes. */
const compression = 720;

const planted = {
  natural: 0.005,
  synthetic: 0.005,
  malformed: 0.001,
  beyondWindow: 0.1,
  withinDelayMs: [14, 10_000],
  beyondDelayMs: [50_000, 60_000],
} as const;

/** Copies the same 400 bytes: what a stripe costs whatever its events are. */
class Constant extends WrittenPopulation {
  readonly #members = encoded(`,"source":"null","type":"null","filler":"${"x".repeat(300)}"}`);

  write(_moment: Moment, event: EventWriter): string {
    event.bytes(this.#members);
    return "k";
  }
}

const nothing: Generator = {
  name: "null generator",
  stripes: 64,
  populate: () => new Constant(),
  violation: () => "malformed",
};

/** One source and all its stripes, which take turns as in a schedule. */
class Source implements Measured {
  readonly server: { readonly name: string };
  readonly resource: string;
  readonly rates: number[] = [];
  readonly #stripes: readonly Stripe[];
  #slot = 0;

  constructor(generator: Generator) {
    this.server = { name: generator.name };
    this.resource = generator.name;
    this.#stripes = Array.from({ length: generator.stripes }, (_, stripe) =>
      createStripe({
        seed: 1,
        source: 0,
        generator,
        stripe,
        ratePerSecond: ratePerSecond / generator.stripes,
        planted,
        startDayEpochMs,
      }),
    );
  }

  /** Events for each second of processor time: the collector's threads are counted too. */
  measure(events: number): number {
    const before = process.cpuUsage();
    for (const end = this.#slot + events; this.#slot < end; this.#slot++) {
      const us = (this.#slot / ratePerSecond) * 1_000_000;
      const stripe = this.#stripes[this.#slot % this.#stripes.length] as Stripe;
      stripe.next({ us, dayEpochMs: startDayEpochMs + (us / 1_000) * compression });
    }
    const { user, system } = process.cpuUsage(before);
    return events / ((user + system) / 1_000_000);
  }
}

/** Encoded events a second a core through stripes, of each generator and of a constant one. */
export function measureGenerators({ rounds, events }: { rounds: number; events: number }): void {
  const sources = Object.values(generators).map((generator) => new Source(generator));
  const baseline = new Source(nothing);
  for (let round = 0; round <= rounds; round++) {
    for (const source of [baseline, ...sources]) {
      const rate = source.measure(events);
      if (round > 0) source.rates.push(rate);
    }
  }
  for (const source of sources) {
    printRatio(`generator ${source.resource}, encoded events`, "events/s a core", source, baseline);
  }
}
