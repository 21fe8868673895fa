import type { QueueConsumerPlan } from "../scenario/plan.ts";
import { QueueReceiver } from "./queue-receiver.ts";
import { HopClock, passingRecord, type Stage, type StageContext } from "./stage.ts";

/** The light consumer: stands for marketing, alerts and developers. Receives, looks, deletes. */
export class QueueConsumer implements Stage {
  readonly #receiver: QueueReceiver;
  readonly #received: HopClock;

  constructor(plan: QueueConsumerPlan, context: StageContext) {
    this.#received = new HopClock(context, "audience");
    this.#receiver = new QueueReceiver({
      sqs: context.clients.sqs,
      queueUrl: context.names.queueUrl(plan.queue),
      receivers: plan.receivers,
      hasRoom: () => true,
      handle: async (messages) => {
        const nowUs = this.#received.nowUs();
        for (const { Body = "" } of messages) {
          const passing = passingRecord(context, Buffer.from(Body));
          if (passing) this.#received.record(passing.intendedUs, nowUs);
        }
        await this.#receiver.delete(messages.map((message) => message.ReceiptHandle as string));
      },
    });
  }

  start(): void {
    this.#receiver.start();
  }

  /** The queue is empty when the run says so: nothing is held here. */
  async drain(): Promise<void> {}

  stop(): Promise<void> {
    return this.#receiver.stop();
  }

  snapshot() {
    return { counters: this.#receiver.counters, p99Ms: {}, held: 0 };
  }
}
