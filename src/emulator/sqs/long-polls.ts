import type { After } from "../../core/timers.ts";

export interface Poll<T> {
  /** Answers what is there now, or undefined where there is nothing. */
  readonly attempt: () => T | undefined;
  /** The answer when the time is over. */
  readonly empty: T;
  readonly waitMs: number;
  /** Aborted when nobody waits for the answer any more: it must then not take anything. */
  readonly signal: AbortSignal;
}

interface Waiter<T> {
  readonly attempt: () => T | undefined;
  readonly resolve: (answer: T) => void;
  readonly reject: (error: Error) => void;
  readonly stop: () => void;
}

/** The receives that wait at one queue, served in the order in which they came. */
export class LongPolls<T> {
  readonly #waiters = new Set<Waiter<T>>();
  readonly #after: After;

  constructor(after: After) {
    this.#after = after;
  }

  get size(): number {
    return this.#waiters.size;
  }

  /** Waits for an answer, or for the end of the poll's time. The caller has tried once already. */
  wait(poll: Poll<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        this.#waiters.delete(waiter);
        waiter.stop();
        resolve(poll.empty);
      };
      const cancelTimer = this.#after(poll.waitMs, giveUp);
      const waiter: Waiter<T> = {
        attempt: poll.attempt,
        resolve,
        reject,
        stop: () => {
          cancelTimer();
          poll.signal.removeEventListener("abort", giveUp);
        },
      };
      this.#waiters.add(waiter);
      poll.signal.addEventListener("abort", giveUp, { once: true });
      if (poll.signal.aborted) giveUp();
    });
  }

  /** Serves waiters until one finds nothing. */
  serve(): void {
    for (const waiter of this.#waiters) {
      const answer = waiter.attempt();
      if (answer === undefined) return;
      this.#waiters.delete(waiter);
      waiter.stop();
      waiter.resolve(answer);
    }
  }

  /** Ends all waiting with an error: the queue is gone. */
  fail(error: Error): void {
    for (const waiter of this.#waiters) {
      waiter.stop();
      waiter.reject(error);
    }
    this.#waiters.clear();
  }
}
