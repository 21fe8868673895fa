import type { _Record as KinesisRecord } from "@aws-sdk/client-kinesis";
import type { Clock } from "../core/clock.ts";
import type { CatchUp, ConsumerHistory } from "../core/history/consumer.ts";
import type { LatencyHistogram } from "../core/latency.ts";
import type { Pause } from "./pauses.ts";

export interface ConsumerWatchOptions {
  readonly history: ConsumerHistory;
  /** From the arrival of the last record of a read to the read. */
  readonly iteratorAge: LatencyHistogram;
  readonly clock: Clock;
  /** The start of the run on the monotonic clock. */
  readonly startUs: number;
  readonly pauses: readonly Pause[];
}

/**
 * Notes of one consumer how long its records were under way, and how long it took after a pause
 * until it was back at the tip of every shard.
 */
export class ConsumerWatch {
  readonly #options: ConsumerWatchOptions;
  readonly #pauses: Pause[];
  /** Shards that are being read. */
  readonly #open = new Set<string>();
  /** Of those, the ones that have not been at their tip since the last pause. */
  #behind = new Set<string>();
  #catchUp: CatchUp | undefined;

  constructor(options: ConsumerWatchOptions) {
    this.#options = options;
    this.#pauses = [...options.pauses];
  }

  began(shardId: string): void {
    this.#look();
    this.#open.add(shardId);
    if (this.#catchUp) this.#behind.add(shardId);
  }

  took(records: readonly KinesisRecord[]): void {
    this.#look();
    const { history, clock, iteratorAge } = this.#options;
    const nowMs = clock.epochMs();
    history.records += records.length;
    // Many arrived in the same millisecond: they are one sample, several times.
    let arrivedMs = Number.NaN;
    let samples = 0;
    for (const { ApproximateArrivalTimestamp } of records) {
      const ms = ApproximateArrivalTimestamp?.getTime() ?? nowMs;
      if (ms !== arrivedMs && samples > 0) {
        history.propagation.recordUs((nowMs - arrivedMs) * 1_000, samples);
        samples = 0;
      }
      arrivedMs = ms;
      samples++;
    }
    if (samples === 0) return;
    history.propagation.recordUs((nowMs - arrivedMs) * 1_000, samples);
    iteratorAge.recordUs((nowMs - arrivedMs) * 1_000);
  }

  atTip(shardId: string): void {
    this.#look();
    this.#behind.delete(shardId);
    this.#settle();
  }

  /** A closed shard was read to its end, and the children that it lets read have begun. */
  ended(shardId: string): void {
    this.#open.delete(shardId);
    this.#behind.delete(shardId);
    this.#settle();
  }

  get #nowUs(): number {
    return this.#options.clock.monotonicUs() - this.#options.startUs;
  }

  /** The first that happens after a pause begins the catching up. */
  #look(): void {
    const [pause] = this.#pauses;
    if (!pause || this.#nowUs < pause.toUs) return;
    this.#pauses.shift();
    this.#catchUp = { pausedUs: pause.fromUs, resumedUs: pause.toUs };
    this.#options.history.catchUps.push(this.#catchUp);
    this.#behind = new Set(this.#open);
  }

  #settle(): void {
    if (!this.#catchUp || this.#behind.size > 0) return;
    this.#catchUp.backAtTipUs = this.#nowUs;
    this.#catchUp = undefined;
  }
}
