import type { Consumer } from "./consumer.ts";

/** A consumer, as each operation that tells of one shows it. */
export function describeConsumer(consumer: Consumer, nowMs: number): object {
  return {
    ConsumerName: consumer.name,
    ConsumerARN: consumer.arn,
    ConsumerStatus: consumer.status(nowMs),
    ConsumerCreationTimestamp: new Date(consumer.createdS * 1_000),
  };
}
