import type { Plan } from "../../src/scenario/plan.ts";

export const slices = 144;
export const seconds = 120;
export const hourly = [
  0.35, 0.25, 0.2, 0.2, 0.25, 0.4, 0.7, 1.0, 1.2, 1.15, 1.1, 1.15, 1.25, 1.2, 1.1, 1.05, 1.1, 1.2,
  1.4, 1.8, 3.0, 1.55, 0.9, 0.5,
];
export const records = 111_111;

const load: Plan["load"] = {
  records,
  ratePerSecond: records / seconds,
  recordsPerDay: 80_000_000,
  curve: { kind: "hourly", weights: hourly },
  arrivals: "regular",
  sources: [
    { generator: "clickstream", share: 0.5, records: 55_556, stripes: 16 },
    { generator: "iot", share: 0.34, records: 37_777, stripes: 16 },
    { generator: "bicimad", share: 0.16, records: 17_778, stripes: 16 },
  ],
  planted: {
    natural: 0.015,
    synthetic: 0.01,
    malformed: 0.005,
    beyondWindow: 0.05,
    withinDelayMs: [100, 4_000],
    beyondDelayMs: [12_000, 20_000],
  },
  producer: {
    entry: { kind: "stream" },
    call: "put-records",
    partitionKeys: { strategy: "by-entity" },
    stream: "logs",
    lingerMs: 20,
    recordsMax: 500,
    bytesMax: 10_485_760,
    callsInFlightMax: 16,
    bufferRecordsMax: 20_000,
    requestTimeoutMs: 5_000,
    retry: { attemptsMax: 8, delayBaseMs: 50, delayMaxMs: 2_000 },
  },
};

export function examplePlan(): Plan {
  return {
    name: "peak-day",
    title: "A peak day of real-time logs at 80 million records",
    description: "Containers of a mobile app send logs to Kinesis; a fan-out distributes them.",
    hash: "5e1f0c2d9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c4d3e2f1a0b9c8d7e6f5a4b3c2d",
    seed: 42,
    playback: {
      spanDayMs: 86_400_000,
      playedInMs: 120_000,
      keep: "rate",
      compression: 720,
      date: "2026-06-15",
      startOfDayMs: 0,
      sliceMs: 120_000 / slices,
    },
    load,
    streams: [{ name: "logs", shards: 6, retentionMs: 86_400_000 }],
    queues: [],
    buckets: [{ name: "lake" }],
    stages: [],
    events: [],
    drainDeadlineMs: 60_000,
    checks: {
      throttling: { throttledShareMax: 0.001, hotUtilization: 0.85, hotSecondsShareMax: 0.01 },
      availability: {
        objective: 0.9999,
        ingestWithinMs: 1_000,
        freshnessWithinMs: 15_000,
        longWindowSlices: 12,
        shortWindowSlices: 3,
        burnRateMax: 14.4,
        alarmRecordsMin: 5,
      },
      validity: { scheduleLagP99MsMax: 20, samplesBeyondMin: 10, loadUtilizationMax: 0.9 },
    },
    emulator: { limits: {}, limitFactor: 1, latency: "off", faults: [] },
    sabotage: {
      deduplicationOff: false,
      workerDropsOneIn: 0,
      deliveryAltersOneIn: 0,
      producerForgetsFailures: false,
      killWorkerAt: 0.5,
      killCollectorAt: 0,
    },
  };
}
