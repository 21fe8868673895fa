import { inverseOf } from "./inverse.ts";
import { clamp, type Pacer, type Span } from "./pacer.ts";

export interface Sine {
  /** Waves within the span; they need not be whole. */
  readonly periods: number;
  /** How far the rate goes above and below its mean, as a share of it: at most 1. */
  readonly amplitude: number;
}

/** A rate that swings about its mean, from which it begins by rising. */
export function sine({ periods, amplitude }: Sine, { total, lengthUs }: Span): Pacer {
  const turn = 2 * Math.PI * periods;
  const area = (share: number) => share + (amplitude / turn) * (1 - Math.cos(turn * share));
  const scale = total / area(1);
  const countAt = (us: number) => scale * area(clamp(us / lengthUs, 0, 1));
  const count = { total, lengthUs, countAt };
  return { ...count, timeOf: inverseOf(count) };
}
