import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  type _Record as KinesisRecord,
} from "@aws-sdk/client-kinesis";
import type { Clock } from "../core/clock.ts";
import type { LatencyHistogram } from "../core/latency.ts";
import { sleep } from "../core/timers.ts";
import { listShards } from "./list-shards.ts";

/** The most that one GetRecords call may ask for (GetRecords API reference). */
const recordsPerCall = 10_000;

export interface ShardBatch {
  readonly shardId: string;
  readonly records: readonly KinesisRecord[];
}

export interface ShardReaderOptions {
  readonly kinesis: KinesisClient;
  /** The stream's name at the target. */
  readonly stream: string;
  readonly pollsPerSecond: number;
  readonly clock: Clock;
  /** From the arrival of the last record of a call to the call's answer. */
  readonly iteratorAge: LatencyHistogram;
  /**
   * Takes what a call returned, which may be nothing. The shard is not polled again before it
   * resolves.
   */
  readonly handle: (batch: ShardBatch) => Promise<void>;
}

/**
 * Reads every shard of a stream from its beginning, each polled at a steady rate, the polls of
 * different shards spread over the interval. Throttled and failed calls are repeated at the next
 * poll; an expired iterator is replaced by one after the last record that was handled.
 */
export class ShardReader {
  readonly #options: ShardReaderOptions;
  readonly #stopping = new AbortController();
  #loops: Promise<void>[] = [];
  #starting: Promise<void> | undefined;
  #drainAsked = false;
  readonly counters = { polls: 0, records: 0, throttled: 0, errors: 0 };

  constructor(options: ShardReaderOptions) {
    this.#options = options;
  }

  start(): void {
    this.#starting = this.#startLoops();
  }

  /** Resolves when every shard has answered, after this call, that nothing is left to read. */
  async drain(): Promise<void> {
    this.#drainAsked = true;
    await this.#starting;
    await Promise.all(this.#loops);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#starting?.catch(() => {});
    await Promise.allSettled(this.#loops);
  }

  async #startLoops(): Promise<void> {
    const { kinesis, stream, pollsPerSecond } = this.#options;
    const shards = await listShards(kinesis, stream);
    const intervalMs = 1_000 / pollsPerSecond;
    this.#loops = shards.map(({ ShardId }, i) =>
      this.#readShard(ShardId as string, (i * intervalMs) / shards.length, intervalMs),
    );
  }

  async #readShard(shardId: string, firstAfterMs: number, intervalMs: number): Promise<void> {
    const { clock } = this.#options;
    const { signal } = this.#stopping;
    const position: Position = { iterator: undefined, after: undefined };
    let nextUs = clock.monotonicUs() + firstAfterMs * 1_000;
    while (!signal.aborted) {
      await sleep((nextUs - clock.monotonicUs()) / 1_000, signal);
      if (signal.aborted) return;
      nextUs = Math.max(nextUs + intervalMs * 1_000, clock.monotonicUs());
      const drainWasAsked = this.#drainAsked;
      const isAtTip = await this.#poll(shardId, position);
      if (isAtTip && drainWasAsked) return;
    }
  }

  /** One GetRecords call. Answers whether it is certain that nothing was left behind it. */
  async #poll(shardId: string, position: Position): Promise<boolean> {
    const { kinesis, handle, iteratorAge, clock } = this.#options;
    const { signal: abortSignal } = this.#stopping;
    this.counters.polls++;
    try {
      position.iterator ??= await this.#iterator(shardId, position.after);
      const answer = await kinesis.send(
        new GetRecordsCommand({ ShardIterator: position.iterator, Limit: recordsPerCall }),
        { abortSignal },
      );
      const records = answer.Records ?? [];
      const last = records.at(-1);
      if (last) {
        const arrivedMs = last.ApproximateArrivalTimestamp?.getTime() ?? clock.epochMs();
        iteratorAge.recordUs((clock.epochMs() - arrivedMs) * 1_000);
        this.counters.records += records.length;
      }
      await handle({ shardId, records });
      position.after = last?.SequenceNumber ?? position.after;
      position.iterator = answer.NextShardIterator;
      const isClosed = answer.NextShardIterator === undefined;
      return isClosed || (answer.MillisBehindLatest === 0 && records.length < recordsPerCall);
    } catch (error) {
      this.#failed(error, position);
      return false;
    }
  }

  #failed(error: unknown, position: Position): void {
    const name = (error as Error).name;
    if (name === "ProvisionedThroughputExceededException") this.counters.throttled++;
    else if (name === "ExpiredIteratorException") position.iterator = undefined;
    else this.counters.errors++;
  }

  async #iterator(shardId: string, after: string | undefined): Promise<string | undefined> {
    const { kinesis, stream } = this.#options;
    const answer = await kinesis.send(
      new GetShardIteratorCommand({
        StreamName: stream,
        ShardId: shardId,
        ...(after === undefined
          ? { ShardIteratorType: "TRIM_HORIZON" }
          : { ShardIteratorType: "AFTER_SEQUENCE_NUMBER", StartingSequenceNumber: after }),
      }),
    );
    return answer.ShardIterator;
  }
}

interface Position {
  iterator: string | undefined;
  /** The sequence number of the last record that was handled. */
  after: string | undefined;
}
