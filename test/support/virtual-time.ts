import { VirtualClock } from "../../src/core/clock.ts";
import { Heap } from "../../src/core/heap.ts";

/** A virtual clock with timers on it: time moves only in `advanceMs`, which runs what falls due. */
export class VirtualTime {
  readonly clock: VirtualClock;
  readonly #tasks = new Heap<() => void>();

  constructor(epochMsAtZero = 1_700_000_000_000) {
    this.clock = new VirtualClock(epochMsAtZero);
  }

  readonly after = (ms: number, task: () => void): (() => void) => {
    let isCancelled = false;
    this.#tasks.push(this.clock.monotonicUs() / 1_000 + Math.max(0, ms), () => {
      if (!isCancelled) task();
    });
    return () => {
      isCancelled = true;
    };
  };

  advanceMs(ms: number): void {
    const untilMs = this.clock.monotonicUs() / 1_000 + ms;
    while (this.#tasks.peekKey() <= untilMs) {
      this.clock.advanceMs(this.#tasks.peekKey() - this.clock.monotonicUs() / 1_000);
      this.#tasks.pop()?.();
    }
    this.clock.advanceMs(untilMs - this.clock.monotonicUs() / 1_000);
  }
}
