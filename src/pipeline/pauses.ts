import type { Plan } from "../scenario/plan.ts";

/** A time in which a consumer does not read, in microseconds after the start of the run. */
export interface Pause {
  readonly fromUs: number;
  readonly toUs: number;
}

/** The pauses that the plan has for a stage, in their order. */
export function pausesOf({ events }: Plan, stage: string): readonly Pause[] {
  return events.flatMap((event) =>
    event.kind === "pause" && event.stage === stage
      ? [{ fromUs: event.atMs * 1_000, toUs: (event.atMs + event.forMs) * 1_000 }]
      : [],
  );
}

/** How much is left of the pause that holds now, in milliseconds; 0 where there is none. */
export function pauseLeftMs(pauses: readonly Pause[], nowUs: number): number {
  const pause = pauses.find(({ fromUs, toUs }) => nowUs >= fromUs && nowUs < toUs);
  return pause ? (pause.toUs - nowUs) / 1_000 : 0;
}

/** How long it is to the next pause, in milliseconds. */
export function untilPauseMs(pauses: readonly Pause[], nowUs: number): number {
  const next = pauses.find(({ fromUs }) => fromUs > nowUs);
  return next ? (next.fromUs - nowUs) / 1_000 : Infinity;
}
