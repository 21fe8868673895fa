/**
 * A pacer says when things are meant to happen, as a pure value: from time to the number that is
 * due, and back. Both directions are exact integrals of the curve, so nothing is lost to rounding
 * at any compression.
 */
export interface Pacer {
  /** How many are due in all. */
  readonly total: number;
  /** The (fractional) number that is due in [0, us). */
  countAt(us: number): number;
  /** The time, in microseconds after the start, at which the count is reached. */
  timeOf(count: number): number;
}

export interface HourlyCurve {
  readonly total: number;
  /** 24 weights: the relative rate within each hour of the day. */
  readonly hourly: readonly number[];
  readonly startOfDayMs: number;
  readonly spanDayMs: number;
  readonly playedInMs: number;
}

const hourMs = 3_600_000;

/** A day (or a stretch of it) whose rate is constant within each hour, walked in `playedInMs`. */
export function hourlyPacer(curve: HourlyCurve): Pacer {
  const { times, counts } = integrate(curve);
  const between = (x: number, from: readonly number[], to: readonly number[]) => {
    const i = segmentOf(x, from);
    const width = (from[i + 1] as number) - (from[i] as number);
    const share = width === 0 ? 0 : (x - (from[i] as number)) / width;
    return (to[i] as number) + share * ((to[i + 1] as number) - (to[i] as number));
  };
  return {
    total: curve.total,
    countAt: (us) => between(clamp(us, 0, times.at(-1) as number), times, counts),
    timeOf: (count) => between(clamp(count, 0, curve.total), counts, times),
  };
}

/** The cumulative count at each edge of an hour, over the played stretch. */
function integrate(curve: HourlyCurve): { times: number[]; counts: number[] } {
  const usPerDayMs = (curve.playedInMs * 1_000) / curve.spanDayMs;
  const end = curve.startOfDayMs + curve.spanDayMs;
  const times = [0];
  const weights = [0];
  let at = curve.startOfDayMs;
  while (at < end) {
    const hour = Math.floor(at / hourMs);
    const next = Math.min(end, (hour + 1) * hourMs);
    const weight = (curve.hourly[hour % curve.hourly.length] ?? 0) * (next - at);
    times.push((next - curve.startOfDayMs) * usPerDayMs);
    weights.push((weights.at(-1) as number) + weight);
    at = next;
  }
  const whole = weights.at(-1) as number;
  return { times, counts: weights.map((weight) => (weight / whole) * curve.total) };
}

/**
 * The segment [from[i], from[i+1]] that holds x; an empty segment is never chosen where one is not.
 */
function segmentOf(x: number, from: readonly number[]): number {
  let low = 0;
  let high = from.length - 2;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((from[middle + 1] as number) > x) high = middle;
    else low = middle + 1;
  }
  return low;
}

function clamp(x: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, x));
}
