import { realClock } from "../core/clock.ts";

export interface Stopwatch {
  readonly phases: { name: string; tookMs: number }[];
  /** Ends a phase under this name; the next one begins. */
  next(name: string): void;
}

export function createStopwatch(): Stopwatch {
  const phases: Stopwatch["phases"] = [];
  let sinceUs = realClock.monotonicUs();
  return {
    phases,
    next(name) {
      const nowUs = realClock.monotonicUs();
      phases.push({ name, tookMs: (nowUs - sinceUs) / 1_000 });
      sinceUs = nowUs;
    },
  };
}
