import { inverseOf } from "./inverse.ts";
import type { Pacer } from "./pacer.ts";

/** All of several pacers at once: their counts add up. */
export function sum(pacers: readonly Pacer[]): Pacer {
  const total = pacers.reduce((all, pacer) => all + pacer.total, 0);
  const lengthUs = Math.max(...pacers.map((pacer) => pacer.lengthUs));
  const countAt = (us: number) => {
    let due = 0;
    for (const pacer of pacers) due += pacer.countAt(us);
    return due;
  };
  const count = { total, lengthUs, countAt };
  return { ...count, timeOf: inverseOf(count) };
}
