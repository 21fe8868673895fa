import type { Random } from "../../core/random.ts";
import { Weighted } from "../weighted.ts";

/**
 * Events of a session follow the law of surfing (Huberman, Pirolli, Pitkow and Lukose, "Strong
 * regularities in World Wide Web surfing", Science 280, 1998): an inverse Gaussian distribution,
 * here of mean 14.2 and shape 6, at the whole numbers from 1 to 250. That makes a mean of 14
 * events; 7 % of the sessions have one event, half have 7 at most, one in a hundred has more than
 * 107.
 */
const [mean, shape] = [14.2, 6];
const sessionEventsMax = 250;

const lengths = Array.from({ length: sessionEventsMax }, (_, index) => index + 1);

const densities = lengths.map(
  (length) =>
    Math.sqrt(shape / length ** 3) *
    Math.exp((-shape * (length - mean) ** 2) / (2 * mean ** 2 * length)),
);
const total = densities.reduce((sum, density) => sum + density, 0);

/** Share of the sessions that have 1, 2, 3 … events. */
export const sessionLengthShares: readonly number[] = densities.map((density) => density / total);

const ofNew = new Weighted(lengths, sessionLengthShares);

// Whoever looks at a moment finds long sessions in proportion to their length.
const ofThoseUnderWay = new Weighted(
  lengths,
  lengths.map((length, index) => length * (sessionLengthShares[index] as number)),
);

/** How many events a session that begins will have. */
export function drawLength(random: Random): number {
  return ofNew.pick(random);
}

/** A session that is met under way: its events in all, and how many of them it has had. */
export function drawUnderWay(random: Random): { readonly length: number; readonly had: number } {
  const length = ofThoseUnderWay.pick(random);
  return { length, had: random.below(length) };
}
