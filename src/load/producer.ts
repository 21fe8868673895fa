import { Sealer } from "../core/envelope.ts";
import { Heap } from "../core/heap.ts";
import { shardWrites, type ShardWrites } from "../core/shard-limits.ts";
import type { Random } from "../core/random.ts";
import type { GeneratedRecord } from "../generators/stripe.ts";
import type { ProducerPlan } from "../scenario/plan.ts";
import type { LoadLedger } from "./ledger.ts";
import { Outbox } from "./outbox.ts";
import { Aggregation, packSingly, type Packing } from "./packing.ts";
import type { Parcel } from "./parcel.ts";
import type { PartitionKeys } from "./partition-keys.ts";
import type { PutOutcome, PutRecords } from "./put-records.ts";
import { ShardLimiter } from "./shard-limiter.ts";
import type { ShardMap } from "./shard-map.ts";

export interface ProducerOptions {
  readonly plan: ProducerPlan;
  /** The run's id, for the envelopes. */
  readonly run: string;
  readonly putRecords: PutRecords;
  readonly shardMap: ShardMap;
  readonly ledger: LoadLedger;
  readonly partitionKeys: PartitionKeys;
  /** For the jitter of the backoff alone: it does not touch what is generated. */
  readonly random: Random;
  /** Microseconds since the start of the run. */
  readonly nowUs: () => number;
  /** What its rate limit is a share of; AWS's, unless they are others. */
  readonly shardWrites?: ShardWrites;
  /** Sabotage: take a batch that was answered with 200 for wholly confirmed. */
  readonly forgetsFailures?: boolean;
}

/**
 * Sends records in calls of up to the plan's number or bytes, or what has gathered in the linger
 * time. On its way a record is packed (by itself, or into an aggregate of its shard), waits for its
 * shard's rate where that is limited, and then for a call. Each outcome is followed; what was
 * throttled, failed or unknown is tried again with capped exponential backoff and full jitter.
 * Everything is bounded, and nothing is dropped in silence: a record ends confirmed, abandoned or
 * unresolved.
 */
export class KinesisProducer {
  readonly #options: ProducerOptions;
  readonly #sealer: Sealer;
  readonly #packing: Packing;
  readonly #limiter: ShardLimiter | undefined;
  readonly #outbox: Outbox;
  readonly #retries = new Heap<Parcel>();
  #callsInFlight = 0;
  #settledAll: (() => void) | undefined;
  #forgotten = 0;
  #putOff = 0;
  #hasGivenUp = false;

  constructor(options: ProducerOptions) {
    const { plan, run, ledger, shardMap } = options;
    this.#options = options;
    const recordsMax = plan.call === "put-record" ? 1 : plan.recordsMax;
    this.#outbox = new Outbox({ ...plan, recordsMax });
    if (plan.rateLimitShare !== undefined) {
      const pass = (parcel: Parcel) => this.#outbox.push(parcel);
      const waited = ledger.waitedForRate;
      this.#limiter = new ShardLimiter({
        share: plan.rateLimitShare,
        limits: options.shardWrites ?? shardWrites(),
        pass,
        waited,
      });
    }
    this.#sealer = new Sealer(run);
    const ready = (parcel: Parcel) => this.#admit(parcel);
    const packing = { sealer: this.#sealer, table: ledger.table, shardMap, ready };
    const { aggregation } = plan;
    this.#packing = aggregation ? new Aggregation(aggregation, packing) : packSingly(packing);
  }

  /** Whether another record may be accepted: otherwise the schedule has to wait. */
  get hasRoom(): boolean {
    return this.held < this.#options.plan.bufferRecordsMax;
  }

  /** Records accepted and not settled yet. */
  get held(): number {
    return this.#options.ledger.table.count;
  }

  /** Failed records that a sabotaged producer took for confirmed. */
  get forgotten(): number {
    return this.#forgotten;
  }

  /** Retries of records that came later than the backoff would have it: the service had asked. */
  get putOff(): number {
    return this.#putOff;
  }

  /** Takes a record over at `nowUs`, in microseconds since the start of the run. */
  accept(generated: GeneratedRecord, nowUs: number): void {
    const { ledger, partitionKeys } = this.#options;
    const partitionKey = partitionKeys(generated);
    const isOwnKey = partitionKey === generated.partitionKey;
    const record = isOwnKey ? generated : { ...generated, partitionKey };
    const slot = ledger.accepted(record, nowUs);
    this.#packing.add(record, slot, nowUs);
    ledger.sealed(record, this.#sealer.payloadHash);
  }

  /**
   * Sends what is due. To be called whenever `nextDueUs` has come, and after records were accepted.
   */
  pump(): void {
    const { plan, nowUs } = this.#options;
    const us = nowUs();
    while (this.#retries.peekKey() <= us) this.#admit(this.#retries.pop() as Parcel);
    // With a full buffer and no call to empty it, nothing is gained by waiting.
    const isStuck = !this.hasRoom && this.#callsInFlight === 0;
    this.#packing.closeBegunBy(isStuck ? us : us - plan.lingerMs * 1_000);
    this.#limiter?.release(us);
    const dueBy = isStuck ? us + plan.lingerMs * 1_000 : us;
    while (this.#callsInFlight < plan.callsInFlightMax && this.#outbox.dueUs() <= dueBy) {
      const call = this.#outbox.take();
      if (call.length === 0) return;
      this.#callsInFlight++;
      void this.#send(call, us);
    }
  }

  /** When `pump` has something to do next, as far as it is known. */
  nextDueUs(): number {
    const { lingerMs } = this.#options.plan;
    return Math.min(
      this.#outbox.dueUs(),
      this.#packing.begunUs() + lingerMs * 1_000,
      this.#limiter?.dueUs() ?? Infinity,
      this.#retries.peekKey(),
    );
  }

  /** Resolves when every accepted record is settled. Does not hurry them. */
  async settled(): Promise<void> {
    if (this.held === 0) return;
    await new Promise<void>((resolve) => (this.#settledAll = resolve));
  }

  /**
   * Gives what waits for an attempt up as unresolved: the run cannot wait for it any longer. Calls
   * in flight are still followed to their end, but nothing is tried again.
   */
  giveUp(): void {
    this.#hasGivenUp = true;
    this.#packing.closeBegunBy(Infinity);
    const waiting = [...(this.#limiter?.clear() ?? []), ...this.#outbox.clear()];
    for (let next = this.#retries.pop(); next; next = this.#retries.pop()) waiting.push(next);
    for (const parcel of waiting) this.#options.ledger.unresolved(parcel);
    this.#tellIfSettled();
  }

  #admit(parcel: Parcel): void {
    if (this.#limiter) this.#limiter.admit(parcel, this.#options.nowUs());
    else this.#outbox.push(parcel);
  }

  async #send(call: readonly Parcel[], sentUs: number): Promise<void> {
    const { putRecords, plan, ledger, nowUs } = this.#options;
    const outcomes = await putRecords(call, { timeoutMs: plan.requestTimeoutMs });
    this.#callsInFlight--;
    this.#outbox.cameBack(call);
    const answeredUs = nowUs();
    const account = ledger.call(outcomes, answeredUs);
    for (const [i, parcel] of call.entries()) {
      parcel.attempts++;
      ledger.attempt(parcel, outcomes[i] as PutOutcome, sentUs);
      const outcome = this.#believe(outcomes, i, parcel);
      if (outcome.kind === "confirmed") {
        account.confirmed(parcel);
        this.#packing.settled(parcel);
      } else if (parcel.attempts >= plan.retry.attemptsMax || outcome.isFinal) {
        account.abandoned(parcel);
      } else if (this.#hasGivenUp) ledger.unresolved(parcel);
      else {
        parcel.wasUnknown ||= outcome.kind === "unknown";
        this.#retries.push(answeredUs + this.#waitUs(parcel, outcome.retryAfterMs ?? 0), parcel);
      }
    }
    account.close();
    this.#tellIfSettled();
    this.pump();
  }

  /** The outcome that the driver goes by: the true one, unless it is sabotaged. */
  #believe(outcomes: readonly PutOutcome[], index: number, parcel: Parcel): PutOutcome {
    const outcome = outcomes[index] as PutOutcome;
    if (!this.#options.forgetsFailures || outcome.kind === "confirmed") return outcome;
    const shardId = outcomes.find((other) => other.kind === "confirmed")?.shardId;
    if (shardId === undefined) return outcome;
    this.#forgotten += parcel.records;
    return { kind: "confirmed", shardId };
  }

  /** The backoff, or what the service asks for, whichever is longer. */
  #waitUs({ attempts, records }: Parcel, askedMs: number): number {
    const backoffUs = this.#backoffUs(attempts);
    if (askedMs * 1_000 <= backoffUs) return backoffUs;
    this.#putOff += records;
    return askedMs * 1_000;
  }

  #backoffUs(attempts: number): number {
    const { delayBaseMs, delayMaxMs } = this.#options.plan.retry;
    const capMs = Math.min(delayMaxMs, delayBaseMs * 2 ** (attempts - 1));
    return this.#options.random.between(0, capMs) * 1_000;
  }

  #tellIfSettled(): void {
    if (this.held === 0) this.#settledAll?.();
  }
}
