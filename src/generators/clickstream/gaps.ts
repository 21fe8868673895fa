import type { Random } from "../../core/random.ts";
import { Weighted } from "../weighted.ts";

/**
 * Gaps between two events of a session are log-normal, in whole seconds: half of them are under
 * 46 s, the mean is 90 s (within 0.5 %), and none is longer than the 30 minutes after which
 * analytics begin another session. The mean holds at the mean rate of the load; at another rate all
 * gaps scale alike.
 */
export const meanGapSeconds = 90;
export const gapMaxSeconds = 1_800;
const [median, sigma] = [46, 1.18];

const seconds = Array.from({ length: gapMaxSeconds }, (_, index) => index + 1);

const densities = seconds.map(
  (gap) => Math.exp(-((Math.log(gap / median) / sigma) ** 2) / 2) / gap,
);
const total = densities.reduce((sum, density) => sum + density, 0);

/** Share of the gaps of 1, 2, 3 … seconds. */
export const gapShares: readonly number[] = densities.map((density) => density / total);

const gaps = new Weighted(seconds, gapShares);

// Whoever looks at a moment is in each second of a gap alike: n seconds are left in as many cases
// as there are gaps of n seconds or more.
const rests = new Weighted(seconds, sumsFromEnd(gapShares));

export function drawGap(random: Random): number {
  return gaps.pick(random);
}

/** What is left of a gap that is met under way. */
export function drawRestOfGap(random: Random): number {
  return rests.pick(random);
}

function sumsFromEnd(shares: readonly number[]): number[] {
  let sum = 0;
  return shares
    .toReversed()
    .map((share) => (sum += share))
    .toReversed();
}
