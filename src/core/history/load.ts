import { SetDigest } from "../hash.ts";
import { LatencyHistogram } from "../latency.ts";
import { RecordSet } from "../record-set.ts";
import { BudgetTally, type BudgetTallyJson } from "./budget.ts";
import { HeavyHitters } from "./heavy-hitters.ts";
import { HopHistory, type HopJson } from "./hop.ts";
import { ShardTable } from "./shards.ts";
import { SliceSeries } from "./slices.ts";

/** A copy of an earlier record that the generator planted. Both ordinals are of one source. */
export interface PlantedDuplicate {
  readonly source: number;
  readonly ordinal: number;
  /** The ordinal of the first record with this event id. */
  readonly origin: number;
  /** `natural`: the same event again. `synthetic`: the same event id with another body. */
  readonly kind: "natural" | "synthetic";
  /** Planted beyond the de-duplication window: it must pass. */
  readonly beyondWindow: boolean;
}

/**
 * What the load side intended, attempted and saw answered: the truth that everything else is held
 * against. Records are in exactly one of confirmed, abandoned and unresolved when a run has ended.
 */
export class LoadHistory {
  /** Of all that was generated: no run id, times relative to the start, independent of order. */
  readonly digest = new SetDigest();
  readonly intended = new RecordSet();
  readonly malformed = new RecordSet();
  readonly duplicates: PlantedDuplicate[] = [];
  readonly confirmed = new RecordSet();
  /** Given up after the last attempt that the retry policy allows. */
  readonly abandoned = new RecordSet();
  /** Neither confirmed nor given up when the load had to stop. */
  readonly unresolved = new RecordSet();
  /** More than one attempt was made. */
  readonly retried = new RecordSet();
  /** An attempt ended unknown and another followed: the stream may hold the record twice. */
  readonly ambiguous = new RecordSet();
  readonly shards = new ShardTable();
  /** Attempts of user records, each record of an aggregate counted; `retried`: beyond the first. */
  readonly attempts = { confirmed: 0, throttled: 0, failed: 0, unknown: 0, retried: 0 };
  /** How long the producer's own rate limit held Kinesis records back: of those that waited. */
  readonly waitedForRate = new LatencyHistogram();
  /** PutRecords calls by how they ended. */
  readonly calls = { ok: 0, partial: 0, failed: 0, unknown: 0 };
  /** From the intended time to the acceptance by the driver. */
  readonly scheduleLag = new LatencyHistogram();
  readonly acknowledged = new HopHistory();
  /** Valid records acknowledged in time or not; a cluster is the call that settled them. */
  readonly ingest = new BudgetTally();
  /** By slice of the intended time. */
  readonly offered = new SliceSeries();
  readonly confirmedBySlice = new SliceSeries();
  /** Valid records that are no planted duplicate: what FINAL is to hold once each. */
  readonly uniqueBySlice = new SliceSeries();
  readonly keys = new HeavyHitters();
  /** Of the most frequent keys: the shard that each goes to, as the load last knew it. */
  readonly keyShards = new Map<string, string>();
  payloadBytes = 0;
  /** When the last call was answered, in microseconds after the start of the run. */
  lastAnswerUs = 0;

  merge(other: LoadHistory): void {
    this.digest.merge(other.digest.toString());
    for (const key of sets) this[key].addAll(other[key]);
    for (const key of series) this[key].merge(other[key]);
    this.duplicates.push(...other.duplicates);
    this.shards.merge(other.shards);
    for (const key of callKeys) this.calls[key] += other.calls[key];
    for (const key of attemptKeys) this.attempts[key] += other.attempts[key];
    this.waitedForRate.merge(other.waitedForRate);
    this.scheduleLag.merge(other.scheduleLag);
    this.acknowledged.merge(other.acknowledged);
    this.ingest.merge(other.ingest);
    this.keys.merge(other.keys);
    for (const [key, shard] of other.keyShards) this.keyShards.set(key, shard);
    this.payloadBytes += other.payloadBytes;
    this.lastAnswerUs = Math.max(this.lastAnswerUs, other.lastAnswerUs);
  }

  toJSON(): LoadJson {
    return {
      digest: this.digest.toString(),
      sets: Object.fromEntries(sets.map((key) => [key, this[key].toJSON()])),
      series: Object.fromEntries(series.map((key) => [key, this[key].toJSON()])),
      duplicates: this.duplicates,
      shards: this.shards.toJSON(),
      calls: this.calls,
      attempts: this.attempts,
      waitedForRate: this.waitedForRate.toJSON(),
      scheduleLag: this.scheduleLag.toJSON(),
      acknowledged: this.acknowledged.toJSON(),
      ingest: this.ingest.toJSON(),
      keys: this.keys.toJSON(),
      keyShards: [...this.keyShards],
      payloadBytes: this.payloadBytes,
      lastAnswerUs: this.lastAnswerUs,
    };
  }

  static fromJSON(json: LoadJson): LoadHistory {
    const load = new LoadHistory();
    load.digest.merge(json.digest);
    for (const key of sets) load[key].addAll(RecordSet.fromJSON(json.sets[key] ?? []));
    for (const key of series) load[key].merge(SliceSeries.fromJSON(json.series[key] ?? []));
    for (const duplicate of json.duplicates) load.duplicates.push(duplicate);
    load.shards.merge(ShardTable.fromJSON(json.shards));
    Object.assign(load.calls, json.calls);
    Object.assign(load.attempts, json.attempts);
    load.waitedForRate.merge(LatencyHistogram.fromJSON(json.waitedForRate));
    load.scheduleLag.merge(LatencyHistogram.fromJSON(json.scheduleLag));
    load.acknowledged.merge(HopHistory.fromJSON(json.acknowledged));
    load.ingest.merge(BudgetTally.fromJSON(json.ingest));
    load.keys.merge(HeavyHitters.fromJSON(json.keys));
    for (const [key, shard] of json.keyShards) load.keyShards.set(key, shard);
    load.payloadBytes = json.payloadBytes;
    load.lastAnswerUs = json.lastAnswerUs;
    return load;
  }
}

const sets = [
  "intended",
  "malformed",
  "confirmed",
  "abandoned",
  "unresolved",
  "retried",
  "ambiguous",
] as const;
const series = ["offered", "confirmedBySlice", "uniqueBySlice"] as const;
const callKeys = ["ok", "partial", "failed", "unknown"] as const;
const attemptKeys = ["confirmed", "throttled", "failed", "unknown", "retried"] as const;

export interface LoadJson {
  readonly digest: string;
  readonly sets: Readonly<Record<string, string[]>>;
  readonly series: Readonly<Record<string, number[]>>;
  readonly duplicates: readonly PlantedDuplicate[];
  readonly shards: ReturnType<ShardTable["toJSON"]>;
  readonly calls: LoadHistory["calls"];
  readonly attempts: LoadHistory["attempts"];
  readonly waitedForRate: ReturnType<LatencyHistogram["toJSON"]>;
  readonly scheduleLag: ReturnType<LatencyHistogram["toJSON"]>;
  readonly acknowledged: HopJson;
  readonly ingest: BudgetTallyJson;
  readonly keys: ReturnType<HeavyHitters["toJSON"]>;
  readonly keyShards: readonly (readonly [key: string, shard: string])[];
  readonly payloadBytes: number;
  readonly lastAnswerUs: number;
}
