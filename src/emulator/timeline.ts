import type { Clock } from "../core/clock.ts";
import { Heap } from "../core/heap.ts";
import { after as realAfter, type After } from "../core/timers.ts";

interface Task {
  run: (() => void) | undefined;
}

/**
 * The emulator's time: it runs with a clock, and can be put forward. What was due in between (the
 * end of a visibility timeout, of a delay, of a subscription) then happens at once and in order, so
 * that a test need not wait for it.
 */
export class Timeline implements Clock {
  readonly #base: Clock;
  readonly #wait: After;
  readonly #tasks = new Heap<Task>();
  #aheadMs = 0;
  #cancelAlarm: () => void = () => {};
  #alarmMs = Infinity;

  constructor(base: Clock, wait: After = realAfter) {
    this.#base = base;
    this.#wait = wait;
  }

  epochMs(): number {
    return this.#base.epochMs() + this.#aheadMs;
  }

  monotonicUs(): number {
    return this.#base.monotonicUs() + this.#aheadMs * 1_000;
  }

  /** How far this time is ahead of its clock, in milliseconds. */
  get aheadMs(): number {
    return this.#aheadMs;
  }

  readonly after: After = (ms, run) => {
    const task: Task = { run };
    this.#tasks.push(this.monotonicUs() / 1_000 + Math.max(0, ms), task);
    this.#setAlarm();
    return () => {
      task.run = undefined;
    };
  };

  /** Puts the time forward; whole milliseconds, at least 0. */
  advance(ms: number): void {
    if (!Number.isInteger(ms) || ms < 0) throw new RangeError(`time cannot be moved by ${ms} ms`);
    const target = this.#aheadMs + ms;
    for (;;) {
      const dueMs = this.#tasks.peekKey() - this.#base.monotonicUs() / 1_000;
      if (dueMs > target) break;
      // A task that is due sees the time at which it was due.
      this.#aheadMs = Math.max(this.#aheadMs, dueMs);
      this.#tasks.pop()?.run?.();
    }
    this.#aheadMs = target;
    this.#setAlarm();
  }

  #setAlarm(): void {
    const dueMs = this.#tasks.peekKey();
    if (dueMs === this.#alarmMs) return;
    this.#cancelAlarm();
    this.#alarmMs = dueMs;
    if (dueMs === Infinity) return;
    this.#cancelAlarm = this.#wait(dueMs - this.monotonicUs() / 1_000, () => this.#ring());
  }

  #ring(): void {
    this.#alarmMs = Infinity;
    // A timer may ring a fraction early: what is not yet due waits for the rest.
    while (this.#tasks.peekKey() <= this.monotonicUs() / 1_000) this.#tasks.pop()?.run?.();
    this.#setAlarm();
  }
}
