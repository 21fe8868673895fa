/**
 * Tests of samples against the distributions that they are stated to have. Each answers the test
 * statistic over its critical value: below 1 the samples fit. Where they do, one seed in 10,000
 * (chi-square) or 1,000 (Kolmogorov–Smirnov) would be refused; the seeds of tests are fixed.
 */

/** The normal distribution's quantile at 0.9999. */
const z = 3.719;

/** Counts by name against shares, which are relative. A name without a share never fits. */
export function chiSquareMisfit(
  observed: ReadonlyMap<string, number>,
  shares: Readonly<Record<string, number>>,
): number {
  const sum = (values: Iterable<number>) => [...values].reduce((all, value) => all + value, 0);
  if ([...observed.keys()].some((name) => !(name in shares))) return Infinity;
  const scale = sum(observed.values()) / sum(Object.values(shares));
  const terms = Object.entries(shares).map(([name, share]) => {
    const expected = share * scale;
    // The distribution of the statistic is known for classes that are not nearly empty.
    if (expected < 5) throw new RangeError(`only ${expected} of ${name} are expected`);
    return ((observed.get(name) ?? 0) - expected) ** 2 / expected;
  });
  // Wilson and Hilferty's approximation of the critical value.
  const freedom = terms.length - 1;
  const spread = 2 / (9 * freedom);
  return sum(terms) / (freedom * (1 - spread + z * Math.sqrt(spread)) ** 3);
}

/** Samples against a continuous distribution, given as its cumulative function. */
export function kolmogorovSmirnovMisfit(
  samples: readonly number[],
  cumulative: (x: number) => number,
): number {
  const count = samples.length;
  const distances = samples
    .toSorted((a, b) => a - b)
    .map((x, i) => Math.max((i + 1) / count - cumulative(x), cumulative(x) - i / count));
  return Math.max(...distances) / (1.949 / Math.sqrt(count));
}
