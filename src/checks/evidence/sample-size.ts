import type { LatencyHistogram } from "../../core/latency.ts";
import { formatCount } from "../../core/units.ts";

/** `p99`, `p99.9`; the hundredth percentile is the maximum. */
export function percentileWord(percentile: number): string {
  return percentile === 100 ? "max" : `p${percentile}`;
}

/** The value of a percentile in milliseconds; NaN without samples. */
export function valueMs(latency: LatencyHistogram, percentile: number): number {
  return percentile === 100 ? latency.maxMs() : latency.percentileMs(percentile);
}

/**
 * Why a percentile must not be claimed, or undefined where it may. Of `count` samples count · (1 −
 * p) lie beyond the percentile p: with fewer than `beyondMin` of them it is one sample's luck.
 */
export function tooFewSamples(
  count: number,
  percentile: number,
  beyondMin: number,
): string | undefined {
  const beyondShare = 1 - percentile / 100;
  // The quotient of two rounded numbers may lie a hair above the whole number that is meant.
  const needed = percentile === 100 ? 1 : Math.ceil(beyondMin / beyondShare - 1e-6);
  if (count >= needed) return undefined;
  const word = percentileWord(percentile);
  return `too few samples for ${word}: ${formatCount(count)}, needs ${formatCount(needed)}`;
}
