import type { GeneratedRecord } from "../generators/stripe.ts";
import type { Plan } from "../scenario/plan.ts";
import { pacerOf } from "./pacers/table.ts";
import type { Schedule } from "./schedule.ts";

/** The plan of a load that keeps its volume, as its sources live: a day that takes a day. */
export function dayLong(plan: Plan): Plan {
  const { playback } = plan;
  return { ...plan, playback: { ...playback, playedInMs: playback.spanDayMs, compression: 1 } };
}

/**
 * Plays a schedule of a whole day at one rate: a moment of the day comes when its share of the
 * records has been sent, so the day's clock slows down where the day is dense. A function of the
 * moment alone, so that parts of the load agree.
 */
export function atOneRate(day: Schedule, plan: Plan): Schedule {
  const { records, curve } = plan.load;
  const { playback } = dayLong(plan);
  const pacer = pacerOf(curve, { ...playback, total: records });
  const usPerRecord = (plan.playback.playedInMs * 1_000) / records;
  const realUs = (dayUs: number) => Math.floor(pacer.countAt(dayUs) * usPerRecord);
  return {
    peekUs() {
      const dayUs = day.peekUs();
      return dayUs === Infinity ? Infinity : realUs(dayUs);
    },
    take(): GeneratedRecord {
      const record = day.take();
      // Nobody else has it yet; a copy of each of 80 million records would be made for nothing.
      return Object.assign(record, { intendedUs: realUs(record.intendedUs) });
    },
  };
}
