import { hashText } from "../../core/hash.ts";
import type { SqsLimits } from "../../core/limits/sqs.ts";
import { TokenBucket } from "../token-bucket.ts";
import { requestThrottled } from "./errors.ts";

/** The actions whose calls are counted apart; a batch counts with the action that it is made of. */
export type RatedAction = "send" | "receive" | "delete" | "changeVisibility";

/** One call under way, of one message or of a batch. */
export interface RatedCall {
  /** Throws RequestThrottled where the partition of this message group takes no more calls. */
  admit(groupId: string): void;
}

export const unratedCall: RatedCall = { admit() {} };

/**
 * The call rates of one FIFO queue (SQS quotas, "FIFO queue quotas", and developer guide, "High
 * throughput for FIFO queues"), each a bucket that holds one second's worth.
 *
 * By default 300 calls per second for each action, whatever is in a batch. With high throughput
 * the queue has partitions of that rate each, as many as the Region's quota has room for; a hash of
 * the message group tells the partition, and a batch is one call at each partition that it touches.
 * Which partitions a receive asks is not known: receives together have the rate of all partitions.
 */
export class FifoRates {
  readonly #limits: SqsLimits;
  readonly #partitions: number;
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(limits: SqsLimits) {
    this.#limits = limits;
    const { fifoCallsPerSecond, fifoHighThroughputCallsPerSecond } = limits;
    const partitions = Math.floor(fifoHighThroughputCallsPerSecond / fifoCallsPerSecond);
    this.#partitions = Math.max(1, partitions);
  }

  /** Counts a call; throws RequestThrottled where the rate of the whole queue is reached. */
  start(
    action: RatedAction,
    throughput: "perQueue" | "perMessageGroupId",
    nowMs: number,
  ): RatedCall {
    if (throughput === "perMessageGroupId" && action !== "receive") {
      return this.#partitioned(action, nowMs);
    }
    const perSecond =
      throughput === "perQueue"
        ? this.#limits.fifoCallsPerSecond
        : this.#limits.fifoHighThroughputCallsPerSecond;
    const isTaken = this.#take(`${action} ${throughput}`, perSecond, nowMs);
    if (!isTaken) throw requestThrottled();
    return unratedCall;
  }

  #partitioned(action: RatedAction, nowMs: number): RatedCall {
    const asked = new Map<number, boolean>();
    return {
      admit: (groupId) => {
        const partition = hashText(groupId) % this.#partitions;
        let isTaken = asked.get(partition);
        if (isTaken === undefined) {
          const { fifoCallsPerSecond, fifoHighThroughputCallsPerSecond } = this.#limits;
          const perSecond = Math.min(fifoCallsPerSecond, fifoHighThroughputCallsPerSecond);
          isTaken = this.#take(`${action} ${partition}`, perSecond, nowMs);
          asked.set(partition, isTaken);
        }
        if (!isTaken) throw requestThrottled();
      },
    };
  }

  #take(name: string, perSecond: number, nowMs: number): boolean {
    const nowUs = nowMs * 1_000;
    let bucket = this.#buckets.get(name);
    if (!bucket) {
      bucket = new TokenBucket(perSecond, nowUs);
      this.#buckets.set(name, bucket);
    }
    if (!bucket.has(1, nowUs)) return false;
    bucket.take(1);
    return true;
  }
}
