import type { Random } from "./random.ts";

/** A distribution of delays by its percentiles, in milliseconds. */
export interface DelayProfile {
  readonly p50: number;
  /** Equal to p50 where it is left out: the body is then a point. */
  readonly p90?: number | undefined;
  /** Follows the body where it is left out. */
  readonly p99?: number | undefined;
}

/** The 90th percentile of the standard normal distribution. */
const z90 = 1.281_551_565_5;
/** Tails are cut at this multiple of the 99th percentile: nothing waits for ever. */
const tailMax = 10;

/**
 * Draws a delay, in milliseconds: log-normal up to the 90th percentile, and beyond it a Pareto tail
 * that meets the 99th. A body alone would miss the tails that services have; a Pareto alone would
 * miss their body.
 */
export function drawDelayMs(profile: DelayProfile, random: Random): number {
  const { p50, p90 = p50, p99 } = profile;
  if (p50 <= 0) return 0;
  const sigma = Math.log(Math.max(p90, p50) / p50) / z90;
  if (p99 === undefined) return p50 * Math.exp(sigma * random.normal(0, 1));
  if (random.float() >= 0.1) {
    let z = random.normal(0, 1);
    while (z > z90) z = random.normal(0, 1);
    return p50 * Math.exp(sigma * z);
  }
  const steepness = Math.log10(Math.max(p99, p90) / p90);
  const beyond = p90 * (1 - random.float()) ** -steepness;
  return Math.min(beyond, p99 * tailMax);
}
