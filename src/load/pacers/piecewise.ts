import { cellOf } from "./edges.ts";
import { clamp, type Pacer, type Span } from "./pacer.ts";

/** A stretch in which the rate goes in a straight line from one weight to another. */
export interface Piece {
  /** Where it ends, after the start of the first, in a unit of the caller's. */
  readonly until: number;
  /** Weights: only the proportions between all of a curve's count. */
  readonly from: number;
  readonly to: number;
}

/** The pieces stretched over the span, whose end the last piece's is. Not all weights are 0. */
export function piecewise(pieces: readonly Piece[], { total, lengthUs }: Span): Pacer {
  const { times, counts } = integrate(pieces, { total, lengthUs });
  const from = Float64Array.from(pieces, (piece) => piece.from);
  const to = Float64Array.from(pieces, (piece) => piece.to);
  const endUs = times[times.length - 1] as number;
  let timeHint = 0;
  let countHint = 0;
  return {
    total,
    lengthUs,
    countAt(us) {
      const at = clamp(us, 0, endUs);
      const i = cellOf(times, at, timeHint);
      timeHint = i;
      const share = shareWithin(times, i, at);
      const count = counts[i] as number;
      const due = countShare(share, from[i] as number, to[i] as number);
      return count + due * ((counts[i + 1] as number) - count);
    },
    timeOf(count) {
      const reached = clamp(count, 0, total);
      const i = cellOf(counts, reached, countHint);
      countHint = i;
      const share = shareWithin(counts, i, reached);
      const time = times[i] as number;
      const passed = timeShare(share, from[i] as number, to[i] as number);
      return time + passed * ((times[i + 1] as number) - time);
    },
  };
}

/** Time and cumulative count at each edge of a piece. */
function integrate(pieces: readonly Piece[], { total, lengthUs }: Span) {
  const usPerUnit = lengthUs / (pieces.at(-1)?.until ?? 1);
  const times = new Float64Array(pieces.length + 1);
  const counts = new Float64Array(pieces.length + 1);
  let start = 0;
  let area = 0;
  for (const [i, { until, from, to }] of pieces.entries()) {
    area += ((from + to) / 2) * (until - start);
    times[i + 1] = until * usPerUnit;
    counts[i + 1] = area;
    start = until;
  }
  return { times, counts: counts.map((sum) => (sum / area) * total) };
}

function shareWithin(edges: Float64Array, i: number, x: number): number {
  const start = edges[i] as number;
  const width = (edges[i + 1] as number) - start;
  return width === 0 ? 0 : (x - start) / width;
}

/** The share of a piece's count that is due after a share of its time. */
function countShare(time: number, from: number, to: number): number {
  return from === to ? time : (time * (2 * from + (to - from) * time)) / (from + to);
}

/** Its inverse, in the form of the quadratic's root that loses no digits. */
function timeShare(count: number, from: number, to: number): number {
  if (from === to) return count;
  const rate = Math.sqrt(from * from + (to * to - from * from) * count);
  return from + rate === 0 ? 0 : (count * (from + to)) / (from + rate);
}
