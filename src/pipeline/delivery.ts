import type { DeliveryPlan } from "../scenario/plan.ts";
import { dayEpochMs } from "./day-clock.ts";
import { openReader } from "./open-reader.ts";
import type { ShardReader } from "./shard-reader.ts";
import { Sink } from "./sink.ts";
import { HopClock, passingRecord, type Stage, type StageContext } from "./stage.ts";

/** Firehose's stand-in on a stream: every record, as it is, to S3. */
export class Delivery implements Stage {
  readonly #reader: ShardReader;
  readonly #sink: Sink<number>;
  readonly #durable: HopClock;

  constructor(plan: DeliveryPlan, context: StageContext) {
    const { keep } = context.plan.playback;
    // Of a load without a schedule nothing is timed: then there is no need to know the record.
    const intendedUs = (data: Uint8Array) =>
      keep === "rate" ? (passingRecord(context, data)?.intendedUs ?? -1) : -1;
    this.#durable = new HopClock(context, "raw");
    this.#sink = new Sink<number>({
      s3: context.clients.s3,
      bucket: context.names.bucket(plan.sink.bucket),
      plan: plan.sink,
      instance: context.instance,
      clock: context.clock,
      dayEpochMs: () => dayEpochMs(context),
      onDurable: async (intendedUs) => {
        const nowUs = this.#durable.nowUs();
        for (const us of intendedUs) if (us >= 0) this.#durable.record(us, nowUs);
      },
    });
    this.#reader = openReader(plan, context, {
      handle: async ({ records }) => {
        for (const { Data } of records) {
          const data = Data as Uint8Array;
          this.#sink.add(data, intendedUs(data));
        }
        await this.#sink.room();
      },
      memory: context.clients.kinesisMemory,
    });
  }

  start(): void {
    this.#reader.start();
  }

  async drain(): Promise<void> {
    await this.#reader.drain();
    await this.#sink.flush();
  }

  async stop(): Promise<void> {
    this.#sink.stop();
    await this.#reader.stop();
  }

  snapshot() {
    return {
      counters: { ...this.#reader.counters, ...this.#sink.counters },
      p99Ms: {},
      held: this.#sink.held,
    };
  }
}
