import type { Hash64 } from "../core/hash.ts";
import type { LoadHistory } from "../core/history/load.ts";
import type { LatencyHistogram } from "../core/latency.ts";
import type { RecentLatency } from "../core/recent.ts";
import type { RecordSet } from "../core/record-set.ts";
import { recordHash, type GeneratedRecord } from "../generators/stripe.ts";
import type { Parcel } from "./parcel.ts";
import type { PutOutcome } from "./put-records.ts";
import { none, RecordTable } from "./record-table.ts";

export interface LedgerOptions {
  readonly history: LoadHistory;
  readonly recent: RecentLatency;
  readonly sliceUs: number;
  /** A valid record is good when it is acknowledged within this time of its intended time. */
  readonly ingestWithinUs: number;
  /** The records have no schedule that they could be late by: nothing is timed. */
  readonly isUntimed?: boolean;
}

/** The account of one call: the cluster in which its records were settled. */
export interface CallAccount {
  confirmed(parcel: Parcel): void;
  abandoned(parcel: Parcel): void;
  close(): void;
}

/**
 * Writes what the load side does into the history: the only place that does. Records are counted
 * one by one, also those of an aggregate; the shards' counters are of Kinesis records, since that
 * is what their limits count.
 */
export class LoadLedger {
  /** What is accepted and not settled. */
  readonly table = new RecordTable();
  readonly #options: LedgerOptions;

  constructor(options: LedgerOptions) {
    this.#options = options;
  }

  /** Where the producer's rate limit notes how long it held Kinesis records back. */
  get waitedForRate(): LatencyHistogram {
    return this.#options.history.waitedForRate;
  }

  /**
   * A record was taken over from the schedule, `nowUs` being after its intended time. Answers its
   * slot in the table.
   */
  accepted(record: GeneratedRecord, nowUs: number): number {
    const { history, isUntimed } = this.#options;
    const { source, ordinal, intendedUs, partitionKey } = record;
    const slice = this.#sliceOf(intendedUs);
    history.intended.add(source, ordinal);
    if (!isUntimed) history.scheduleLag.recordUs(nowUs - intendedUs);
    history.offered.add(slice);
    history.keys.add(partitionKey);
    history.payloadBytes += record.payload.length;
    if (record.kind === "malformed") history.malformed.add(source, ordinal);
    if (record.duplicate) history.duplicates.push(record.duplicate);
    if (record.kind === "unique") history.uniqueBySlice.add(slice);
    return this.table.add(record);
  }

  /** The record was sealed, for which its payload was hashed. `payloadHash` is overwritten. */
  sealed(record: GeneratedRecord, payloadHash: Hash64): void {
    this.#options.history.digest.add(recordHash(record, payloadHash));
  }

  /** An attempt at a parcel ended, the first being number 1. */
  attempt(parcel: Parcel, outcome: PutOutcome, sentUs: number): void {
    const { history } = this.#options;
    const { attempts, wasUnknown, records } = parcel;
    // The service's own word goes before the prediction, should a reshard have moved the key.
    const shardId = outcome.kind === "confirmed" ? outcome.shardId : parcel.shardId;
    const shard = history.shards.of(shardId);
    const second = Math.floor(sentUs / 1_000_000);
    shard[outcome.kind].add(second);
    history.attempts[outcome.kind] += records;
    if (outcome.kind === "confirmed") {
      shard.confirmedBytes.add(second, parcel.bytes);
      shard.confirmedUserRecords.add(second, records);
    }
    if (attempts === 1) return;
    shard.retried.add(second);
    history.attempts.retried += records;
    this.#addAll(history.retried, parcel);
    if (wasUnknown) this.#addAll(history.ambiguous, parcel);
  }

  /** Opens the account of a call that was answered (or timed out) at `answeredUs`. */
  call(outcomes: readonly PutOutcome[], answeredUs: number): CallAccount {
    const { history } = this.#options;
    history.calls[callKind(outcomes)]++;
    history.lastAnswerUs = Math.max(history.lastAnswerUs, answeredUs);
    let records = 0;
    let bad = 0;
    const count = (settled: Settled) => {
      records += settled.valid;
      bad += settled.bad;
    };
    return {
      confirmed: (parcel) => count(this.#confirmed(parcel, answeredUs)),
      abandoned: (parcel) => {
        this.#addAll(history.abandoned, parcel);
        count(this.#missed(parcel));
      },
      close: () => history.ingest.cluster(records, bad),
    };
  }

  /** The run ended before the parcel was settled. */
  unresolved(parcel: Parcel): void {
    const { history } = this.#options;
    this.#addAll(history.unresolved, parcel);
    // No call settled them, so each is a cluster of its own.
    const { bad } = this.#missed(parcel);
    for (let record = 0; record < bad; record++) history.ingest.cluster(1, 1);
  }

  #confirmed({ first }: Parcel, answeredUs: number): Settled {
    const { history, recent, ingestWithinUs, isUntimed } = this.#options;
    const { table } = this;
    let valid = 0;
    let bad = 0;
    for (let slot = first; slot !== none; slot = table.next(slot)) {
      const intendedUs = table.intendedUs(slot);
      const latencyUs = answeredUs - intendedUs;
      const slice = this.#sliceOf(intendedUs);
      history.confirmed.add(table.source(slot), table.ordinal(slot));
      history.confirmedBySlice.add(slice);
      if (!isUntimed) {
        history.acknowledged.record(slice, latencyUs);
        recent.recordUs(latencyUs);
      }
      if (!table.isValid(slot)) continue;
      const isGood = latencyUs <= ingestWithinUs;
      history.ingest.record(slice, isGood);
      valid++;
      if (!isGood) bad++;
    }
    table.release(first);
    return { valid, bad };
  }

  /** Settles records that were not confirmed: those that are valid are bad. */
  #missed({ first }: Parcel): Settled {
    const { table } = this;
    let bad = 0;
    for (let slot = first; slot !== none; slot = table.next(slot)) {
      if (!table.isValid(slot)) continue;
      this.#options.history.ingest.record(this.#sliceOf(table.intendedUs(slot)), false);
      bad++;
    }
    table.release(first);
    return { valid: bad, bad };
  }

  #addAll(set: RecordSet, { first }: Parcel): void {
    const { table } = this;
    for (let slot = first; slot !== none; slot = table.next(slot)) {
      set.add(table.source(slot), table.ordinal(slot));
    }
  }

  #sliceOf(us: number): number {
    return Math.floor(us / this.#options.sliceUs);
  }
}

/** Of the records that were settled: those in the budget, and the bad ones among them. */
interface Settled {
  readonly valid: number;
  readonly bad: number;
}

function callKind(outcomes: readonly PutOutcome[]): "ok" | "partial" | "failed" | "unknown" {
  const confirmed = outcomes.filter((outcome) => outcome.kind === "confirmed").length;
  if (confirmed === outcomes.length) return "ok";
  if (confirmed > 0) return "partial";
  return outcomes[0]?.kind === "unknown" ? "unknown" : "failed";
}
