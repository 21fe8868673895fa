import type { _Record as KinesisRecord } from "@aws-sdk/client-kinesis";
import { hashText } from "../core/hash.ts";
import { sleep } from "../core/timers.ts";
import type { FanOutPlan } from "../scenario/plan.ts";
import { Lanes } from "./lanes.ts";
import { Consignment, QueuePacker } from "./packer.ts";
import { retryDelayMs } from "./retry-delay.ts";
import { openReader } from "./open-reader.ts";
import type { ShardBatch, ShardReader } from "./shard-reader.ts";
import { HopClock, passingRecord, type Stage, type StageContext } from "./stage.ts";

/** Records of one shard that may be in progress before its polls wait: what one poll can return. */
const pendingMax = 10_000;

/**
 * A function behind an event-source mapping on Kinesis, which sends each record to several queues.
 *
 * As Lambda does it (Lambda developer guide, "Kinesis"): each shard is polled at a steady rate;
 * records are gathered to batches of `batchSize` or what came within `batchWindowMs`; up to
 * `parallelization` batches of a shard are in progress at once, the records of one partition key
 * always in the same lane and in order; a batch that failed is tried again as a whole, and blocks
 * its lane until it succeeds.
 */
export class FanOut implements Stage {
  readonly #plan: FanOutPlan;
  readonly #context: StageContext;
  readonly #reader: ShardReader;
  readonly #packers: readonly QueuePacker[];
  readonly #read: HopClock;
  readonly #stopping = new AbortController();
  /** By shard: what waits for its batch to fill, and since when. */
  readonly #gathered = new Map<string, Gathered>();
  readonly #lanes = new Map<string, Lanes<KinesisRecord>>();
  readonly #counters = { handled: 0, batches: 0, batchRetries: 0 };

  constructor(plan: FanOutPlan, context: StageContext) {
    this.#plan = plan;
    this.#context = context;
    this.#read = new HopClock(context, "read");
    this.#packers = plan.queues.map(
      (queue) =>
        new QueuePacker({
          sqs: context.clients.sqs,
          queueUrl: context.names.queueUrl(queue),
          lingerMs: plan.packLingerMs,
        }),
    );
    this.#reader = openReader(plan, context, {
      handle: (batch) => this.#take(batch),
      ended: (shardId) => this.#clear(shardId),
    });
  }

  start(): void {
    this.#reader.start();
  }

  async drain(): Promise<void> {
    await this.#reader.drain();
    await Promise.all([...this.#gathered.keys()].map((shardId) => this.#clear(shardId)));
    await Promise.all([...this.#lanes.values()].map((lanes) => lanes.idle()));
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#reader.stop();
  }

  snapshot() {
    const sent = this.#packers.reduce((sum, packer) => sum + packer.counters.sent, 0);
    return {
      counters: { ...this.#reader.counters, ...this.#counters, sent },
      p99Ms: { read: this.#read.p99Ms() },
      held: 0,
    };
  }

  /** Hands on what is held of a shard. Resolves when all its batches are done. */
  async #clear(shardId: string): Promise<void> {
    const gathered = this.#gathered.get(shardId);
    this.#gathered.delete(shardId);
    if (gathered) await this.#process(shardId, gathered.records);
    await this.#lanes.get(shardId)?.idle();
  }

  async #take({ shardId, records }: ShardBatch): Promise<void> {
    const nowUs = this.#read.nowUs();
    for (const record of records) {
      const passing = passingRecord(this.#context, record.Data as Uint8Array);
      if (passing) this.#read.record(passing.intendedUs, nowUs);
    }
    const { batchWindowMs, batchSize } = this.#plan;
    const before = this.#gathered.get(shardId);
    const gathered = [...(before?.records ?? []), ...records];
    if (gathered.length === 0) return;
    const sinceUs = before?.sinceUs ?? nowUs;
    if (gathered.length < batchSize && nowUs - sinceUs < batchWindowMs * 1_000) {
      this.#gathered.set(shardId, { sinceUs, records: gathered });
      return;
    }
    this.#gathered.delete(shardId);
    await this.#process(shardId, gathered);
  }

  /** Gives records to the lanes of their shard. Waits only where too much is in progress. */
  async #process(shardId: string, records: readonly KinesisRecord[]): Promise<void> {
    let lanes = this.#lanes.get(shardId);
    if (!lanes) {
      const { parallelization, batchSize } = this.#plan;
      const handle = (batch: readonly KinesisRecord[]) => this.#untilDone(batch);
      lanes = new Lanes({ lanes: parallelization, batchSize, handle });
      this.#lanes.set(shardId, lanes);
    }
    lanes.add(records, (record) => hashText(record.PartitionKey ?? ""));
    if (lanes.pending > pendingMax) await lanes.idle();
  }

  async #untilDone(batch: readonly KinesisRecord[]): Promise<void> {
    for (const record of batch) {
      const passing = passingRecord(this.#context, record.Data as Uint8Array);
      const partitionKey = record.PartitionKey ?? "";
      if (passing) this.#context.history.order.handled({ ...passing, partitionKey });
    }
    for (let attempt = 0; !this.#stopping.signal.aborted; attempt++) {
      this.#counters.batches++;
      try {
        await this.#distribute(batch);
        this.#counters.handled += batch.length;
        return;
      } catch {
        this.#counters.batchRetries++;
        await sleep(retryDelayMs(attempt), this.#stopping.signal);
      }
    }
  }

  /** The function itself: each record to every queue. Resolves when all of them are confirmed. */
  async #distribute(batch: readonly KinesisRecord[]): Promise<void> {
    const consignment = new Consignment(batch.length * this.#packers.length);
    for (const record of batch) {
      const body = Buffer.from(record.Data as Uint8Array).toString("utf8");
      for (const packer of this.#packers) packer.add(body, consignment);
    }
    await consignment.done;
  }
}

interface Gathered {
  readonly sinceUs: number;
  readonly records: readonly KinesisRecord[];
}
