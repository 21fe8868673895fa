import type { Pacer, Span } from "./pacer.ts";
import { piecewise } from "./piecewise.ts";

/** A rate in a straight line from one weight to another, of which one is above 0. */
export function ramp(weights: { readonly from: number; readonly to: number }, span: Span): Pacer {
  return piecewise([{ until: 1, ...weights }], span);
}
