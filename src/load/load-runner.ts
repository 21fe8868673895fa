import { sleep, turn } from "../core/timers.ts";
import type { Schedule } from "./schedule.ts";
import type { KinesisProducer } from "./producer.ts";

/** Records taken from the schedule before the event loop gets a turn. */
const burstMax = 500;
/** The longest that the loop sleeps while the schedule waits for room, in milliseconds. */
const pollMs = 2;

export interface LoadRunnerOptions {
  readonly schedule: Schedule;
  readonly producer: KinesisProducer;
  /** Microseconds since the start of the run. */
  readonly nowUs: () => number;
  /** Aborted when no more is to be sent: an interrupt, or a stage that failed. */
  readonly stop: AbortSignal;
}

/**
 * Plays the schedule in an open model: each record is handed to the driver at its intended time,
 * however slow the answers are. Only a full buffer makes it wait, and that shows as schedule lag.
 */
export async function runLoad(options: LoadRunnerOptions): Promise<void> {
  const { schedule, producer, nowUs, stop } = options;
  while (!stop.aborted && schedule.peekUs() < Infinity) {
    let burst = burstMax;
    for (let us = nowUs(); schedule.peekUs() <= us && producer.hasRoom && burst > 0; burst--) {
      producer.accept(schedule.take(), us);
      us = nowUs();
    }
    producer.pump();
    const dueUs = producer.hasRoom ? schedule.peekUs() : Infinity;
    if (dueUs <= nowUs()) {
      // Behind the schedule, a timer would cost a millisecond more.
      await turn();
      continue;
    }
    const waitMs = (Math.min(dueUs, producer.nextDueUs()) - nowUs()) / 1_000;
    await sleep(Math.min(Math.max(waitMs, 1), producer.hasRoom ? 1_000 : pollMs), stop);
  }
  await settle(producer, stop);
}

/** Keeps pumping until all that was accepted is settled. */
async function settle(producer: KinesisProducer, stop: AbortSignal): Promise<void> {
  while (producer.held > 0) {
    producer.pump();
    // An interrupt ends the load, not the account of what was sent: this wait is not cut short.
    await sleep(stop.aborted ? 1 : pollMs);
  }
}
