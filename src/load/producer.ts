import { Heap } from "../core/heap.ts";
import type { Random } from "../core/random.ts";
import type { GeneratedRecord } from "../generators/stripe.ts";
import type { ProducerPlan } from "../scenario/plan.ts";
import type { LedgerEntry, LoadLedger } from "./ledger.ts";
import type { PutOutcome, PutRecords } from "./put-records.ts";
import type { ShardMap } from "./shard-map.ts";

export interface ProducerOptions {
  readonly plan: ProducerPlan;
  readonly putRecords: PutRecords;
  readonly shardMap: ShardMap;
  readonly ledger: LoadLedger;
  /** For the jitter of the backoff alone: it does not touch what is generated. */
  readonly random: Random;
  /** Microseconds since the start of the run. */
  readonly nowUs: () => number;
  /** Sabotage: take a batch that was answered with 200 for wholly confirmed. */
  readonly forgetsFailures?: boolean;
}

interface Item {
  readonly entry: LedgerEntry;
  readonly data: Buffer;
  readonly partitionKey: string;
  readonly shardId: string;
  readonly queuedUs: number;
  attempts: number;
  wasUnknown: boolean;
}

/**
 * Sends records by PutRecords: up to the plan's number or bytes in a call, or what has gathered in
 * the linger time. Each record's outcome is followed; throttled, failed and unknown ones are tried
 * again with capped exponential backoff and full jitter. Everything is bounded, and nothing is
 * dropped in silence: a record ends confirmed, abandoned or unresolved.
 */
export class KinesisProducer {
  readonly #options: ProducerOptions;
  /** Waiting for a call, oldest first. Taken from the front by an index, compacted now and then. */
  #queue: Item[] = [];
  #head = 0;
  readonly #retries = new Heap<Item>();
  /** Keys with a record in a call: another one waits, or two calls in flight could reorder them. */
  readonly #keysInFlight = new Set<string>();
  #held = 0;
  #callsInFlight = 0;
  #settledAll: (() => void) | undefined;
  #forgotten = 0;
  #hasGivenUp = false;

  constructor(options: ProducerOptions) {
    this.#options = options;
  }

  /** Whether another record may be accepted: otherwise the schedule has to wait. */
  get hasRoom(): boolean {
    return this.#held < this.#options.plan.bufferRecordsMax;
  }

  /** Records accepted and not settled yet. */
  get held(): number {
    return this.#held;
  }

  /** Failed records that a sabotaged producer took for confirmed. */
  get forgotten(): number {
    return this.#forgotten;
  }

  accept(record: GeneratedRecord, data: Buffer): void {
    const nowUs = this.#options.nowUs();
    const shardId = this.#options.shardMap.shardOf(record.partitionKey);
    const entry = this.#options.ledger.accepted(record, nowUs);
    this.#held++;
    this.#queue.push({
      entry,
      data,
      shardId,
      partitionKey: record.partitionKey,
      queuedUs: nowUs,
      attempts: 0,
      wasUnknown: false,
    });
  }

  /**
   * Sends what is due. To be called whenever `nextDueUs` has come, and after records were accepted.
   */
  pump(): void {
    const nowUs = this.#options.nowUs();
    while (this.#retries.peekKey() <= nowUs) this.#queue.push(this.#retries.pop() as Item);
    while (this.#callsInFlight < this.#options.plan.callsInFlightMax && this.#batchIsDue(nowUs)) {
      const batch = this.#takeBatch();
      if (batch.length === 0) return;
      this.#callsInFlight++;
      void this.#send(batch, nowUs);
    }
  }

  /** When `pump` has something to do next, as far as it is known. */
  nextDueUs(): number {
    const first = this.#queue[this.#head];
    const linger = first ? first.queuedUs + this.#options.plan.lingerMs * 1_000 : Infinity;
    return Math.min(linger, this.#retries.peekKey());
  }

  /** Resolves when every accepted record is settled. Does not hurry them. */
  async settled(): Promise<void> {
    if (this.#held === 0) return;
    await new Promise<void>((resolve) => (this.#settledAll = resolve));
  }

  /**
   * Gives what waits for an attempt up as unresolved: the run cannot wait for it any longer. Calls
   * in flight are still followed to their end, but nothing is tried again.
   */
  giveUp(): void {
    this.#hasGivenUp = true;
    const waiting = this.#queue.slice(this.#head);
    for (let item = this.#retries.pop(); item; item = this.#retries.pop()) waiting.push(item);
    this.#queue = [];
    this.#head = 0;
    for (const item of waiting) this.#options.ledger.unresolved(item.entry);
    this.#released(waiting.length);
  }

  #batchIsDue(nowUs: number): boolean {
    const { recordsMax, lingerMs } = this.#options.plan;
    const first = this.#queue[this.#head];
    if (!first) return false;
    return (
      this.#queue.length - this.#head >= recordsMax || nowUs - first.queuedUs >= lingerMs * 1_000
    );
  }

  #takeBatch(): Item[] {
    const { recordsMax, bytesMax } = this.#options.plan;
    const batch: Item[] = [];
    const waiting: Item[] = [];
    let bytes = 0;
    for (let next = this.#queue[this.#head]; next; next = this.#queue[this.#head]) {
      const mustWait = this.#keysInFlight.has(next.partitionKey);
      if (!mustWait) {
        bytes += next.entry.bytes;
        if (batch.length === recordsMax || (batch.length > 0 && bytes > bytesMax)) break;
      }
      (mustWait ? waiting : batch).push(next);
      this.#head++;
    }
    for (const item of batch) this.#keysInFlight.add(item.partitionKey);
    // What has to wait for its key goes back to the front, in its order.
    for (const item of waiting.reverse()) this.#queue[--this.#head] = item;
    if (this.#head > 1_024 && this.#head * 2 > this.#queue.length) {
      this.#queue = this.#queue.slice(this.#head);
      this.#head = 0;
    }
    return batch;
  }

  async #send(batch: readonly Item[], sentUs: number): Promise<void> {
    const { putRecords, plan, ledger, nowUs } = this.#options;
    const outcomes = await putRecords(batch, { timeoutMs: plan.requestTimeoutMs });
    this.#callsInFlight--;
    for (const item of batch) this.#keysInFlight.delete(item.partitionKey);
    const answeredUs = nowUs();
    const call = ledger.call(outcomes, answeredUs);
    let settled = 0;
    for (const [i, item] of batch.entries()) {
      const outcome = this.#believe(outcomes, i);
      item.attempts++;
      ledger.attempt(item, outcomes[i] as PutOutcome, sentUs);
      if (outcome.kind === "confirmed") {
        call.confirmed(item.entry);
        settled++;
      } else if (item.attempts >= plan.retry.attemptsMax) {
        call.abandoned(item.entry);
        settled++;
      } else if (this.#hasGivenUp) {
        ledger.unresolved(item.entry);
        settled++;
      } else {
        item.wasUnknown ||= outcome.kind === "unknown";
        this.#retries.push(answeredUs + this.#backoffUs(item.attempts), item);
      }
    }
    call.close();
    this.#released(settled);
    this.pump();
  }

  /** The outcome that the driver goes by: the true one, unless it is sabotaged. */
  #believe(outcomes: readonly PutOutcome[], index: number): PutOutcome {
    const outcome = outcomes[index] as PutOutcome;
    if (!this.#options.forgetsFailures || outcome.kind === "confirmed") return outcome;
    const shardId = outcomes.find((other) => other.kind === "confirmed")?.shardId;
    if (shardId === undefined) return outcome;
    this.#forgotten++;
    return { kind: "confirmed", shardId };
  }

  #backoffUs(attempts: number): number {
    const { delayBaseMs, delayMaxMs } = this.#options.plan.retry;
    const capMs = Math.min(delayMaxMs, delayBaseMs * 2 ** (attempts - 1));
    return this.#options.random.between(0, capMs) * 1_000;
  }

  #released(records: number): void {
    this.#held -= records;
    if (this.#held === 0) this.#settledAll?.();
  }
}
