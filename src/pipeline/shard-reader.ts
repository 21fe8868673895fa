import { setMaxListeners } from "node:events";
import type { KinesisClient, _Record as KinesisRecord } from "@aws-sdk/client-kinesis";
import type { Clock } from "../core/clock.ts";
import type { SpareMemory } from "../core/spare-memory.ts";
import { sleep } from "../core/timers.ts";
import type { ConsumerWatch } from "./consumer-watch.ts";
import { Lineage, type ShardLink } from "./lineage.ts";
import { listShards, shardLink } from "./list-shards.ts";
import { pauseLeftMs, untilPauseMs, type Pause } from "./pauses.ts";
import { PolledShards } from "./polled-shards.ts";
import { retryDelayMs } from "./retry-delay.ts";
import type { ReadCounters, Reading, ShardSource } from "./shard-source.ts";
import { SubscribedShards, type SubscriptionPace } from "./subscribed-shards.ts";
import { userRecords } from "./user-records.ts";

export interface ShardBatch {
  readonly shardId: string;
  readonly records: readonly KinesisRecord[];
}

/** How the records are got at. */
export type ReadingMode =
  | { readonly mode: "shared"; readonly pollsPerSecond: number }
  | {
      readonly mode: "enhanced";
      /** Over HTTP/2. */
      readonly kinesis: KinesisClient;
      readonly consumerArn: string;
      readonly pace?: SubscriptionPace;
    };

export interface ShardReaderOptions {
  readonly kinesis: KinesisClient;
  /** The stream's name at the target. */
  readonly stream: string;
  readonly reads: ReadingMode;
  readonly clock: Clock;
  /** The start of the run on the monotonic clock, which the pauses count from. */
  readonly startUs: number;
  readonly pauses: readonly Pause[];
  readonly watch: ConsumerWatch;
  /** Share of the interval by which this reader's polls come after those of others. */
  readonly phase?: number;
  /**
   * Takes what was read, which may be nothing. Nothing more of the shard is read before it
   * resolves.
   */
  readonly handle: (batch: ShardBatch) => Promise<void>;
  /**
   * Given where `handle` has copied what it keeps of the records' data when it resolves: the memory
   * of the answers is used again.
   */
  readonly memory?: SpareMemory | undefined;
  /**
   * A closed shard was read to its end: resolves when all of it has been dealt with. Its children
   * are not read before.
   */
  readonly ended?: (shardId: string) => Promise<void>;
}

/**
 * Reads a stream from its beginning, every shard of it, and follows it through resharding: a closed
 * shard is read to its end, and its children once all their parents have been.
 */
export class ShardReader {
  readonly #options: ShardReaderOptions;
  readonly #source: ShardSource;
  readonly #lineage = new Lineage();
  readonly #stopping = new AbortController();
  readonly #draining = new AbortController();
  readonly #reads = new Set<Promise<void>>();
  #starting: Promise<void> | undefined;
  #drainAskedUs = Infinity;
  readonly counters: ReadCounters = {
    polls: 0,
    subscriptions: 0,
    records: 0,
    throttled: 0,
    inUse: 0,
    errors: 0,
    shardsEnded: 0,
  };

  constructor(options: ShardReaderOptions) {
    this.#options = options;
    const { kinesis, stream, reads, clock, memory } = options;
    const reading = this.#reading();
    this.#source =
      reads.mode === "shared"
        ? new PolledShards({ kinesis, stream, clock, memory, ...reads }, reading)
        : new SubscribedShards({ clock, ...reads }, reading);
  }

  start(): void {
    this.#starting = this.#list().then((shards) => this.#begin(this.#lineage.add(shards)));
  }

  /** Resolves when every shard has answered, after this call, that nothing is left to read. */
  async drain(): Promise<void> {
    this.#drainAskedUs = this.#options.clock.monotonicUs();
    this.#draining.abort();
    await this.#starting;
    while (this.#reads.size > 0) await Promise.all(this.#reads);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#starting?.catch(() => {});
    while (this.#reads.size > 0) await Promise.allSettled(this.#reads);
  }

  /** What this reader lets its source know. */
  #reading(): Reading {
    const { clock, startUs, pauses, watch, handle } = this.#options;
    const { counters } = this;
    const nowUs = () => clock.monotonicUs() - startUs;
    const drainAskedUs = () => this.#drainAskedUs;
    const idle = AbortSignal.any([this.#stopping.signal, this.#draining.signal]);
    // Each shard waits on them: more than Node takes for a leak.
    setMaxListeners(0, idle, this.#stopping.signal);
    return {
      stopping: this.#stopping.signal,
      counters,
      get drainAskedUs() {
        return drainAskedUs();
      },
      async take(shardId, kinesisRecords) {
        for (const records of userRecords(kinesisRecords)) {
          counters.records += records.length;
          watch.took(records);
          await handle({ shardId, records });
        }
      },
      atTip: (shardId) => watch.atTip(shardId),
      resumed: () => sleep(pauseLeftMs(pauses, nowUs()), idle),
      untilPauseMs: () => untilPauseMs(pauses, nowUs()),
    };
  }

  #begin(shardIds: readonly string[]): void {
    const { phase = 0, watch } = this.#options;
    for (const [i, shardId] of shardIds.entries()) {
      watch.began(shardId);
      const read = this.#follow(shardId, (i / shardIds.length + phase) % 1).finally(() =>
        this.#reads.delete(read),
      );
      this.#reads.add(read);
      read.catch(() => {});
    }
  }

  async #follow(shardId: string, phase: number): Promise<void> {
    const { ended, watch } = this.#options;
    const end = await this.#source.read(shardId, phase);
    if (end.kind !== "closed") return;
    await ended?.(shardId);
    this.counters.shardsEnded++;
    const known = this.#lineage.add(await this.#completed(end.children));
    this.#begin([...known, ...this.#lineage.ended(shardId)]);
    watch.ended(shardId);
  }

  /**
   * The children of a shard, or all shards where the service did not name them, or named a parent
   * that is not known: it may itself be still to come.
   */
  async #completed(children: readonly ShardLink[]): Promise<readonly ShardLink[]> {
    const parents = children.flatMap((child) => child.parents);
    const isComplete = parents.every((parent) => this.#lineage.knows(parent));
    if (children.length > 0 && isComplete) return children;
    for (let attempt = 0; !this.#stopping.signal.aborted; attempt++) {
      try {
        return await this.#list();
      } catch {
        this.counters.errors++;
        await sleep(retryDelayMs(attempt), this.#stopping.signal);
      }
    }
    return [];
  }

  async #list(): Promise<readonly ShardLink[]> {
    const shards = await listShards(this.#options.kinesis, this.#options.stream);
    return shards.map(shardLink);
  }
}
