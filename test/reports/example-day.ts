import type { CheckResult, Totals } from "../../src/checks/verdict.ts";
import { History, type Hop } from "../../src/core/history/history.ts";
import { ScanHistory } from "../../src/core/history/scan.ts";
import { Random } from "../../src/core/random.ts";
import type { RunFacts } from "../../src/reports/facts.ts";
import type { ReportInput } from "../../src/reports/model.ts";
import { examplePlan, hourly, records, seconds, slices } from "./example-plan.ts";

/**
 * A peak day as a run would leave it: 80 million records a day walked in two minutes, six shards, a
 * burst of throttles on the hottest one, and a worker that was killed.
 */

const hopMedianMs: readonly (readonly [Hop, number, number])[] = [
  ["acknowledged", 24, 0.35],
  ["read", 620, 0.45],
  ["received", 980, 0.35],
  ["audience", 1_020, 0.35],
  ["raw", 3_300, 0.4],
  ["final", 4_600, 0.25],
];

export function exampleInput(): ReportInput {
  const history = exampleHistory();
  return {
    plan: examplePlan(),
    history,
    judgement: { verdict: "pass", exitCode: 0, checks: exampleChecks(), totals: exampleTotals },
    facts: exampleFacts,
  };
}

function exampleHistory(): History {
  const random = Random.from("example day");
  const history = new History();
  let ordinal = 0;
  for (let slice = 0; slice < slices; slice++) {
    const weight = hourly[Math.floor(slice / 6)] ?? 1;
    const rest = records - ordinal;
    const amount = slice === slices - 1 ? rest : Math.round((records / slices) * weight);
    const slow = slice >= 121 && slice < 126 ? 3 : 1;
    for (let i = 0; i < amount; i++) sendOne(history, { random, slice, slow, ordinal: ordinal++ });
  }
  history.load.calls.ok = 14_020;
  history.load.calls.partial = 9;
  history.load.payloadBytes = 36_402_118;
  throttleBurst(history);
  watch(history, random);
  readBack(history);
  return history;
}

interface OneRecord {
  readonly random: Random;
  readonly slice: number;
  readonly slow: number;
  readonly ordinal: number;
}

function sendOne(history: History, { random, slice, slow, ordinal }: OneRecord): void {
  const { load } = history;
  load.intended.add(0, ordinal);
  load.confirmed.add(0, ordinal);
  load.offered.add(slice);
  load.confirmedBySlice.add(slice);
  load.uniqueBySlice.add(slice);
  load.scheduleLag.recordUs(200 + random.exponential(900));
  for (const [hop, median, deviation] of hopMedianMs) {
    const factor = hop === "acknowledged" ? slow : 1;
    const us = median * 1_000 * factor * Math.exp(random.normal(0, deviation));
    if (hop === "acknowledged") load.acknowledged.record(slice, us);
    else history.hop(hop).record(slice, us);
  }
  const late = slice === 122 && random.chance(0.002);
  load.ingest.record(slice, true);
  history.freshness.record(slice, !late);
  load.keys.add(random.chance(0.03) ? "station-042" : `user-${random.below(84_000)}`);
  const shard = load.shards.of(`shardId-00000000000${random.chance(0.06) ? 3 : random.below(6)}`);
  const second = Math.min(seconds - 1, Math.floor(((slice + random.float()) / slices) * seconds));
  shard.confirmed.add(second);
  shard.confirmedBytes.add(second, 250 + random.below(390));
}

/** Eleven attempts that met the limit of the hottest shard, and were made again. */
function throttleBurst(history: History): void {
  const shard = history.load.shards.of("shardId-000000000003");
  for (const [second, throttled] of [
    [101, 4],
    [102, 7],
  ] as const) {
    shard.throttled.add(second, throttled);
    shard.retried.add(second + 1, throttled);
    shard.confirmed.add(second, 320);
  }
}

function watch(history: History, random: Random): void {
  for (let i = 0; i < 260; i++) {
    const weight = i < 240 ? (hourly[Math.floor(i / 10)] ?? 1) : (260 - i) / 20;
    history.backlog.push({
      atUs: i * 500_000,
      stream: Math.round(500 * weight * random.between(0.4, 1.6)),
      consumers: {},
      queues: Math.round(420 * weight * random.between(0.6, 1.4)),
      delivery: Math.round(4_600 * weight * ((i % 10) / 10)),
    });
    history.iteratorAge.recordUs(random.exponential(400_000));
  }
  history.disturbances.push({
    atUs: 60_200_000,
    kind: "worker-killed",
    instance: "worker-2",
    detail: "it held 214 messages and 3 leases",
  });
  history.drain = { completed: true, tookMs: 9_800, waitingFor: "" };
  const eventLoopDelayMs = { p50: 1.1, p99: 6.4, max: 31.2 };
  history.harness = {
    threads: [
      { role: "load", utilization: 0.34, eventLoopDelayMs },
      { role: "emulator", utilization: 0.41, eventLoopDelayMs },
      { role: "workers", utilization: 0.52, eventLoopDelayMs },
    ],
    cpuUserMs: 148_000,
    cpuSystemMs: 21_000,
    wallMs: 131_000,
    cores: 2,
    residentBytesMax: 612_000_000,
  };
}

function readBack(history: History): void {
  for (const place of ["raw", "final", "quarantine", "deadLetters"] as const) {
    const scan = new ScanHistory();
    scan.objects = place === "deadLetters" ? 0 : 26;
    if (place === "final" || place === "raw") scan.seen.addAll(history.load.intended);
    history.scans[place] = scan;
  }
}

const exampleTotals: Totals = {
  intended: 111_111,
  unique: 107_778,
  duplicatesPlanted: 2_778,
  malformedPlanted: 555,
  confirmed: 111_111,
  abandoned: 0,
  unresolved: 0,
  attempted: 111_122,
  attemptsConfirmed: 111_111,
  throttled: 11,
  failed: 0,
  unknown: 0,
  retried: 11,
  malformedQuarantined: 555,
  duplicatesBeyondWindow: 139,
  duplicatesDropped: 2_639,
  duplicatesMissed: 0,
  originalsDropped: 0,
  repeatsExplained: 37,
  repeatsUnexplained: 0,
  raw: 111_111,
  final: 107_954,
  lost: 0,
  extra: 0,
  altered: 0,
};

function exampleChecks(): CheckResult[] {
  const pass = (name: CheckResult["name"], expected: string, observed: string): CheckResult => ({
    name,
    verdict: "pass",
    expected,
    observed,
    detail: [],
  });
  return [
    pass(
      "latency",
      "p99 ≤ 250 ms acknowledged, p99 ≤ 2 s read, p99 ≤ 10 s final",
      "p99 66 ms acknowledged, p99 1.8 s read, p99 8.3 s final",
    ),
    {
      ...pass(
        "throttling",
        "throttled ≤ 0.1 % of attempts, above 85 % in ≤ 1 % of seconds",
        "throttled 0.01 % of attempts, above 85 % in 0.8 % of seconds",
      ),
      detail: ["11 throttled on shardId-000000000003 at 20:12 and 20:24; all were confirmed later"],
    },
    pass(
      "deduplication",
      "missed 0, originals dropped 0, unexplained repeats 0",
      "missed 0 of 2,639, originals dropped 0, unexplained repeats 0 (37 explained)",
    ),
    pass("ordering", "unexplained 0", "unexplained 0, explained by a retry 11"),
    {
      ...pass(
        "availability",
        "ingest and freshness at 99.99 %",
        "ingest 100 %, freshness 99.9954 %",
      ),
      detail: [
        "freshness: 5 bad of 107,778; 95 % bound 99.985 %: 99.99 % is not proven at this size",
      ],
    },
    pass("reconciliation", "lost 0, extra 0, altered 0", "lost 0, extra 0, altered 0"),
    pass("validity", "schedule lag p99 ≤ 20 ms", "schedule lag p99 4.4 ms"),
  ];
}

const exampleFacts: RunFacts = {
  runId: "x7k2m9qa",
  startedAtMs: 1_781_524_800_000,
  command: "npm run scenario peak-day -- --seed 42",
  target: { kind: "embedded", name: "embedded emulator", endpoint: "http://127.0.0.1:4566" },
  environment: {
    aforo: "0.1.0",
    node: "20.20.0",
    platform: "linux x64",
    cpu: "Example CPU at 2.4 GHz",
    cores: 2,
    memoryBytes: 8_589_934_592,
    clockMethod: "all threads read one monotonic clock of this machine",
  },
  faults: [],
  standIns: [
    { stage: "fan-out", standsFor: "AWS Lambda (event-source mapping on Kinesis)" },
    { stage: "raw-delivery", standsFor: "Amazon Data Firehose" },
    { stage: "de-duplication store", standsFor: "Amazon ElastiCache" },
  ],
  counters: { "work-1": { received: 55_000, deleted: 55_000 } },
  phases: [
    { name: "provisioning", tookMs: 420 },
    { name: "load", tookMs: 120_010 },
    { name: "drain", tookMs: 9_800 },
    { name: "read-back", tookMs: 1_310 },
  ],
};
