import { messageOf } from "../core/errors.ts";
import { sleep } from "../core/timers.ts";
import type { Task } from "./worker.ts";

/** How often a waiting copy asks again, and how many ask at once. */
const intervalMs = 500;
const askedAtOnce = 500;

/**
 * Copies whose event is in progress elsewhere. They ask again until it is done or its lease is
 * over.
 */
export class WaitingRoom {
  readonly #tryAgain: (tasks: readonly Task[]) => Promise<void>;
  #tasks: Task[] = [];
  readonly #stopping = new AbortController();
  lastError = "";

  constructor(tryAgain: (tasks: readonly Task[]) => Promise<void>) {
    this.#tryAgain = tryAgain;
  }

  get size(): number {
    return this.#tasks.length;
  }

  add(task: Task): void {
    this.#tasks.push(task);
  }

  start(): void {
    void this.#loop();
  }

  stop(): void {
    this.#stopping.abort();
  }

  async #loop(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await sleep(intervalMs, signal);
      const asking = this.#tasks;
      this.#tasks = [];
      for (let i = 0; i < asking.length && !signal.aborted; i += askedAtOnce) {
        const some = asking.slice(i, i + askedAtOnce);
        try {
          await this.#tryAgain(some);
        } catch (error) {
          // The store did not answer: they wait on, and their messages are still ours.
          this.lastError = messageOf(error);
          this.#tasks.push(...some);
        }
      }
    }
  }
}
