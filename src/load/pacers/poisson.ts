import type { Pacer } from "./pacer.ts";
import { SortedUniforms } from "./sorted-uniforms.ts";

/**
 * Poisson arrivals at a curve's rate, given that there are exactly as many as the curve's total, a
 * whole number: each comes by itself, at a moment drawn with the curve as its density. In the space
 * of counts that density is uniform, so the arrivals are sorted uniform draws, put back in time.
 * @param labels Make the arrivals ones of their own, beginning with the scenario's seed.
 */
export function poisson(curve: Pacer, labels: readonly (string | number)[]): Pacer {
  const { total, lengthUs } = curve;
  const draws = new SortedUniforms(total, labels);
  return {
    total,
    lengthUs,
    countAt: (us) => draws.below(curve.countAt(us)),
    timeOf(count) {
      if (count >= total) return lengthUs;
      return curve.timeOf(draws.at(Math.floor(Math.max(0, count))));
    },
  };
}
