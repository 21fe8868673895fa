import { seal } from "../core/envelope.ts";
import { createSchedule } from "../load/schedule.ts";
import { judgeEvent } from "../pipeline/collector/judge-event.ts";
import type { Plan } from "../scenario/plan.ts";

/** Records of a load that are looked through, at most. */
const takenMax = 50_000;

/**
 * Events of a plan's load that a collector accepts, as lines without their line break: up to
 * `count`, each with a partition key of its own, so that they spread over the shards.
 *
 * @throws RangeError where the load has none.
 */
export function validEvents(plan: Plan, count: number, keyMembers: readonly string[]): string[] {
  const schedule = createSchedule(plan);
  const events = new Map<string, string>();
  for (let taken = 0; taken < takenMax && events.size < count; taken++) {
    if (schedule.peekUs() === Infinity) break;
    const { kind, source: producer, stripe, sequence, intendedUs, payload } = schedule.take();
    if (kind === "malformed") continue;
    const bytes = seal({ run: "saturate", producer, stripe, sequence, intendedUs }, payload);
    const judged = judgeEvent({ bytes, position: 0 }, keyMembers);
    if (judged.kind === "valid" && !events.has(judged.partitionKey)) {
      events.set(judged.partitionKey, bytes.toString());
    }
  }
  if (events.size === 0) throw new RangeError("the load has no event that is valid");
  return [...events.values()];
}

/** Bodies of `records` lines each: all the events, and as many bodies as are asked for. */
export function bodiesOf(events: readonly string[], records: number, bodiesMin: number): string[] {
  const bodies = Math.max(bodiesMin, Math.ceil(events.length / records));
  return Array.from({ length: bodies }, (_, body) =>
    Array.from({ length: records }, (__, i) => events[(body * records + i) % events.length]).join(
      "\n",
    ),
  );
}
