import { settleAccounts } from "../checks/accounts.ts";
import { freshnessTally } from "../checks/availability/freshness.ts";
import type { Judgement } from "../checks/judge.ts";
import { findHotShard } from "../checks/throttling/hot-shard.ts";
import type { Totals } from "../checks/verdict.ts";
import type { BacklogSample, History } from "../core/history/history.ts";
import { formatCount, formatDuration, formatShare } from "../core/units.ts";
import type { Plan } from "../scenario/plan.ts";
import { collectorParts } from "./collectors.ts";
import { consumerRows } from "./consumers.ts";
import { budgetSpent, daySeries, hopHistories, sliceGrid } from "./day-series.ts";
import type { RunFacts } from "./facts.ts";
import { shardWritesOf } from "../scenario/limits-in-force.ts";
import { percentileCurves } from "./percentile-curve.ts";
import { rounded, roundedFigures } from "./rounding.ts";
import type { Report } from "./schema.ts";
import { shardRows } from "./shard-rows.ts";

const detailLinesMax = 100;
const disturbancesMax = 100;
const backlogSamplesMax = 600;
const examplesMax = 10;
const keysShown = 10;
/** Where a scenario sets no threshold of its own, a shard is called hot above this. */
const hotUtilizationDefault = 0.85;

export interface ReportInput {
  readonly plan: Plan;
  readonly history: History;
  readonly judgement: Judgement;
  readonly facts: RunFacts;
}

/** All that the reports of a run say, as plain data of bounded size. Pure. */
export function buildReport({ plan, history, judgement, facts }: ReportInput): Report {
  const { playback } = plan;
  const day = daySeries(playback, history);
  const dayMs = (atUs: number) =>
    rounded(playback.startOfDayMs + (atUs / 1_000) * playback.compression);
  const hopList = hopHistories(history);
  return {
    schemaVersion: 1,
    run: facts.runId,
    startedAt: new Date(facts.startedAtMs).toISOString(),
    command: facts.command,
    scenario: {
      name: plan.name,
      title: plan.title,
      description: plan.description,
      hash: plan.hash,
      seed: plan.seed,
    },
    digest: history.load.digest.toString(),
    target: facts.target.kind === "embedded" ? "embedded" : facts.target.endpoint,
    targetName: facts.target.name,
    playback: playbackOf(plan),
    verdict: judgement.verdict,
    exitCode: judgement.exitCode,
    interrupted: history.interrupted,
    checks: judgement.checks.map((check) => ({
      ...check,
      detail: check.detail.slice(0, detailLinesMax),
    })),
    totals: judgement.totals,
    latencyMs: Object.fromEntries(
      hopList.map(([hop, { latency }]) => [hop, roundedFigures(latency.figures())]),
    ),
    latencyBelowZero: Object.fromEntries(
      hopList.map(([hop, { latency }]) => [hop, latency.belowZero]),
    ),
    scheduleLagMs: roundedFigures(history.load.scheduleLag.figures()),
    iteratorAgeMs: roundedFigures(history.iteratorAge.figures()),
    environment: { ...facts.environment, harness: harnessOf(history) },
    phases: facts.phases,
    drain: history.drain,
    standIns: facts.standIns,
    sabotage: sabotageOf(plan),
    emulator: {
      latency: plan.emulator.latency,
      changedLimits: changedLimitsOf(plan),
      faults: [...facts.faults],
    },
    stages: facts.counters,
    load: loadOf(plan, history, Math.max(0, ...day.offeredPerSecond)),
    budgets: budgetsOf(plan, history, judgement.totals),
    readBack: readBackOf(history),
    disturbances: disturbancesOf(history).map((disturbance) => {
      const { atUs, kind, instance, detail } = disturbance;
      return { atDayMs: dayMs(atUs), atMs: rounded(atUs / 1_000), kind, instance, detail };
    }),
    day,
    percentiles: percentileCurves(history),
    shards: shardsOf(plan, history),
    consumers: consumerRows(plan, history),
    ...collectorParts(playback, history),
    keys: keysOf(history),
    backlog: backlogOf(history.backlog, dayMs),
  };
}

function shardsOf(plan: Plan, history: History): Report["shards"] {
  const { checks } = plan;
  const hotUtilization = checks.throttling?.hotUtilization ?? hotUtilizationDefault;
  const bounds = { hotUtilization, limits: shardWritesOf(plan) };
  const rows = shardRows(history.load.shards, bounds);
  const hot = findHotShard(history, bounds);
  if (!hot) return rows;
  const { share, othersUtilization, keys } = hot;
  return {
    ...rows,
    hot: {
      ...hot,
      share: rounded(share, 4),
      othersUtilization: rounded(othersUtilization, 4),
      keys: keys.map((key) => ({ key: key.key, share: rounded(key.share, 5) })),
    },
  };
}

function disturbancesOf({ disturbances }: History): History["disturbances"] {
  return disturbances.toSorted((a, b) => a.atUs - b.atUs).slice(0, disturbancesMax);
}

/** As `kinesis.getRecordsPerSecondPerShard = 10`. */
function changedLimitsOf({ emulator: { limits, limitFactor } }: Plan): string[] {
  const changed = Object.entries(limits).flatMap(([service, values]) =>
    Object.entries<number>(values).map(([name, value]) => `${service}.${name} = ${value}`),
  );
  if (limitFactor === 1) return changed;
  return [...changed, `what a second allows, times ${formatCount(limitFactor)}`];
}

/** How the pipeline was broken on purpose, in words. */
function sabotageOf({ sabotage }: Plan): string[] {
  const { deduplicationOff, workerDropsOneIn, deliveryAltersOneIn } = sabotage;
  return [
    deduplicationOff && "de-duplication is off",
    workerDropsOneIn > 0 && `workers drop one record in ${formatCount(workerDropsOneIn)}`,
    deliveryAltersOneIn > 0 && `the delivery alters one in ${formatCount(deliveryAltersOneIn)}`,
    sabotage.producerForgetsFailures && "the producer forgets the failed records of a batch",
    sabotage.killWorkerAt > 0 && `a worker is killed after ${formatShare(sabotage.killWorkerAt)}`,
    sabotage.killCollectorAt > 0 &&
      `a collector is killed after ${formatShare(sabotage.killCollectorAt)}`,
  ].filter((words) => words !== false);
}

function playbackOf({ playback }: Plan): Report["playback"] {
  return {
    span: formatDuration(playback.spanDayMs),
    playedIn: formatDuration(playback.playedInMs),
    keep: playback.keep,
    compression: playback.compression,
    spanMs: playback.spanDayMs,
    playedInMs: playback.playedInMs,
    date: playback.date,
    startDayMs: playback.startOfDayMs,
  };
}

function loadOf({ load, playback }: Plan, history: History, peakPerSecond: number): Report["load"] {
  const { confirmedBySlice, lastAnswerUs } = history.load;
  // Without a schedule, the rate is what came of it.
  const sentPerSecond = rounded(confirmedBySlice.total() / Math.max(1e-6, lastAnswerUs / 1e6));
  const isScheduled = playback.keep === "rate";
  return {
    recordsPerDay: load.recordsPerDay,
    meanPerSecond: isScheduled ? rounded(load.ratePerSecond) : sentPerSecond,
    peakPerSecond: isScheduled ? peakPerSecond : sentPerSecond,
    payloadBytes: history.load.payloadBytes,
    ...(load.producer.aggregation && { aggregation: { ...load.producer.aggregation } }),
    sources: load.sources.map((source) => {
      const { share, records } = source;
      return { generator: sourceName(source), share, records };
    }),
    calls: { ...history.load.calls },
  };
}

/** A recording by its name, and with what was left out of it. */
function sourceName(source: Plan["load"]["sources"][number]): string {
  if (source.generator !== "replay") return source.generator;
  const { name, skipped } = source;
  return skipped === 0 ? `replay of ${name}` : `replay of ${name}, ${skipped} bad rows skipped`;
}

function harnessOf({ harness }: History): Report["environment"]["harness"] {
  const { cpuUserMs, cpuSystemMs, wallMs, cores, residentBytesMax, threads } = harness;
  const available = wallMs * cores;
  return {
    cpuUserMs: rounded(cpuUserMs),
    cpuSystemMs: rounded(cpuSystemMs),
    wallMs: rounded(wallMs),
    cpuShare: available === 0 ? 0 : rounded((cpuUserMs + cpuSystemMs) / available, 4),
    residentBytesMax,
    threads: threads.map(({ role, utilization, eventLoopDelayMs }) => ({
      role,
      utilization: rounded(utilization, 4),
      eventLoopDelayMs: {
        p50: rounded(eventLoopDelayMs.p50),
        p99: rounded(eventLoopDelayMs.p99),
        max: rounded(eventLoopDelayMs.max),
      },
    })),
  };
}

function budgetsOf(plan: Plan, history: History, totals: Totals): Report["budgets"] {
  const availability = plan.checks.availability;
  if (!availability) return {};
  const { objective, ingestWithinMs, freshnessWithinMs } = availability;
  const grid = sliceGrid(plan.playback);
  const ingest = budgetSpent(history.load.ingest, { objective, withinMs: ingestWithinMs, grid });
  if (freshnessWithinMs === undefined) return { ingest };
  const withinMs = freshnessWithinMs;
  // Whose loss nobody saw at work is known from the read-back alone.
  const tally =
    totals.lost === 0
      ? history.freshness
      : freshnessTally(history, plan, settleAccounts(history, plan).lost);
  return { ingest, freshness: budgetSpent(tally, { objective, withinMs, grid }) };
}

function readBackOf(history: History): Report["readBack"] {
  return Object.fromEntries(
    Object.entries(history.scans).map(([place, scan]) => {
      const { objects, lines, bytes, altered, foreign } = scan;
      const examples = [
        ...scan.examples.altered.slice(0, examplesMax).map((text) => `altered: ${text}`),
        ...scan.examples.foreign.slice(0, examplesMax).map((text) => `foreign: ${text}`),
      ];
      return [place, { objects, lines, bytes, altered, foreign, examples }];
    }),
  );
}

function keysOf({ load: { keys } }: History): Report["keys"] {
  const { total, countErrorMax } = keys;
  const top = keys
    .top(keysShown)
    .map(({ key, count }) => ({ key, count, share: rounded(count / Math.max(1, total), 5) }));
  return { total, countErrorMax, top };
}

/** Keeps the greatest value of each stretch: a peak is what a backlog is looked at for. */
function backlogOf(
  unordered: readonly BacklogSample[],
  dayMs: (atUs: number) => number,
): Report["backlog"] {
  const samples = unordered.toSorted((a, b) => a.atUs - b.atUs);
  const size = Math.max(1, Math.ceil(samples.length / backlogSamplesMax));
  const stretches = Array.from({ length: Math.ceil(samples.length / size) }, (_, i) =>
    samples.slice(i * size, (i + 1) * size),
  );
  const greatest = (key: "stream" | "queues" | "delivery") =>
    stretches.map((stretch) => Math.max(...stretch.map((sample) => sample[key])));
  return {
    atDayMs: stretches.map((stretch) => dayMs(stretch[0]?.atUs ?? 0)),
    stream: greatest("stream"),
    queues: greatest("queues"),
    delivery: greatest("delivery"),
  };
}
