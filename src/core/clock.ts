/**
 * Time as a value that is handed in. Engines, pacers and checks never read a clock of their own:
 * that is what lets the same code run in real and in virtual time.
 */
export interface Clock {
  /** Milliseconds since the Unix epoch, for timestamps that people and services read. */
  epochMs(): number;
  /**
   * Microseconds on a monotonic clock. The real clock's origin is shared by every thread and
   * process of one machine, so that a time written by one can be subtracted in another.
   */
  monotonicUs(): number;
}

export const realClock: Clock = {
  epochMs: () => Date.now(),
  monotonicUs: () => {
    const [seconds, nanoseconds] = process.hrtime();
    return seconds * 1_000_000 + nanoseconds / 1_000;
  },
};

/** A clock that moves only when it is told to. */
export class VirtualClock implements Clock {
  #us: number;
  readonly #epochMsAtZero: number;

  constructor(epochMsAtZero = 0) {
    this.#us = 0;
    this.#epochMsAtZero = epochMsAtZero;
  }

  epochMs(): number {
    return this.#epochMsAtZero + Math.floor(this.#us / 1_000);
  }

  monotonicUs(): number {
    return this.#us;
  }

  advanceMs(ms: number): void {
    if (!(ms >= 0)) throw new RangeError(`a clock cannot go back by ${ms} ms`);
    this.#us += ms * 1_000;
  }
}
