import type { LoadHistory } from "../core/history/load.ts";
import type { RecentLatency } from "../core/recent.ts";
import { recordHash, type GeneratedRecord } from "../generators/stripe.ts";
import { envelopeBytes } from "../core/envelope.ts";
import type { PutOutcome } from "./put-records.ts";

/** What the ledger keeps of a record until it is settled. */
export interface LedgerEntry {
  readonly source: number;
  readonly ordinal: number;
  readonly intendedUs: number;
  /** Bytes that count against the shard: data and partition key. */
  readonly bytes: number;
  readonly isValid: boolean;
}

export interface LedgerOptions {
  readonly history: LoadHistory;
  readonly recent: RecentLatency;
  readonly sliceUs: number;
  /** A valid record is good when it is acknowledged within this time of its intended time. */
  readonly ingestWithinUs: number;
}

/** The account of one PutRecords call: the cluster in which its records were settled. */
export interface CallAccount {
  confirmed(entry: LedgerEntry): void;
  abandoned(entry: LedgerEntry): void;
  close(): void;
}

/** Writes what the load side does into the history: the only place that does. */
export class LoadLedger {
  readonly #options: LedgerOptions;

  constructor(options: LedgerOptions) {
    this.#options = options;
  }

  /** A record was taken over from the schedule, `nowUs` being after its intended time. */
  accepted(record: GeneratedRecord, nowUs: number): LedgerEntry {
    const { history } = this.#options;
    const { source, ordinal, intendedUs, partitionKey } = record;
    const slice = this.#sliceOf(intendedUs);
    const bytes = envelopeBytes + record.payload.length + Buffer.byteLength(partitionKey);
    history.intended.add(source, ordinal);
    history.digest.add(recordHash(record));
    history.scheduleLag.recordUs(nowUs - intendedUs);
    history.offered.add(slice);
    history.keys.add(partitionKey);
    history.payloadBytes += record.payload.length;
    if (record.kind === "malformed") history.malformed.add(source, ordinal);
    if (record.duplicate) history.duplicates.push(record.duplicate);
    if (record.kind === "unique") history.uniqueBySlice.add(slice);
    return { source, ordinal, intendedUs, bytes, isValid: record.kind !== "malformed" };
  }

  attempt(
    item: { entry: LedgerEntry; shardId: string; attempts: number; wasUnknown: boolean },
    outcome: PutOutcome,
    sentUs: number,
  ): void {
    const { history } = this.#options;
    const { entry, attempts, wasUnknown } = item;
    // The service's own word goes before the prediction, should a reshard have moved the key.
    const shard = history.shards.of(outcome.kind === "confirmed" ? outcome.shardId : item.shardId);
    const second = Math.floor(sentUs / 1_000_000);
    shard[outcome.kind].add(second);
    if (outcome.kind === "confirmed") shard.confirmedBytes.add(second, entry.bytes);
    if (attempts > 1) {
      shard.retried.add(second);
      history.retried.add(entry.source, entry.ordinal);
      if (wasUnknown) history.ambiguous.add(entry.source, entry.ordinal);
    }
  }

  /** Opens the account of a call that was answered (or timed out) at `answeredUs`. */
  call(outcomes: readonly PutOutcome[], answeredUs: number): CallAccount {
    const { history, recent, ingestWithinUs } = this.#options;
    history.calls[callKind(outcomes)]++;
    let records = 0;
    let bad = 0;
    const settle = (entry: LedgerEntry, isGood: boolean) => {
      if (!entry.isValid) return;
      records++;
      if (!isGood) bad++;
      history.ingest.record(this.#sliceOf(entry.intendedUs), isGood);
    };
    return {
      confirmed: (entry) => {
        const latencyUs = answeredUs - entry.intendedUs;
        const slice = this.#sliceOf(entry.intendedUs);
        history.confirmed.add(entry.source, entry.ordinal);
        history.confirmedBySlice.add(slice);
        history.acknowledged.record(slice, latencyUs);
        recent.recordUs(latencyUs);
        settle(entry, latencyUs <= ingestWithinUs);
      },
      abandoned: (entry) => {
        history.abandoned.add(entry.source, entry.ordinal);
        settle(entry, false);
      },
      close: () => history.ingest.cluster(records, bad),
    };
  }

  /** The run ended before the record was settled. */
  unresolved(entry: LedgerEntry): void {
    const { history } = this.#options;
    history.unresolved.add(entry.source, entry.ordinal);
    if (!entry.isValid) return;
    history.ingest.record(this.#sliceOf(entry.intendedUs), false);
    history.ingest.cluster(1, 1);
  }

  #sliceOf(us: number): number {
    return Math.floor(us / this.#options.sliceUs);
  }
}

function callKind(outcomes: readonly PutOutcome[]): "ok" | "partial" | "failed" | "unknown" {
  const confirmed = outcomes.filter((outcome) => outcome.kind === "confirmed").length;
  if (confirmed === outcomes.length) return "ok";
  if (confirmed > 0) return "partial";
  return outcomes[0]?.kind === "unknown" ? "unknown" : "failed";
}
