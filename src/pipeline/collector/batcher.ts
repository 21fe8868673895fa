import type { After } from "../../core/timers.ts";

/** A record on its way to the stream. */
export interface CollectedRecord {
  readonly data: Uint8Array;
  readonly partitionKey: string;
}

/** How the put of one record ended; `unknown` where nobody can say, as after a time-out. */
export type CollectedOutcome =
  | { readonly kind: "confirmed"; readonly shardId: string }
  | { readonly kind: "throttled" | "failed" | "unknown"; readonly reason: string };

/** One PutRecords call: an outcome for each record, in order. It does not throw. */
export type PutCollected = (
  records: readonly CollectedRecord[],
  options: { readonly timeoutMs: number },
) => Promise<readonly CollectedOutcome[]>;

export interface BatcherOptions {
  readonly put: PutCollected;
  readonly after: After;
  /** How long a record waits for others, in milliseconds. */
  readonly lingerMs: number;
  readonly recordsMax: number;
  /** Data and partition keys of one call, at most. */
  readonly bytesMax: number;
  readonly callsInFlightMax: number;
  readonly timeoutMs: number;
}

interface Waiting extends CollectedRecord {
  readonly bytes: number;
  readonly settle: (outcome: CollectedOutcome) => void;
}

/**
 * Puts the records of many requests into common PutRecords calls. Each record is tried once: a
 * retry in here could overtake a later record of its key without anybody seeing it, so that is the
 * client's. What waits here is bounded by who fills it (see Admission).
 */
export class Batcher {
  readonly #options: BatcherOptions;
  #waiting: Waiting[] = [];
  #callsInFlight = 0;
  #isLingering = false;
  #isDue = false;
  readonly counters = { calls: 0, putRecords: 0 };

  constructor(options: BatcherOptions) {
    this.#options = options;
  }

  /** Resolves when each record has its outcome. */
  put(records: readonly CollectedRecord[]): Promise<readonly CollectedOutcome[]> {
    return new Promise((resolve) => {
      const outcomes = Array.from<CollectedOutcome>({ length: records.length });
      let left = records.length;
      if (left === 0) resolve(outcomes);
      for (const [i, { data, partitionKey }] of records.entries()) {
        const bytes = data.length + Buffer.byteLength(partitionKey);
        const settle = (outcome: CollectedOutcome) => {
          outcomes[i] = outcome;
          if (--left === 0) resolve(outcomes);
        };
        this.#waiting.push({ data, partitionKey, bytes, settle });
      }
      this.#send();
    });
  }

  #send(): void {
    const { callsInFlightMax, recordsMax } = this.#options;
    while (
      this.#callsInFlight < callsInFlightMax &&
      (this.#waiting.length >= recordsMax || (this.#isDue && this.#waiting.length > 0))
    ) {
      void this.#call(this.#takeBatch());
    }
    if (this.#waiting.length === 0) this.#isDue = false;
    else if (!this.#isDue) this.#linger();
  }

  #linger(): void {
    if (this.#isLingering) return;
    this.#isLingering = true;
    this.#options.after(this.#options.lingerMs, () => {
      this.#isLingering = false;
      this.#isDue = true;
      this.#send();
    });
  }

  #takeBatch(): readonly Waiting[] {
    const { recordsMax, bytesMax } = this.#options;
    let bytes = 0;
    let count = 0;
    for (const record of this.#waiting) {
      bytes += record.bytes;
      if (count === recordsMax || (count > 0 && bytes > bytesMax)) break;
      count++;
    }
    const batch = this.#waiting.slice(0, count);
    this.#waiting = this.#waiting.slice(count);
    return batch;
  }

  async #call(batch: readonly Waiting[]): Promise<void> {
    this.#callsInFlight++;
    this.counters.calls++;
    this.counters.putRecords += batch.length;
    const outcomes = await this.#options.put(batch, { timeoutMs: this.#options.timeoutMs });
    this.#callsInFlight--;
    for (const [i, { settle }] of batch.entries()) {
      settle(outcomes[i] ?? { kind: "unknown", reason: "no result for the record" });
    }
    this.#send();
  }
}
