import { cellOf } from "./edges.ts";
import type { Pacer } from "./pacer.ts";

/** Enough for a cell to hold next to nothing of a curve, and little memory (32 KiB). */
const cells = 4_096;
const roundsMax = 200;
/** A curve without a jump is found in fewer rounds. */
const smoothRounds = 6;
/** Where the count jumps, its time is known this well. */
const jumpUs = 1e-6;

/**
 * `timeOf` of a count that has no formula for it. The count is tabled at equal times, and within a
 * cell its root is found by false position (Illinois), later on in turns with bisection, so that
 * a jump is found as well. Right to 2^-50 of the total, or to `jumpUs`. Every root is looked
 * for from its own cell, so the answer is a function of the count alone.
 */
export function inverseOf({ total, lengthUs, countAt }: Omit<Pacer, "timeOf">): Pacer["timeOf"] {
  const cellUs = lengthUs / cells;
  const counts = Float64Array.from({ length: cells + 1 }, (_, i) => countAt(i * cellUs));
  const tolerance = total * 2 ** -50;
  const end = counts[cells] as number;
  let hint = 0;
  return (asked) => {
    if (asked >= end) return lengthUs;
    const count = Math.max(0, asked);
    const cell = cellOf(counts, count, hint);
    hint = cell;
    let low = cell * cellUs;
    let high = low + cellUs;
    let below = Math.min(0, (counts[cell] as number) - count);
    let above = (counts[cell + 1] as number) - count;
    let lastError = 0;
    for (let round = 1; round <= roundsMax && high - low > jumpUs; round++) {
      const share = round > smoothRounds && round % 2 === 0 ? 0.5 : below / (below - above);
      const us = low + share * (high - low);
      const error = countAt(us) - count;
      if (Math.abs(error) <= tolerance) return us;
      // An end that stays twice would stay for good: its weight is halved.
      if (error > 0) {
        high = us;
        above = error;
        if (lastError > 0) below /= 2;
      } else {
        low = us;
        below = error;
        if (lastError < 0) above /= 2;
      }
      lastError = error;
    }
    return low;
  };
}
