import type { ReaderPlan } from "../scenario/reading-plan.ts";
import { openReader } from "./open-reader.ts";
import type { ShardReader } from "./shard-reader.ts";
import { HopClock, passingRecord, type Stage, type StageContext } from "./stage.ts";

/** A second program that reads the stream and looks at each record, in the order of each shard. */
export class Reader implements Stage {
  readonly #reader: ShardReader;
  readonly #read: HopClock;

  constructor(plan: ReaderPlan, context: StageContext) {
    this.#read = new HopClock(context, "read");
    this.#reader = openReader(plan, context, {
      handle: async ({ records }) => {
        const nowUs = this.#read.nowUs();
        for (const { Data, PartitionKey: partitionKey = "" } of records) {
          const passing = passingRecord(context, Data as Uint8Array);
          if (!passing) continue;
          this.#read.record(passing.intendedUs, nowUs);
          context.history.order.handled({ ...passing, partitionKey });
        }
      },
    });
  }

  start(): void {
    this.#reader.start();
  }

  drain(): Promise<void> {
    return this.#reader.drain();
  }

  stop(): Promise<void> {
    return this.#reader.stop();
  }

  snapshot() {
    return { counters: this.#reader.counters, p99Ms: { read: this.#read.p99Ms() }, held: 0 };
  }
}
