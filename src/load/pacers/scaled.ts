import type { Pacer } from "./pacer.ts";

/** The same curve with another total. Not for single arrivals, which cannot be had in part. */
export function scaled(pacer: Pacer, total: number): Pacer {
  const factor = pacer.total / total;
  return {
    total,
    lengthUs: pacer.lengthUs,
    countAt: (us) => Math.min(total, pacer.countAt(us) / factor),
    timeOf: (count) => pacer.timeOf(count * factor),
  };
}
