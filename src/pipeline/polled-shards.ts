import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
} from "@aws-sdk/client-kinesis";
import type { Clock } from "../core/clock.ts";
import type { SpareMemory } from "../core/spare-memory.ts";
import { sleep } from "../core/timers.ts";
import { childLink } from "./list-shards.ts";
import type { Reading, ShardEnd, ShardSource } from "./shard-source.ts";

/** The most that one GetRecords call may ask for (GetRecords API reference). */
const recordsPerCall = 10_000;

export interface PolledShardsOptions {
  readonly kinesis: KinesisClient;
  /** The stream's name at the target. */
  readonly stream: string;
  readonly pollsPerSecond: number;
  readonly clock: Clock;
  /** Takes the data of records back that were dealt with, where nothing of it is kept. */
  readonly memory: SpareMemory | undefined;
}

/**
 * Shared reading: each shard is polled at a steady rate. Throttled and failed calls are repeated at
 * the next poll; an expired iterator is replaced by one after the last record that was handled.
 */
export class PolledShards implements ShardSource {
  readonly #options: PolledShardsOptions;
  readonly #reading: Reading;

  constructor(options: PolledShardsOptions, reading: Reading) {
    this.#options = options;
    this.#reading = reading;
  }

  async read(shardId: string, phase: number): Promise<ShardEnd> {
    const { clock, pollsPerSecond } = this.#options;
    const { stopping } = this.#reading;
    const intervalUs = 1_000_000 / pollsPerSecond;
    const position: Position = { iterator: undefined, after: undefined };
    let nextUs = clock.monotonicUs() + phase * intervalUs;
    while (!stopping.aborted) {
      await sleep((nextUs - clock.monotonicUs()) / 1_000, stopping);
      await this.#reading.resumed();
      if (stopping.aborted) break;
      nextUs = Math.max(nextUs + intervalUs, clock.monotonicUs());
      const drainWasAsked = this.#reading.drainAskedUs < Infinity;
      const outcome = await this.#poll(shardId, position);
      if (typeof outcome === "object") return outcome;
      if (outcome === "at tip" && drainWasAsked) return { kind: "drained" };
    }
    return { kind: "stopped" };
  }

  /** One GetRecords call. `at tip` is certain: nothing was left behind it. */
  async #poll(shardId: string, position: Position): Promise<"more" | "at tip" | ShardEnd> {
    const { kinesis, memory } = this.#options;
    const { stopping: abortSignal, counters } = this.#reading;
    counters.polls++;
    try {
      position.iterator ??= await this.#iterator(shardId, position.after);
      const answer = await kinesis.send(
        new GetRecordsCommand({ ShardIterator: position.iterator, Limit: recordsPerCall }),
        { abortSignal },
      );
      const records = answer.Records ?? [];
      await this.#reading.take(shardId, records);
      // All of them lie in the one body of the answer.
      if (records[0]?.Data) memory?.giveBack(records[0].Data);
      position.after = records.at(-1)?.SequenceNumber ?? position.after;
      position.iterator = answer.NextShardIterator;
      if (answer.NextShardIterator === undefined) {
        return { kind: "closed", children: (answer.ChildShards ?? []).map(childLink) };
      }
      if (answer.MillisBehindLatest !== 0 || records.length >= recordsPerCall) return "more";
      this.#reading.atTip(shardId);
      return "at tip";
    } catch (error) {
      this.#failed(error, position);
      return "more";
    }
  }

  #failed(error: unknown, position: Position): void {
    const { counters } = this.#reading;
    const { name } = error as Error;
    if (name === "ProvisionedThroughputExceededException") counters.throttled++;
    else if (name === "ExpiredIteratorException") position.iterator = undefined;
    else counters.errors++;
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
