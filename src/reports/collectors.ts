import { eventsPerSecond } from "../checks/evidence/saturated.ts";
import type { History } from "../core/history/history.ts";
import type { SaturatedPattern } from "../core/history/saturation.ts";
import { formatCount, formatDuration } from "../core/units.ts";
import type { Playback } from "../scenario/plan.ts";
import { latencySeries, sliceGrid } from "./day-series.ts";
import { rounded, roundedFigures } from "./rounding.ts";
import type { Report } from "./schema.ts";
import { msText } from "./words.ts";

/** What collectors answered, and what one of them was found to take; absent without them. */
export function collectorParts(
  playback: Playback,
  history: History,
): Pick<Report, "answers" | "saturation"> {
  const { answers, saturation } = history;
  const { times, refused, pushedBack, failed, gone, missing } = answers;
  const requests = times.latency.count + refused + pushedBack + failed + gone;
  return {
    ...((requests > 0 || missing.length > 0) && {
      answers: {
        serviceMs: roundedFigures(times.latency.figures()),
        bySlice: latencySeries(times, sliceGrid(playback)),
        refused,
        pushedBack,
        failed,
        gone,
        missing,
      },
    }),
    ...(saturation && {
      saturation: { ...saturation, patterns: saturation.patterns.map(patternRow) },
    }),
  };
}

type Pattern = NonNullable<Report["saturation"]>["patterns"][number];

function patternRow(pattern: SaturatedPattern): Pattern {
  const { stored, notAllStored, tookMs, serviceMs } = pattern;
  const perSecond = tookMs > 0 ? 1_000 / tookMs : 0;
  return {
    ...pattern,
    tookMs: rounded(tookMs),
    requestsPerSecond: rounded((stored + notAllStored) * perSecond),
    eventsPerSecond: rounded(eventsPerSecond(pattern)),
    serviceMs: roundedFigures(serviceMs),
  };
}

export const answersTitle = "Answered by the collectors: service time, not from the intended time";

/** The answers that are not among the service times. */
export function answerNotes({ answers }: Report): readonly string[] {
  if (!answers) return [];
  const { refused, pushedBack, failed, gone, missing } = answers;
  const notes = [
    "From the head of a request to its answer, where anything was stored or may have been. " +
      "Not among these: " +
      `${formatCount(refused)} refused, ${formatCount(pushedBack)} pushed back, ` +
      `${formatCount(failed)} failed, ${formatCount(gone)} broken off by the client.`,
  ];
  if (missing.length > 0) {
    notes.push(`What ${missing.join(", ")} answered is not in it: it did not end in order.`);
  }
  return notes;
}

export const saturationHead = [
  "Events a request",
  "Requests/s",
  "Events/s",
  "Service p50",
  "Service p99",
  "503",
  "Not all stored",
  "Other answers",
  "Broken off",
];

/** A row for each size of request. */
export function saturationRows({ saturation }: Report): readonly (readonly string[])[] {
  return (saturation?.patterns ?? []).map((pattern) => {
    const { count, p50, p99 } = pattern.serviceMs;
    return [
      formatCount(pattern.recordsPerRequest),
      formatCount(pattern.requestsPerSecond),
      formatCount(pattern.eventsPerSecond),
      msText(p50, count),
      msText(p99, count),
      formatCount(pattern.pushedBack),
      formatCount(pattern.notAllStored),
      formatCount(pattern.otherAnswers),
      formatCount(pattern.brokenOff),
    ];
  });
}

/** What the figures are, and whether what was acknowledged is there. */
export function saturationNote({ saturation }: Report): string | undefined {
  if (!saturation) return undefined;
  const { connections, patterns, claimed, inStream } = saturation;
  const tookMs = patterns.reduce((sum, pattern) => sum + pattern.tookMs, 0);
  return (
    `After the run, one collector apart was sent all that it could take, for ` +
    `${formatDuration(tookMs)}: ${formatCount(connections)} connections, each of which sends its ` +
    "next request when the one before it is answered. The times are service times under " +
    "saturation. They say nothing about what clients meet at a given rate, and are not to be " +
    `compared with latencies from the intended time. It called ${formatCount(claimed)} events ` +
    `stored; ${formatCount(inStream)} were read back from its stream.`
  );
}
