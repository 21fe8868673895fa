import type { CountName, ValueName } from "./catalogue.ts";

/** Where engines put what CloudWatch would know of them. */
export interface Meter {
  /** Adds to a count of a stream, queue or bucket. */
  count(metric: CountName, resource: string, by: number): void;
  /** Notes one value of a distribution. */
  observe(metric: ValueName, resource: string, value: number): void;
}

/** For engines that stand alone. */
export const noMeter: Meter = { count: () => {}, observe: () => {} };
