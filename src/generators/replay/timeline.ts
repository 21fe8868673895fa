import type { RecordingSurvey } from "../../core/recording.ts";
import type { Random } from "../../core/random.ts";

/** When the rows of a recording were recorded, in its own time. A pure value. */
export interface Timeline {
  /** Milliseconds since the Unix epoch; undefined in a recording without times. */
  readonly startEpochMs: number | undefined;
  /** Milliseconds after the start, ascending: truncated where they are to be spread. */
  readonly offsetsMs: Float64Array;
  /**
   * After which it begins again. Its times come and one mean gap, so that the rate goes on; the end
   * of the last bucket where rows are spread; 0 where all rows have the same time.
   */
  readonly lengthMs: number;
  /** Rows of equal offsets are spread over so much; 0 is not at all. */
  readonly jitterWithinMs: number;
}

/**
 * @param times Milliseconds since the Unix epoch, ascending; all NaN in a recording without times,
 * whose rows are then evenly spaced.
 */
export function timelineOf(times: Float64Array, jitterWithinMs: number): Timeline {
  const rows = times.length;
  const [first, last] = [times[0] as number, times[rows - 1] as number];
  if (Number.isNaN(first)) {
    const offsetsMs = Float64Array.from(times, (_, rank) => rank);
    return { startEpochMs: undefined, offsetsMs, lengthMs: rows, jitterWithinMs: 0 };
  }
  if (jitterWithinMs === 0) {
    const lengthMs = rows === 1 ? 0 : ((last - first) * rows) / (rows - 1);
    const offsetsMs = times.map((time) => time - first);
    return { startEpochMs: first, offsetsMs, lengthMs, jitterWithinMs };
  }
  const bucket = (time: number) => Math.floor(time / jitterWithinMs) * jitterWithinMs;
  const start = bucket(first);
  const offsetsMs = times.map((time) => bucket(time) - start);
  const lengthMs = bucket(last) - start + jitterWithinMs;
  return { startEpochMs: start, offsetsMs, lengthMs, jitterWithinMs };
}

/** Rows that are due before `spanMs`; of a bucket that the span cuts, its share of the rows. */
export function rowsWithin(
  { offsetsMs, lengthMs, jitterWithinMs }: Timeline,
  spanMs: number,
  repeats: Parameters<RecordingSurvey["rowsWithin"]>[1],
): number {
  const isLooped = repeats === "looped" && lengthMs > 0;
  const passes = isLooped ? Math.floor(spanMs / lengthMs) : 0;
  const restMs = spanMs - passes * lengthMs;
  let rows = before(offsetsMs, restMs);
  const bucketStart = offsetsMs[rows - 1];
  if (jitterWithinMs > 0 && bucketStart !== undefined) {
    const first = before(offsetsMs, bucketStart);
    const share = Math.min(1, (restMs - bucketStart) / jitterWithinMs);
    rows = first + Math.floor((rows - first) * share);
  }
  return passes * offsetsMs.length + rows;
}

/**
 * The offsets with the rows of each bucket spread uniformly over it. Sorted draws: the order of the
 * file is kept within a bucket, as there is no better one.
 */
export function spreadOffsets(
  { offsetsMs, jitterWithinMs }: Timeline,
  random: Random,
): Float64Array {
  if (jitterWithinMs === 0) return offsetsMs;
  const spread = new Float64Array(offsetsMs.length);
  for (let from = 0; from < offsetsMs.length;) {
    const start = offsetsMs[from] as number;
    let to = from;
    while (to < offsetsMs.length && offsetsMs[to] === start) {
      spread[to++] = start + random.float() * jitterWithinMs;
    }
    spread.subarray(from, to).sort();
    from = to;
  }
  return spread;
}

/** How many of the ascending values are below x. */
export function before(values: Float64Array, x: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] as number) < x) low = middle + 1;
    else high = middle;
  }
  return low;
}
