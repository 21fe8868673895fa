import type { Pacer, Span } from "./pacer.ts";
import { piecewise } from "./piecewise.ts";

/** Steps of equal length, each at the constant rate of its weight. Not all are 0. */
export function stairs(weights: readonly number[], span: Span): Pacer {
  const steps = weights.map((weight, i) => ({ until: i + 1, from: weight, to: weight }));
  return piecewise(steps, span);
}
