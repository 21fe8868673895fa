import type { KinesisAccount } from "../account.ts";
import { countEvent } from "../call-counts.ts";
import { soon } from "../../../core/timers.ts";
import type { KinesisError } from "../errors.ts";
import type { StreamedEvent } from "../event-stream.ts";
import type { Shard } from "../shard.ts";
import type { Stream } from "../stream.ts";
import type { TokenBucket } from "../../token-bucket.ts";
import { emptyEvent, endOfShardEvent, recordsEvent } from "./subscription-event.ts";

export interface SubscriptionOptions {
  readonly account: KinesisAccount;
  readonly stream: Stream;
  readonly shard: Shard;
  /** Where in the shard it begins. */
  readonly ordinal: number;
  /** The consumer's at this shard, in bytes: drawn below zero by the event that exceeds it. */
  readonly bandwidth: TokenBucket;
}

type Result = IteratorResult<StreamedEvent, undefined>;

/** What a subscription does next: the event it has, or for how long to wait for a change. */
type Step = { readonly event: StreamedEvent } | { readonly waitMs: number } | "end";

interface Demand {
  readonly resolve: (result: Result) => void;
  readonly reject: (error: KinesisError) => void;
}

/**
 * The events of one SubscribeToShard call. It is a cursor into the shard, not a queue: an event is
 * made when the client is ready for it, from what is there by then, and while nothing is asked for
 * it has neither a timer nor a listener. What exceeds the bandwidth waits in the shard.
 *
 * It ends after its life, at the end of a closed shard, or with the error that it is failed with.
 */
export class Subscription implements AsyncIterable<StreamedEvent>, AsyncIterator<StreamedEvent> {
  readonly #account: KinesisAccount;
  readonly #stream: Stream;
  readonly #shard: Shard;
  readonly #bandwidth: TokenBucket;
  readonly #endUs: number;
  #ordinal: number;
  #lastEventUs: number;
  #isOver = false;
  #failure: KinesisError | undefined;
  #demand: Demand | undefined;
  /** Stops what will wake a subscription that waits. */
  #calm: (() => void) | undefined;

  constructor(options: SubscriptionOptions) {
    const { account } = options;
    this.#account = account;
    this.#stream = options.stream;
    this.#shard = options.shard;
    this.#ordinal = options.ordinal;
    this.#bandwidth = options.bandwidth;
    this.#lastEventUs = account.nowUs();
    this.#endUs = this.#lastEventUs + account.limits.subscriptionLifeMs * 1_000;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** The next event, once there is one. One call at a time. */
  next(): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#demand = { resolve, reject };
      this.#advance();
    });
  }

  /** The client has gone. */
  async return(): Promise<Result> {
    this.#isOver = true;
    this.#advance();
    return { done: true, value: undefined };
  }

  /** Ends the subscription with an error, which is the last that its client hears. */
  fail(reason: KinesisError): void {
    this.#failure ??= reason;
    this.#advance();
  }

  #advance(): void {
    this.#calm?.();
    this.#calm = undefined;
    const demand = this.#demand;
    if (!demand) return;
    const failure = this.#isOver ? undefined : this.#failure;
    const step = failure ? "end" : this.#step();
    if (typeof step === "object" && "waitMs" in step) {
      this.#wait(step.waitMs);
      return;
    }
    this.#demand = undefined;
    if (typeof step === "object") {
      demand.resolve({ done: false, value: step.event });
      return;
    }
    this.#isOver = true;
    if (failure) demand.reject(failure);
    else demand.resolve({ done: true, value: undefined });
  }

  #step(): Step {
    const nowUs = this.#account.nowUs();
    if (this.#isOver || nowUs >= this.#endUs) return "end";
    const event = this.#dueEvent(nowUs);
    if (typeof event !== "number") {
      this.#lastEventUs = nowUs;
      return { event };
    }
    const waitUs = Math.min(event, this.#endUs - nowUs);
    // A timer that fires early by a fraction would find nothing due.
    return { waitMs: Math.max(1, Math.ceil(waitUs / 1_000)) };
  }

  /** The event that is due, or after how many microseconds one is, if nothing changes before. */
  #dueEvent(nowUs: number): StreamedEvent | number {
    const shard = this.#shard;
    const nowMs = this.#account.nowMs();
    const { limits } = this.#account;
    this.#stream.trim(shard, nowMs);
    if (this.#ordinal < shard.next) {
      const debtUs = this.#bandwidth.untilUs(0, nowUs);
      if (debtUs > 0) return debtUs;
      const page = shard.read(
        this.#ordinal,
        limits.fanOutEventRecordsMax,
        limits.fanOutEventBytesMax,
      );
      this.#bandwidth.take(page.bytes);
      this.#ordinal = page.next;
      const millisBehind = shard.millisBehind(page.next, nowMs);
      countEvent(this.#account, this.#stream, { page, millisBehind });
      return recordsEvent(shard, page, { nowMs, millisBehind });
    }
    if (shard.endsAt(this.#ordinal)) {
      this.#isOver = true;
      return endOfShardEvent(shard);
    }
    const idleUs = limits.fanOutIdleEventMs * 1_000 - (nowUs - this.#lastEventUs);
    return idleUs > 0 ? idleUs : emptyEvent(shard, this.#ordinal, nowMs);
  }

  #wait(ms: number): void {
    const stopTimer = this.#account.context.after(ms, () => this.#advance());
    let stopSoon: (() => void) | undefined;
    const stopListening = this.#shard.onChange(() => {
      // A PutRecords call changes the shard once for each record: they make one event.
      stopSoon ??= soon(() => this.#advance());
    });
    this.#calm = () => {
      stopTimer();
      stopListening();
      stopSoon?.();
    };
  }
}
