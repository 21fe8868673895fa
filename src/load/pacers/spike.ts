import type { Pacer, Span } from "./pacer.ts";
import { piecewise, type Piece } from "./piecewise.ts";

export interface Spike {
  /** Where the burst begins and how long it is, as shares of the span; it ends within it. */
  readonly at: number;
  readonly width: number;
  /** The rate within the burst, throughout: so many times the rate outside it. */
  readonly times: number;
}

/** A constant base with one rectangular burst. */
export function spike({ at, width, times }: Spike, span: Span): Pacer {
  const pieces: readonly Piece[] = [
    { until: at, from: 1, to: 1 },
    { until: Math.min(1, at + width), from: times, to: times },
    { until: 1, from: 1, to: 1 },
  ];
  return piecewise(pieces, span);
}
