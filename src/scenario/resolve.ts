import { createHash } from "node:crypto";
import { canonicalJson } from "./canonical-json.ts";
import type { LoadPlan, Plan, Playback, SabotagePlan } from "./plan.ts";
import { type ReplayRecords, withoutPlaces } from "./recordings.ts";
import { resolveEntry } from "./entry.ts";
import { resolveDriver } from "./resolve-driver.ts";
import { resolveEvents } from "./resolve-events.ts";
import { resolveChecks } from "./resolve-checks.ts";
import { resolveCurve } from "./resolve-curve.ts";
import { resolveStage } from "./resolve-stages.ts";
import type { Scenario } from "./schema.ts";
import { resolveSources } from "./sources.ts";

/** Five minutes of a whole day. */
const slicesPerRun = 288;
const sliceMsMin = 250;
/** A load that keeps its volume is given this many times the time that it is meant to take. */
const deadlineFactor = 2;

/** Turns durations of the day into durations of the wire, in whole milliseconds of at least one. */
type WireClock = (dayMs: number) => number;

/**
 * A validated scenario as the plan that a run follows: what belongs to the day is compressed.
 * @param recordings One for each entry of `load.replay`.
 */
export function resolvePlan(scenario: Scenario, recordings: readonly ReplayRecords[] = []): Plan {
  const playback = resolvePlayback(scenario);
  const wire: WireClock = (dayMs) => Math.max(1, Math.round(dayMs / playback.compression));
  const plan: Omit<Plan, "hash" | "seed"> = {
    name: scenario.name,
    title: scenario.title,
    description: scenario.description.trim(),
    playback,
    load: resolveLoad(scenario, playback, recordings),
    streams: scenario.streams.map(({ name, shards, retention }) => ({
      name,
      shards,
      retentionMs: wire(retention),
    })),
    queues: scenario.queues.map(({ name, visibilityTimeout, deadLetter }) => ({
      name,
      visibilityTimeoutMs: visibilityTimeout,
      ...(deadLetter && {
        deadLetter: { queue: deadLetter.queue, receiveCountMax: deadLetter.receiveCount },
      }),
    })),
    buckets: scenario.buckets,
    stages: scenario.stages.map((stage) => resolveStage(stage, wire)),
    events: resolveEvents(scenario),
    drainDeadlineMs: scenario.drainDeadline,
    checks: resolveChecks(scenario.checks, { sliceMs: playback.sliceMs, wire }),
    emulator: {
      ...scenario.emulator,
      limitFactor: playback.keep === "volume" ? playback.compression : 1,
    },
    sabotage: resolveSabotage(scenario),
  };
  const hash = createHash("sha256")
    .update(canonicalJson(withoutPlaces(plan)))
    .digest("hex");
  return { ...plan, hash, seed: scenario.seed };
}

function resolvePlayback({ playback }: Scenario): Playback {
  return {
    spanDayMs: playback.span,
    playedInMs: playback.playedIn,
    keep: playback.keep,
    ...(playback.keep === "volume" && {
      deadlineMs: playback.deadline ?? deadlineFactor * playback.playedIn,
    }),
    compression: playback.span / playback.playedIn,
    date: playback.date,
    startOfDayMs: playback.startsAt,
    sliceMs: Math.max(sliceMsMin, playback.playedIn / slicesPerRun),
  };
}

/** Records of the volume in the played stretch; 0 where recordings alone say how much is sent. */
export function volumeRecords(scenario: Scenario): number {
  const { volume } = scenario.load;
  if (volume === undefined) return 0;
  const playback = resolvePlayback(scenario);
  const { meanWeight } = resolveCurve(scenario.load, playback);
  return Math.max(1, Math.round((volume * sentMs(playback) * meanWeight) / 1_000));
}

/** How long the volume's own rate takes to send all that is sent. */
function sentMs({ keep, spanDayMs, playedInMs }: Playback): number {
  return keep === "volume" ? spanDayMs : playedInMs;
}

function resolveLoad(
  scenario: Scenario,
  playback: Playback,
  recordings: readonly ReplayRecords[],
): LoadPlan {
  const { load } = scenario;
  const { curve } = resolveCurve(load, playback);
  const playedSeconds = playback.playedInMs / 1_000;
  const ofVolume = volumeRecords(scenario);
  const sources = resolveSources(load, { volumeRecords: ofVolume, recordings });
  const records = sources.reduce((sum, source) => sum + source.records, 0);
  const ofRecordings = ((records - ofVolume) * 1_000) / sentMs(playback);
  const { planted, producer } = load;
  return {
    records,
    ratePerSecond: records / playedSeconds,
    recordsPerDay: Math.round(((load.volume ?? 0) + ofRecordings) * 86_400),
    curve,
    arrivals: load.arrivals,
    sources,
    ...(load.threads !== "auto" && { threads: load.threads }),
    planted: {
      natural: planted.natural,
      synthetic: planted.synthetic,
      malformed: planted.malformed,
      beyondWindow: planted.beyondWindow,
      withinDelayMs: onSourceClock(planted.within, playback),
      beyondDelayMs: onSourceClock(planted.beyond, playback),
    },
    producer: {
      ...resolveEntry(scenario),
      ...resolveDriver(producer),
      lingerMs: producer.linger,
      recordsMax: producer.records,
      bytesMax: Math.floor(producer.bytes),
      callsInFlightMax: producer.callsInFlight,
      bufferRecordsMax: Math.floor(producer.buffer),
      requestTimeoutMs: producer.requestTimeout,
      retry: {
        attemptsMax: producer.retry.attempts,
        delayBaseMs: producer.retry.base,
        delayMaxMs: producer.retry.max,
      },
    },
  };
}

/**
 * The delays of copies stay exact: rounding them would push short ones together. Where the volume
 * is kept, the sources live on the day's clock, and so do their copies.
 */
function onSourceClock(
  [from, to]: readonly [number, number],
  { keep, compression }: Playback,
): readonly [number, number] {
  return keep === "volume" ? [from, to] : [from / compression, to / compression];
}

function resolveSabotage({ sabotage }: Scenario): SabotagePlan {
  return {
    deduplicationOff: sabotage.deduplication === "off",
    workerDropsOneIn: sabotage.workerDropsOneIn,
    deliveryAltersOneIn: sabotage.deliveryAltersOneIn,
    producerForgetsFailures: sabotage.producerForgetsFailures,
    killWorkerAt: sabotage.killWorkerAt,
    killCollectorAt: sabotage.killCollectorAt,
  };
}
