import type { KinesisError } from "../errors.ts";
import type { KinesisLimits } from "../../../core/limits/kinesis.ts";
import { TokenBucket } from "../../token-bucket.ts";
import type { Subscription } from "./subscription.ts";

/**
 * One consumer's place at one shard: how often it may subscribe, how fast it may read, and the one
 * subscription that holds the place. A new one takes over; the allowances stay.
 */
export class Seat {
  readonly bandwidth: TokenBucket;
  readonly #calls: TokenBucket;
  readonly #takeoverUs: number;
  #takenUs = -Infinity;
  #holder: Subscription | undefined;

  constructor(limits: KinesisLimits, nowUs: number) {
    this.bandwidth = new TokenBucket(limits.fanOutBytesPerSecond, nowUs);
    this.#calls = new TokenBucket(limits.subscribeToShardPerSecond, nowUs);
    this.#takeoverUs = limits.subscriptionTakeoverMs * 1_000;
  }

  /** Whether the last successful call is too recent for another, whatever became of it. */
  isTaken(nowUs: number): boolean {
    return nowUs - this.#takenUs < this.#takeoverUs;
  }

  admitCall(nowUs: number): boolean {
    if (!this.#calls.has(1, nowUs)) return false;
    this.#calls.take(1);
    return true;
  }

  take(subscription: Subscription, nowUs: number): void {
    this.#holder = subscription;
    this.#takenUs = nowUs;
  }

  /** Ends the subscription that holds the place, where there is one. */
  vacate(reason: KinesisError): void {
    this.#holder?.fail(reason);
    this.#holder = undefined;
  }
}
