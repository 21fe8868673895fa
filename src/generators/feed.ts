import { Random } from "../core/random.ts";
import { eventIds } from "./event-id.ts";
import type { GeneratedEvent, Generator, Moment } from "./generator.ts";

export interface FeedOptions {
  readonly generator: Generator;
  readonly seed: number;
  readonly count: number;
  /** Events a second of the clock that they are dated by: it decides how many are active. */
  readonly ratePerSecond: number;
  /** When the first event happens, in milliseconds since the Unix epoch. */
  readonly startEpochMs: number;
}

/**
 * The events of one generator as they happen at a constant rate, for who wants them by themselves:
 * no envelope, nothing planted. A pure function of its options. The stripes take turns, and each is
 * populated when its first turn comes.
 */
export function* feed(options: FeedOptions): Iterable<GeneratedEvent> {
  const { generator, count, ratePerSecond, startEpochMs } = options;
  const stripes: ((moment: Moment) => GeneratedEvent)[] = [];
  for (let ordinal = 0; ordinal < count; ordinal++) {
    const stripe = ordinal % generator.stripes;
    const next = (stripes[stripe] ??= openStripe(options, stripe));
    const us = Math.floor((ordinal * 1_000_000) / ratePerSecond);
    yield next({ us, dayEpochMs: startEpochMs + us / 1_000, slot: ordinal });
  }
}

function openStripe({ generator, seed, ...options }: FeedOptions, stripe: number) {
  const { name, stripes } = generator;
  const eventId = eventIds(seed, { source: 0, stripe });
  const population = generator.populate({
    // As in a scenario whose first source it is.
    random: Random.from(seed, "entities", `${name} 0 ${stripe}`),
    stripe,
    stripes,
    ratePerSecond: options.ratePerSecond / stripes,
    startDayEpochMs: options.startEpochMs,
  });
  let sequence = 0;
  return (moment: Moment) => population.next(moment, eventId(sequence++));
}
