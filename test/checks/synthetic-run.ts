import type { RecordRef } from "../../src/core/record-set.ts";
import { hash64, mix64 } from "../../src/core/hash.ts";
import { History, type Place } from "../../src/core/history/history.ts";
import type { Saturation } from "../../src/core/history/saturation.ts";
import { ScanHistory } from "../../src/core/history/scan.ts";
import { syntheticPlan } from "./synthetic-plan.ts";

/** The clean run's totals that are not zero, by construction. */
export const cleanTotals = {
  intended: 4_000,
  unique: 3_820,
  duplicatesPlanted: 80,
  malformedPlanted: 100,
  confirmed: 4_000,
  attempted: 4_000,
  attemptsConfirmed: 4_000,
  malformedQuarantined: 100,
  duplicatesBeyondWindow: 8,
  duplicatesDropped: 72,
  raw: 4_000,
  final: 3_828,
} as const;

/** A collector that took 2,000 events/s singly and 8,000 by the hundred. */
export const cleanSaturation: Saturation = {
  connections: 64,
  patterns: [
    [1, 2_000],
    [100, 80],
  ].map(([recordsPerRequest = 1, stored = 0]) => ({
    recordsPerRequest,
    tookMs: 1_000,
    stored,
    notAllStored: 0,
    pushedBack: 0,
    otherAnswers: 0,
    brokenOff: 0,
    events: recordsPerRequest * stored,
    serviceMs: { count: stored, p50: 30, p90: 40, p99: 60, p999: 70, p9999: 70, max: 70 },
  })),
  claimed: 10_064,
  inStream: 10_064,
};

/** What the record with an ordinal is: the same in each source. */
export function kindOf(ordinal: number): "unique" | "malformed" | "within" | "beyond" {
  if (ordinal % 40 === 7) return "malformed";
  if (ordinal % 500 === 499) return "beyond";
  return ordinal % 50 === 49 ? "within" : "unique";
}

/** Ordinals that a copy is planted of: these far before the copy. */
const delays = { within: 20, beyond: 410 } as const;

/** Unique records that nothing is planted of, from the middle of the first source. */
export function plainRecords(count: number): RecordRef[] {
  const records: RecordRef[] = [];
  for (let ordinal = 1_000; records.length < count; ordinal++) {
    const isOrigin = ordinal % 50 === 29 || ordinal % 500 === 89;
    if (kindOf(ordinal) === "unique" && !isOrigin) records.push({ source: 0, ordinal });
  }
  return records;
}

/** The first records of a kind in the first source. */
export function recordsOf(kind: ReturnType<typeof kindOf>, count: number): RecordRef[] {
  const records: RecordRef[] = [];
  for (let ordinal = 0; records.length < count; ordinal++) {
    if (kindOf(ordinal) === kind) records.push({ source: 0, ordinal });
  }
  return records;
}

/** The original that a planted copy is of. */
export function originOf({ source, ordinal }: RecordRef): RecordRef {
  const kind = kindOf(ordinal);
  if (kind !== "within" && kind !== "beyond") throw new RangeError(`${ordinal} is no copy`);
  return { source, ordinal: ordinal - delays[kind] };
}

/** The history of an undisturbed run of the synthetic plan. */
export function cleanHistory(): History {
  const [history] = cleanParts(1);
  return history as History;
}

/** The same in parts that share nothing; the first one has what is made once a run. */
export function cleanParts(parts: number): History[] {
  const histories = Array.from({ length: parts }, () => new History());
  const whole = histories[0] as History;
  const places: readonly Place[] = ["raw", "final", "quarantine", "deadLetters"];
  for (const place of places) whole.scans[place] = new ScanHistory();
  for (const [source, { records }] of syntheticPlan.load.sources.entries()) {
    for (let ordinal = 0; ordinal < records; ordinal++) {
      const intendedUs = Math.floor(((ordinal + 0.5) / records) * 40_000_000);
      const record = { source, ordinal, intendedUs };
      const part = histories[ordinal % parts] as History;
      feedLoad(part, record);
      feedPipeline(part, record);
      feedScans(whole, record);
    }
  }
  Object.assign(whole, {
    saturation: cleanSaturation,
    drain: { completed: true, tookMs: 6_000, waitingFor: "" },
    harness: {
      cpuUserMs: 1_000,
      cpuSystemMs: 500,
      wallMs: 40_000,
      cores: 2,
      residentBytesMax: 1,
      threads: [{ role: "load", utilization: 0.4, eventLoopDelayMs: { p50: 1, p99: 3, max: 9 } }],
    },
  });
  return histories;
}

interface SyntheticRecord extends RecordRef {
  readonly intendedUs: number;
}

function feedLoad({ load }: History, { source, ordinal, intendedUs }: SyntheticRecord): void {
  const slice = Math.floor(intendedUs / 1_000_000);
  const kind = kindOf(ordinal);
  load.digest.add(mix64(hash64(Buffer.from(kind)), source, ordinal));
  load.intended.add(source, ordinal);
  load.offered.add(slice);
  load.scheduleLag.recordUs(500);
  if (kind === "malformed") load.malformed.add(source, ordinal);
  if (kind === "unique") load.uniqueBySlice.add(slice);
  if (kind === "within" || kind === "beyond") {
    const origin = originOf({ source, ordinal }).ordinal;
    const beyondWindow = kind === "beyond";
    load.duplicates.push({ source, ordinal, origin, kind: "natural", beyondWindow });
  }
  const shard = load.shards.of(`shardId-00000000000${ordinal % 2}`);
  shard.confirmed.add(slice);
  shard.confirmedBytes.add(slice, 400);
  load.attempts.confirmed++;
  load.confirmed.add(source, ordinal);
  load.confirmedBySlice.add(slice);
  load.acknowledged.record(slice, 20_000 + (ordinal % 100) * 100);
  load.keys.add(`k${ordinal % 16}`);
  if (kind === "malformed") return;
  load.ingest.record(slice, true);
  load.ingest.cluster(1, 0);
}

function feedPipeline(history: History, { source, ordinal, intendedUs }: SyntheticRecord): void {
  const slice = Math.floor(intendedUs / 1_000_000);
  history.order.handled({ source, ordinal, partitionKey: `k${ordinal % 16}` });
  history.iteratorAge.recordUs(300_000);
  history.hop("read").record(slice, 600_000);
  history.hop("raw").record(slice, 4_000_000);
  history.hop("received").record(slice, 900_000);
  if (kindOf(ordinal) === "malformed" || kindOf(ordinal) === "within") return;
  history.hop("final").record(slice, 5_000_000 + (ordinal % 100) * 1_000);
  history.freshness.record(slice, true);
  history.freshness.cluster(1, 0);
}

function feedScans({ scans }: History, { source, ordinal }: SyntheticRecord): void {
  const kind = kindOf(ordinal);
  const put = (scan: ScanHistory | undefined) => {
    if (!scan) return;
    scan.lines++;
    scan.present(source, ordinal);
  };
  put(scans.raw);
  if (kind === "malformed") put(scans.quarantine);
  if (kind === "unique" || kind === "beyond") put(scans.final);
}
