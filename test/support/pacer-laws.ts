import fc from "fast-check";
import { expect } from "vitest";
import type { Pacer } from "../../src/load/pacers/pacer.ts";

const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
  minLength: 2,
  maxLength: 20,
});

/** What times may be wrong by: a nanosecond. */
const roundingUs = 1e-3;

/** What is true of each curve, for any counts and times. Each answers from a pacer of its own. */
export function expectLaws(curves: fc.Arbitrary<() => Pacer>): void {
  fc.assert(
    fc.property(curves, shares, (make, drawn) => {
      const pacer = make();
      const counts = drawn.map((share) => share * pacer.total);
      const times = drawn.map((share) => share * pacer.lengthUs);
      expectOrder(pacer, { counts, times });
      expectSameFrom(make, { counts, times });
      expectWhole(pacer);
      for (const count of counts)
        expectNear(pacer.countAt(pacer.timeOf(count)), count, pacer.total);
      for (const us of times) expectInverse(pacer, us);
    }),
  );
}

/** What is true of single arrivals, of which there are as many as the total says. */
export function expectArrivals(pacer: Pacer): readonly number[] {
  const arrivals = Array.from({ length: pacer.total }, (_, n) => pacer.timeOf(n));
  for (const [n, us] of arrivals.entries()) {
    expect(us).toBeGreaterThanOrEqual(arrivals[n - 1] ?? 0);
    expect(pacer.timeOf(n + 0.75)).toBe(us);
    expect(pacer.countAt(us - roundingUs)).toBeLessThanOrEqual(n);
    expect(pacer.countAt(us + roundingUs)).toBeGreaterThan(n);
  }
  expect(arrivals.at(-1)).toBeLessThanOrEqual(pacer.lengthUs);
  expect(pacer.timeOf(pacer.total)).toBe(pacer.lengthUs);
  expect(pacer.countAt(0)).toBe(0);
  expect(pacer.countAt(2 * pacer.lengthUs)).toBe(pacer.total);
  return arrivals;
}

interface Asked {
  readonly counts: readonly number[];
  readonly times: readonly number[];
}

function expectOrder(pacer: Pacer, { counts, times }: Asked): void {
  const inOrder = (a: number, b: number) => a - b;
  const due = times.toSorted(inOrder).map((us) => pacer.countAt(us));
  for (const [i, count] of due.entries()) {
    expect(count).toBeGreaterThanOrEqual((due[i - 1] ?? 0) - 1e-12 * pacer.total);
  }
  const reached = counts.toSorted(inOrder).map((count) => pacer.timeOf(count));
  for (const [i, us] of reached.entries()) {
    expect(us).toBeGreaterThanOrEqual((reached[i - 1] ?? 0) - roundingUs);
    expect(us).toBeLessThanOrEqual(pacer.lengthUs * (1 + 1e-12));
  }
}

/** Answers do not depend on the order of the questions, to the last bit. */
function expectSameFrom(make: () => Pacer, { counts, times }: Asked): void {
  const [one, other] = [make(), make()];
  expect(counts.toReversed().map((count) => other.timeOf(count))).toEqual(
    counts.map((count) => one.timeOf(count)).toReversed(),
  );
  expect(times.toReversed().map((us) => other.countAt(us))).toEqual(
    times.map((us) => one.countAt(us)).toReversed(),
  );
}

function expectWhole(pacer: Pacer): void {
  const { total, lengthUs } = pacer;
  expect(pacer.countAt(0)).toBe(0);
  expect(pacer.countAt(-1)).toBe(0);
  expectNear(pacer.countAt(lengthUs), total, total);
  expectNear(pacer.countAt(2 * lengthUs), total, total);
}

/** Where something is due on both sides of a time, its count leads back to it. */
function expectInverse(pacer: Pacer, us: number): void {
  const count = pacer.countAt(us);
  const nearUs = 1e-4 * pacer.lengthUs;
  const sure = 1e-9 * pacer.total;
  const isBefore = pacer.countAt(us - nearUs) < count - sure;
  const isAfter = pacer.countAt(us + nearUs) > count + sure;
  if (isBefore && isAfter) {
    expect(Math.abs(pacer.timeOf(count) - us)).toBeLessThanOrEqual(nearUs);
  }
}

function expectNear(found: number, expected: number, scale: number): void {
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-9 * scale);
}
