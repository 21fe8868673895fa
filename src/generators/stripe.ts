import { hash64, type Hash64, hashText, mix64 } from "../core/hash.ts";
import type { PlantedDuplicate } from "../core/history/load.ts";
import { Random } from "../core/random.ts";
import type { Violation } from "./contract.ts";
import { Copies, type PendingCopy, type Planted } from "./copies.ts";
import { eventIdFront, eventIds } from "./event-id.ts";
import { encoded, EventWriter, type Payloads } from "./event-writer.ts";
import type { EntityPopulation, Generator, Moment } from "./generator.ts";
import { isoInstant } from "./instant.ts";
import { defects, spoil } from "./malformed.ts";

/** One record of the schedule, before its envelope. */
export interface GeneratedRecord {
  readonly source: number;
  readonly stripe: number;
  /** Dense from 0 within the stripe. */
  readonly sequence: number;
  /** Dense over the source when its stripes take turns: sequence · stripes + stripe. */
  readonly ordinal: number;
  /** Microseconds after the start of the run. */
  readonly intendedUs: number;
  readonly partitionKey: string;
  /** What follows the envelope: the body without its opening brace, UTF-8. */
  readonly payload: Buffer;
  readonly kind: "unique" | "malformed" | "duplicate";
  /** Of a duplicate alone. */
  readonly duplicate?: PlantedDuplicate;
}

export interface StripeOptions {
  readonly seed: number;
  /** The index of the source in the plan. */
  readonly source: number;
  readonly generator: Generator;
  readonly stripe: number;
  /** Mean records a second of this stripe, in real time. */
  readonly ratePerSecond: number;
  readonly planted: Planted;
  /** The played day's clock at the start, in milliseconds since the Unix epoch. */
  readonly startDayEpochMs: number;
  /** Kept, unless they are said to be lent. */
  readonly payloads?: Payloads | undefined;
}

/** One stripe of one source: turns the slots of the schedule into records, one after the other. */
export interface Stripe {
  /** The record of the next slot. Moments do not go back. */
  next(moment: Moment): GeneratedRecord;
}

/** Everything that the stripe makes follows from the options and the moments it is asked for. */
export function createStripe(options: StripeOptions): Stripe {
  return new PlantedStripe(options);
}

/** An event and what follows the envelope. */
type EncodedEvent = Pick<GeneratedRecord, "partitionKey" | "payload">;

/** One of each kind for all stripes of a thread: an event is taken before the next begins. */
const writers = { kept: new EventWriter("kept"), lent: new EventWriter("lent") } as const;

const quote = encoded('"');

class PlantedStripe implements Stripe {
  readonly #options: StripeOptions;
  readonly #population: EntityPopulation;
  /** Apart from the entities' randomness: what is planted does not change what they do. */
  readonly #planting: Random;
  readonly #copies: Copies;
  readonly #eventId: (sequence: number) => string;
  readonly #eventIdMember: Uint8Array;
  #sequence = 0;

  constructor(options: StripeOptions) {
    const { seed, source, generator, stripe, planted } = options;
    const { stripes } = generator;
    const label = `${generator.name} ${source} ${stripe}`;
    const random = Random.from(seed, "entities", label);
    this.#options = options;
    this.#planting = Random.from(seed, "planting", label);
    this.#population = generator.populate({ ...options, random, stripes });
    this.#copies = new Copies(planted, this.#planting);
    this.#eventId = eventIds(seed, { source, stripe });
    this.#eventIdMember = encoded(`"eventId":"${eventIdFront(seed, { source, stripe })}`);
  }

  next(moment: Moment): GeneratedRecord {
    if (this.#planting.chance(this.#options.planted.malformed)) return this.#malformed(moment);
    const copy = this.#copies.due(moment.us);
    return copy ? this.#duplicate(moment, copy) : this.#unique(moment);
  }

  #unique(moment: Moment): GeneratedRecord {
    const record = this.#record(moment, this.#event(moment), "unique");
    this.#copies.consider(record);
    return record;
  }

  #malformed(moment: Moment): GeneratedRecord {
    const { partitionKey, payload } = this.#event(moment);
    const random = this.#planting;
    const violation: Violation = (event) => this.#options.generator.violation(event);
    const body = `{${payload.toString()}`;
    const spoiled = spoil(body, { defect: random.pick(defects), random, violation });
    return this.#record(moment, { partitionKey, payload: payloadOf(spoiled) }, "malformed");
  }

  #duplicate(moment: Moment, copy: PendingCopy): GeneratedRecord {
    const { kind, beyondWindow, partitionKey } = copy;
    const { source } = this.#options;
    const ordinal = this.#ordinal(this.#sequence);
    const origin = this.#ordinal(copy.origin);
    const payload = kind === "natural" ? copy.payload : sentAgain(copy.payload, moment);
    const duplicate = { source, ordinal, origin, kind, beyondWindow };
    return { ...this.#record(moment, { partitionKey, payload }, "duplicate"), duplicate };
  }

  #event(moment: Moment): EncodedEvent {
    const population = this.#population;
    if (!population.write) {
      const { partitionKey, body } = population.next(moment, this.#eventId(this.#sequence));
      return { partitionKey, payload: payloadOf(body) };
    }
    const writer = writers[this.#options.payloads ?? "kept"];
    writer.begin();
    writer.bytes(this.#eventIdMember);
    writer.hex32(this.#sequence);
    writer.bytes(quote);
    const partitionKey = population.write(moment, writer);
    return { partitionKey, payload: writer.take() };
  }

  #record(
    moment: Moment,
    { partitionKey, payload }: EncodedEvent,
    kind: GeneratedRecord["kind"],
  ): GeneratedRecord {
    const { source, stripe } = this.#options;
    const sequence = this.#sequence++;
    const ordinal = this.#ordinal(sequence);
    const intendedUs = moment.us;
    return { source, stripe, sequence, ordinal, intendedUs, partitionKey, payload, kind };
  }

  #ordinal(sequence: number): number {
    const { generator, stripe } = this.#options;
    return sequence * generator.stripes + stripe;
  }
}

/** The body's text without its opening brace: the envelope brings one. */
function payloadOf(body: string): Buffer {
  return Buffer.from(body).subarray(1);
}

/** The same event as a client sends it that gave up waiting: a later time, and a retry counted. */
function sentAgain(payload: Buffer, moment: Moment): Buffer {
  const event = JSON.parse(`{${payload.toString()}`) as Record<string, unknown>;
  event["timestamp"] = isoInstant(moment.dayEpochMs);
  return payloadOf(JSON.stringify({ ...event, retry: 1 }));
}

/**
 * A record's part in the digest of all that a run generates. `hash`, that of its payload, is mixed
 * with the rest, in place.
 */
export function recordHash(record: GeneratedRecord, hash = hash64(record.payload)): Hash64 {
  const { source, stripe, sequence, intendedUs, partitionKey } = record;
  const intendedHigh = Math.floor(intendedUs / 0x1_0000_0000);
  return mix64(
    hash,
    source,
    stripe,
    sequence,
    intendedHigh,
    intendedUs >>> 0,
    hashText(partitionKey),
  );
}
