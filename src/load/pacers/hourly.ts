import { hoursPlayed, type Stretch } from "../../scenario/curve.ts";
import type { Pacer, Span } from "./pacer.ts";
import { piecewise } from "./piecewise.ts";

/**
 * A stretch of a day (24 weights) or of a week (168, from Monday) whose rate is constant within
 * each hour, walked within the span.
 */
export function hourly(weights: readonly number[], options: Span & Stretch): Pacer {
  const hours = hoursPlayed(weights, options);
  const pieces = hours.map(({ untilMs, weight }) => ({ until: untilMs, from: weight, to: weight }));
  return piecewise(pieces, options);
}
