import type { After } from "../../core/timers.ts";

/** One timer that is set to the earliest time asked for. */
export class Wake {
  readonly #after: After;
  readonly #task: () => void;
  #atMs = Infinity;
  #cancel: () => void = () => {};

  constructor(after: After, task: () => void) {
    this.#after = after;
    this.#task = task;
  }

  setBy(atMs: number, nowMs: number): void {
    if (atMs >= this.#atMs) return;
    this.#cancel();
    this.#atMs = atMs;
    this.#cancel = this.#after(atMs - nowMs, () => {
      this.#atMs = Infinity;
      this.#task();
    });
  }

  cancel(): void {
    this.#cancel();
    this.#atMs = Infinity;
  }
}
