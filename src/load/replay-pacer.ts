import { before, type Timeline } from "../generators/replay/timeline.ts";
import type { Playback } from "../scenario/plan.ts";
import type { ReplayPlan } from "../scenario/replay-plan.ts";
import type { Pacer } from "./pacers/pacer.ts";
import { recorded } from "./pacers/recorded.ts";
import { repeat } from "./pacers/repeat.ts";

export interface ReplayPacing {
  readonly timeline: Timeline;
  /** The timeline's offsets, spread inside their buckets. */
  readonly offsetsMs: Float64Array;
  readonly source: Pick<ReplayPlan, "records" | "speed" | "loop">;
  readonly playback: Pick<Playback, "spanDayMs" | "playedInMs" | "compression">;
}

/**
 * The times of a recording's slots, pass after pass: as recorded, divided by the compression, or
 * stretched so that the source's records fill the played time.
 */
export function replayPacer({ timeline, offsetsMs, source, playback }: ReplayPacing): Pacer {
  const rows = offsetsMs.length;
  const isScaled = source.speed === "scaled";
  const endMs = isScaled ? endOf(source.records, { timeline, offsetsMs }) : playback.spanDayMs;
  const usPerMs = (playback.playedInMs * 1_000) / endMs;
  // Rows of one time have no length: they are played once.
  const lengthMs = timeline.lengthMs || endMs;
  const times = offsetsMs.map((offset) => offset * usPerMs);
  const pass = recorded(times, lengthMs * usPerMs);
  const passes = repeat(pass, Math.max(1, Math.ceil(source.records / rows)));
  return isScaled ? passes : withinSpan(passes, { timeline, offsetsMs, source, playback });
}

/** Where `records` slots end: at the time of the next one that is later than the last of them. */
function endOf(
  records: number,
  { timeline, offsetsMs }: Pick<ReplayPacing, "timeline" | "offsetsMs">,
): number {
  const rows = offsetsMs.length;
  const passesMs = Math.floor((records - 1) / rows) * timeline.lengthMs;
  const last = offsetsMs[(records - 1) % rows] as number;
  const later = offsetsMs.subarray((records - 1) % rows).find((offset) => offset > last);
  return passesMs + (later ?? timeline.lengthMs);
}

/**
 * The span may cut a bucket: then its share of the bucket's rows is spread over what is left of it.
 * The first m of sorted uniform draws, divided by the next one, are m sorted uniform draws.
 */
function withinSpan(passes: Pacer, { timeline, offsetsMs, source, playback }: ReplayPacing): Pacer {
  const { jitterWithinMs, lengthMs } = timeline;
  const rows = offsetsMs.length;
  const pass = Math.floor(source.records / rows);
  const next = source.records % rows;
  const start = timeline.offsetsMs[next] as number;
  const cutMs = playback.spanDayMs - (pass * lengthMs + start);
  if (jitterWithinMs === 0 || cutMs <= 0 || cutMs >= jitterWithinMs) return passes;
  const first = pass * rows + before(timeline.offsetsMs, start);
  const startUs = ((pass * lengthMs + start) * 1_000) / playback.compression;
  const squeeze = cutMs / ((offsetsMs[next] as number) - start);
  return {
    ...passes,
    timeOf(slot) {
      const us = passes.timeOf(slot);
      return slot < first ? us : startUs + (us - startUs) * squeeze;
    },
  };
}
