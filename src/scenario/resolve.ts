import { createHash } from "node:crypto";
import { canonicalJson } from "./canonical-json.ts";
import { normalisedHourly, playedWeight } from "./curve.ts";
import type { LoadPlan, Plan, Playback, SabotagePlan } from "./plan.ts";
import { resolveChecks } from "./resolve-checks.ts";
import { resolveStage } from "./resolve-stages.ts";
import type { Scenario } from "./schema.ts";
import { resolveSources } from "./sources.ts";

/** Five minutes of a whole day. */
const slicesPerRun = 288;
const sliceMsMin = 250;

/** Turns durations of the day into durations of the wire, in whole milliseconds of at least one. */
type WireClock = (dayMs: number) => number;

/** A validated scenario as the plan that a run follows: what belongs to the day is compressed. */
export function resolvePlan(scenario: Scenario): Plan {
  const playback = resolvePlayback(scenario);
  const wire: WireClock = (dayMs) => Math.max(1, Math.round(dayMs / playback.compression));
  const plan: Omit<Plan, "hash" | "seed"> = {
    name: scenario.name,
    title: scenario.title,
    description: scenario.description.trim(),
    playback,
    load: resolveLoad(scenario, playback),
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
    drainDeadlineMs: scenario.drainDeadline,
    checks: resolveChecks(scenario.checks, { sliceMs: playback.sliceMs, wire }),
    emulator: scenario.emulator,
    sabotage: resolveSabotage(scenario),
  };
  const hash = createHash("sha256").update(canonicalJson(plan)).digest("hex");
  return { ...plan, hash, seed: scenario.seed };
}

function resolvePlayback({ playback }: Scenario): Playback {
  return {
    spanDayMs: playback.span,
    playedInMs: playback.playedIn,
    keep: playback.keep,
    compression: playback.span / playback.playedIn,
    date: playback.date,
    startOfDayMs: playback.startsAt,
    sliceMs: Math.max(sliceMsMin, playback.playedIn / slicesPerRun),
  };
}

function resolveLoad({ load }: Scenario, playback: Playback): LoadPlan {
  const hourly = normalisedHourly(load.hourly);
  const stretch = { startMs: playback.startOfDayMs, spanMs: playback.spanDayMs };
  const playedSeconds = playback.playedInMs / 1_000;
  const exact = load.volume * playedSeconds * playedWeight(hourly, stretch);
  const records = Math.max(1, Math.round(exact));
  const { planted, producer } = load;
  return {
    records,
    ratePerSecond: records / playedSeconds,
    recordsPerDay: Math.round(load.volume * 86_400),
    hourly,
    sources: resolveSources(load.mix, records),
    planted: {
      natural: planted.natural,
      synthetic: planted.synthetic,
      malformed: planted.malformed,
      beyondWindow: planted.beyondWindow,
      withinDelayMs: compressed(planted.within, playback),
      beyondDelayMs: compressed(planted.beyond, playback),
    },
    producer: {
      stream: producer.stream,
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

/** The delays of copies stay exact: rounding them would push short ones together. */
function compressed(
  [from, to]: readonly [number, number],
  { compression }: Playback,
): readonly [number, number] {
  return [from / compression, to / compression];
}

function resolveSabotage({ sabotage }: Scenario): SabotagePlan {
  return {
    deduplicationOff: sabotage.deduplication === "off",
    workerDropsOneIn: sabotage.workerDropsOneIn,
    deliveryAltersOneIn: sabotage.deliveryAltersOneIn,
    producerForgetsFailures: sabotage.producerForgetsFailures,
    killWorkerAt: sabotage.killWorkerAt,
  };
}
