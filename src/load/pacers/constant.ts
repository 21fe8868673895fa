import type { Pacer, Span } from "./pacer.ts";
import { piecewise } from "./piecewise.ts";

/** The same rate throughout. */
export function constant(span: Span): Pacer {
  return piecewise([{ until: 1, from: 1, to: 1 }], span);
}
