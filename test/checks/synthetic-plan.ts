import type { Plan } from "../../src/scenario/plan.ts";

const sink = { bucket: "b", bufferBytesMax: 1, intervalMs: 5_000 };
const poll = { stream: "events", pollsPerSecond: 1 };

/** A plan with every check and every kind of place, for 4,000 records in 40 seconds. */
export const syntheticPlan: Plan = {
  name: "synthetic",
  title: "Synthetic",
  description: "",
  hash: "0".repeat(64),
  seed: 1,
  playback: {
    spanDayMs: 86_400_000,
    playedInMs: 40_000,
    keep: "rate",
    compression: 2_160,
    date: "2026-06-15",
    startOfDayMs: 0,
    sliceMs: 1_000,
  },
  load: {
    records: 4_000,
    ratePerSecond: 100,
    recordsPerDay: 8_640_000,
    hourly: Array.from({ length: 24 }, () => 1),
    sources: [
      { generator: "clickstream", share: 0.75, records: 3_000, stripes: 64 },
      { generator: "bicimad", share: 0.25, records: 1_000, stripes: 16 },
    ],
    planted: {
      natural: 0.01,
      synthetic: 0.01,
      malformed: 0.025,
      beyondWindow: 0.1,
      withinDelayMs: [100, 1_000],
      beyondDelayMs: [5_000, 6_000],
    },
    producer: {
      stream: "events",
      lingerMs: 50,
      recordsMax: 500,
      bytesMax: 10_485_760,
      callsInFlightMax: 8,
      bufferRecordsMax: 10_000,
      requestTimeoutMs: 2_000,
      retry: { attemptsMax: 10, delayBaseMs: 50, delayMaxMs: 1_000 },
    },
  },
  streams: [{ name: "events", shards: 2, retentionMs: 86_400_000 }],
  queues: [
    {
      name: "work",
      visibilityTimeoutMs: 30_000,
      deadLetter: { queue: "dead", receiveCountMax: 5 },
    },
    { name: "dead", visibilityTimeoutMs: 30_000 },
  ],
  buckets: [{ name: "b" }],
  stages: [
    { kind: "delivery", name: "raw", ...poll, sink: { ...sink, prefix: "raw/" } },
    {
      kind: "fan-out",
      name: "fan-out",
      ...poll,
      batchSize: 100,
      batchWindowMs: 100,
      parallelization: 1,
      queues: ["work"],
      packLingerMs: 50,
    },
    {
      kind: "workers",
      name: "workers",
      queue: "work",
      instances: 1,
      receivers: 1,
      deduplication: { store: "embedded", windowMs: 2_000, leaseMs: 30_000 },
      final: { ...sink, prefix: "final/" },
      quarantine: { ...sink, prefix: "quarantine/" },
    },
  ],
  drainDeadlineMs: 60_000,
  checks: {
    latency: {
      thresholds: [
        { hop: "acknowledged", percentile: 99, ms: 250 },
        { hop: "final", percentile: 99, ms: 10_000 },
      ],
    },
    throttling: { throttledShareMax: 0.001, hotUtilization: 0.85, hotSecondsShareMax: 0.05 },
    deduplication: { missedMax: 0, originalsDroppedMax: 0, repeatsUnexplainedMax: 0 },
    ordering: { unexplainedMax: 0 },
    availability: {
      objective: 0.99,
      ingestWithinMs: 1_000,
      freshnessWithinMs: 15_000,
      longWindowSlices: 10,
      shortWindowSlices: 2,
      burnRateMax: 10,
      alarmRecordsMin: 5,
    },
    reconciliation: { lostMax: 0, extraMax: 0, alteredMax: 0 },
    validity: { scheduleLagP99MsMax: 20, samplesBeyondMin: 10, loadUtilizationMax: 0.9 },
  },
  emulator: { limits: {}, latency: "off", faults: [] },
  sabotage: {
    deduplicationOff: false,
    workerDropsOneIn: 0,
    deliveryAltersOneIn: 0,
    producerForgetsFailures: false,
    killWorkerAt: 0,
  },
};
