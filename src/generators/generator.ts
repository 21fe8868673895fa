import type { Random } from "../core/random.ts";

/** When an event happens. */
export interface Moment {
  /** Microseconds after the start of the run: the clock of entities' real-time habits. */
  readonly us: number;
  /** Milliseconds since the Unix epoch on the played day's clock: for timestamps, hours, docks. */
  readonly dayEpochMs: number;
}

/** What a generator is told about the stripe that it fills. */
export interface StripeSetting {
  /** Randomness of this stripe alone. */
  readonly random: Random;
  readonly stripe: number;
  /** Stripes of the source. No partition key occurs in two of them. */
  readonly stripes: number;
  /** Mean records a second of this stripe, in real time: it decides how many are active. */
  readonly ratePerSecond: number;
  /** The played day's clock at the start, in milliseconds since the Unix epoch. */
  readonly startDayEpochMs: number;
}

export interface GeneratedEvent {
  readonly partitionKey: string;
  /** A JSON object as text, of 90 to 530 bytes, whose first member is `eventId`. */
  readonly body: string;
}

/** One stripe's entities and their state. Every draw comes from the stripe's own randomness. */
export interface EntityPopulation {
  next(moment: Moment, eventId: string): GeneratedEvent;
}

/** One kind of producer. */
export interface Generator {
  readonly name: string;
  /** A constant of the generator: a schedule must not depend on how many parts play it. */
  readonly stripes: number;
  populate(setting: StripeSetting): EntityPopulation;
  /**
   * The contract of its events, as the pipeline's workers validate it: answers what is wrong with a
   * parsed body, or undefined where it is valid.
   */
  violation(body: Readonly<Record<string, unknown>>): string | undefined;
}
