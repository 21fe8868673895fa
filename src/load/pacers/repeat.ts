import { clamp, type Pacer } from "./pacer.ts";

/** A pacer again and again: 2.5 times is twice, and then the first half of its time. */
export function repeat(pacer: Pacer, times: number): Pacer {
  const periodUs = pacer.lengthUs;
  const whole = Math.floor(times);
  const total = whole * pacer.total + pacer.countAt((times - whole) * periodUs);
  // The last round: a count that is on the edge after it belongs to its end.
  const last = Math.max(0, Math.ceil(times) - 1);
  const lengthUs = times * periodUs;
  return {
    total,
    lengthUs,
    countAt(us) {
      const at = clamp(us, 0, lengthUs);
      const round = Math.min(last, Math.floor(at / periodUs));
      return round * pacer.total + pacer.countAt(at - round * periodUs);
    },
    timeOf(count) {
      if (count >= total) return lengthUs;
      const reached = Math.max(0, count);
      const round = Math.min(last, Math.floor(reached / pacer.total));
      return round * periodUs + pacer.timeOf(reached - round * pacer.total);
    },
  };
}
