/**
 * A pacer says when things are meant to happen, as a pure value: from time to the number that is
 * due, and back. Both directions are exact integrals of the curve, so nothing is lost to rounding
 * at any compression. Both never fall, and what a pacer answers does not depend on what it was
 * asked before; counts and times that are asked for in order are found without a search.
 *
 * A curve's count is continuous: where its rate is above 0, `timeOf` and `countAt` undo each other.
 * The count of single arrivals (recorded, Poisson) rises by one at each of them: `countAt` is the
 * number before `us`, and `timeOf(n + anything below 1)` is the time of arrival n, from 0.
 */
export interface Pacer {
  /** How many are due in all. */
  readonly total: number;
  /** Microseconds after the start at which the curve ends: all are due then. */
  readonly lengthUs: number;
  /** The (fractional) number that is due in [0, us). */
  countAt(us: number): number;
  /** The time, in microseconds after the start, at which the count is reached. */
  timeOf(count: number): number;
}

/** What a shape is stretched to. */
export type Span = Pick<Pacer, "total" | "lengthUs">;

export function clamp(x: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, x));
}
