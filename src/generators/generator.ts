import type { Random } from "../core/random.ts";
import type { EventWriter } from "./event-writer.ts";

/** When an event happens. */
export interface Moment {
  /** Microseconds after the start of the run: the clock of entities' real-time habits. */
  readonly us: number;
  /** Milliseconds since the Unix epoch on the played day's clock: for timestamps, hours, docks. */
  readonly dayEpochMs: number;
  /** The number of the slot in its source, from 0: a recording finds the slot's row by it. */
  readonly slot?: number;
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
  /** A JSON object as text, of 90 to 900 bytes, whose first member is `eventId`. */
  readonly body: string;
}

/** One stripe's entities and their state. Every draw comes from the stripe's own randomness. */
export interface EntityPopulation {
  next(moment: Moment, eventId: string): GeneratedEvent;
  /**
   * The same event, several times as fast: writes the members after `eventId` and the closing
   * brace, and answers the partition key. A stripe prefers it where it is there.
   */
  write?(moment: Moment, event: EventWriter): string;
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
