import { cellOf } from "./edges.ts";
import type { Pacer } from "./pacer.ts";

/**
 * Arrivals at recorded times.
 * @param times Microseconds after the start, ascending, none below 0 or at or after the end.
 * @throws RangeError where they are not.
 */
export function recorded(times: Float64Array, lengthUs: number): Pacer {
  const total = times.length;
  // Cell i holds the moments that come after i arrivals, and up to the next one.
  const edges = new Float64Array(total + 2);
  edges.set(times, 1);
  edges[total + 1] = Infinity;
  for (const [i, us] of times.entries()) {
    if (us >= (edges[i] as number) && us < lengthUs) continue;
    throw new RangeError(`recorded time ${i} is ${us} µs: not in order, or not within the span`);
  }
  let hint = 0;
  return {
    total,
    lengthUs,
    countAt(us) {
      hint = cellOf(edges, us, hint);
      // What arrives at this very moment is not before it.
      let count = hint;
      while (count > 0 && (times[count - 1] as number) >= us) count--;
      return count;
    },
    timeOf: (count) => (count >= total ? lengthUs : (times[Math.floor(Math.max(0, count))] ?? 0)),
  };
}
