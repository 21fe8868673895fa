const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Weights scaled to a mean of 1. */
export function normalisedHourly(weights: readonly number[]): readonly number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  // Rounding off what adding decimals left behind: weights that add up to 24 stay as written.
  const mean = Number(sum.toPrecision(12)) / weights.length;
  return weights.map((weight) => weight / mean);
}

/** The mean weight over a stretch of the day (hours are constant), which may run past midnight. */
export function playedWeight(
  weights: readonly number[],
  stretch: { readonly startMs: number; readonly spanMs: number },
): number {
  let total = 0;
  const end = stretch.startMs + stretch.spanMs;
  for (let at = stretch.startMs; at < end;) {
    const hour = Math.floor((at % dayMs) / hourMs);
    const next = Math.min(end, (Math.floor(at / hourMs) + 1) * hourMs);
    total += (weights[hour] ?? 0) * (next - at);
    at = next;
  }
  return total / stretch.spanMs;
}
