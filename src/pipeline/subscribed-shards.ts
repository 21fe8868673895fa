import {
  SubscribeToShardCommand,
  type KinesisClient,
  type SubscribeToShardEvent,
} from "@aws-sdk/client-kinesis";
import type { Clock } from "../core/clock.ts";
import { after, sleep } from "../core/timers.ts";
import { childLink } from "./list-shards.ts";
import { retryDelayMs } from "./retry-delay.ts";
import type { Reading, ShardEnd, ShardSource } from "./shard-source.ts";

/** In milliseconds. */
export interface SubscriptionPace {
  /** One call a second, consumer and shard (SubscribeToShard API reference). */
  readonly callMs: number;
  /** After one that succeeded, the next is refused for so long (SubscribeToShard API reference). */
  readonly takeoverMs: number;
  /** A subscription lives for five minutes: it is given up before, in an orderly way. */
  readonly lifeMs: number;
  /**
   * An event that is waited for so long after the question was made after it: none that the service
   * had made before is under way for longer.
   */
  readonly transitMs: number;
}

const usualPace: SubscriptionPace = {
  callMs: 1_000,
  takeoverMs: 5_000,
  lifeMs: 4.5 * 60_000,
  transitMs: 1_000,
};

export interface SubscribedShardsOptions {
  /** Over HTTP/2. */
  readonly kinesis: KinesisClient;
  readonly consumerArn: string;
  readonly clock: Clock;
  readonly pace?: SubscriptionPace;
}

/**
 * Enhanced fan-out: the service pushes the records of each shard over a subscription. One that ends
 * (after its life, by an error, for a pause) is followed by another after the last event that was
 * handled. What a subscription had sent and nobody had looked at is sent again by the next.
 */
export class SubscribedShards implements ShardSource {
  readonly #options: SubscribedShardsOptions;
  readonly #pace: SubscriptionPace;
  readonly #reading: Reading;

  constructor(options: SubscribedShardsOptions, reading: Reading) {
    this.#options = options;
    this.#pace = options.pace ?? usualPace;
    this.#reading = reading;
  }

  async read(shardId: string): Promise<ShardEnd> {
    const { stopping } = this.#reading;
    const place: Place = { shardId, after: undefined, calledUs: -Infinity, takenUs: -Infinity };
    for (let failures = 0; !stopping.aborted;) {
      await this.#mayCall(place, failures);
      await this.#reading.resumed();
      if (stopping.aborted) break;
      const outcome = await this.#subscription(place);
      if (typeof outcome === "object") return outcome;
      failures = outcome === "failed" ? failures + 1 : 0;
    }
    return { kind: "stopped" };
  }

  /** Waits for as long as the service would refuse a call, and for longer after failures. */
  async #mayCall({ calledUs, takenUs }: Place, failures: number): Promise<void> {
    const { callMs, takeoverMs } = this.#pace;
    const freeUs = Math.max(calledUs + callMs * 1_000, takenUs + takeoverMs * 1_000);
    const waitMs = (freeUs - this.#options.clock.monotonicUs()) / 1_000;
    const backoffMs = failures === 0 ? 0 : retryDelayMs(failures - 1);
    await sleep(Math.max(waitMs, backoffMs), this.#reading.stopping);
  }

  /** One subscription, from the call to its end. */
  async #subscription(place: Place): Promise<"ended" | "failed" | ShardEnd> {
    const { stopping, counters } = this.#reading;
    const life = new AbortController();
    const end = () => life.abort();
    const lifeMs = Math.min(this.#pace.lifeMs, this.#reading.untilPauseMs());
    const stopTimer = after(lifeMs, end);
    stopping.addEventListener("abort", end, { once: true });
    try {
      const events = await this.#subscribe(place, life.signal);
      counters.subscriptions++;
      return await this.#follow(place, events, life.signal);
    } catch (error) {
      if (life.signal.aborted) return "ended";
      this.#failed(error);
      return "failed";
    } finally {
      stopTimer();
      stopping.removeEventListener("abort", end);
      life.abort();
    }
  }

  async #subscribe(place: Place, abortSignal: AbortSignal): Promise<Events> {
    const { kinesis, consumerArn: ConsumerARN, clock } = this.#options;
    const { shardId: ShardId, after: SequenceNumber } = place;
    const StartingPosition =
      SequenceNumber === undefined
        ? ({ Type: "TRIM_HORIZON" } as const)
        : ({ Type: "AFTER_SEQUENCE_NUMBER", SequenceNumber } as const);
    try {
      const { EventStream } = await kinesis.send(
        new SubscribeToShardCommand({ ConsumerARN, ShardId, StartingPosition }),
        { abortSignal },
      );
      if (!EventStream) throw new Error("SubscribeToShard was answered without events");
      place.takenUs = clock.monotonicUs();
      return EventStream[Symbol.asyncIterator]();
    } finally {
      place.calledUs = clock.monotonicUs();
    }
  }

  async #follow(place: Place, events: Events, life: AbortSignal): Promise<"ended" | ShardEnd> {
    const { clock } = this.#options;
    while (!life.aborted) {
      const waitingUs = clock.monotonicUs();
      const { done, value } = await nextUnless(life, events);
      if (done === true || life.aborted) return "ended";
      const event = value?.SubscribeToShardEvent;
      if (!event) continue;
      const askedUs = Math.max(waitingUs, this.#reading.drainAskedUs);
      const waitedMs = (clock.monotonicUs() - askedUs) / 1_000;
      const end = await this.#take(place, event);
      if (end) return end;
      const isEmpty = event.MillisBehindLatest === 0 && (event.Records ?? []).length === 0;
      if (isEmpty && waitedMs >= this.#pace.transitMs) return { kind: "drained" };
    }
    return "ended";
  }

  /** The end of a closed shard is the event that has no number to continue from. */
  async #take(place: Place, event: SubscribeToShardEvent): Promise<ShardEnd | undefined> {
    const { shardId } = place;
    const { Records = [], ContinuationSequenceNumber, ChildShards = [] } = event;
    await this.#reading.take(shardId, Records);
    if (ContinuationSequenceNumber === undefined) {
      return { kind: "closed", children: ChildShards.map(childLink) };
    }
    place.after = ContinuationSequenceNumber;
    if (event.MillisBehindLatest === 0) this.#reading.atTip(shardId);
    return undefined;
  }

  #failed(error: unknown): void {
    const { counters } = this.#reading;
    const { name } = error as Error;
    if (name === "ResourceInUseException") counters.inUse++;
    else if (name === "LimitExceededException") counters.throttled++;
    else counters.errors++;
  }
}

interface Place {
  readonly shardId: string;
  /** The number that the last event that was handled gave to continue after. */
  after: string | undefined;
  /** When the last call was answered, and the last one that was answered with a subscription. */
  calledUs: number;
  takenUs: number;
}

type Events = AsyncIterator<{ readonly SubscribeToShardEvent?: SubscribeToShardEvent | undefined }>;

/** The next event, or none when the subscription is given up: a connection may stay silent then. */
async function nextUnless(
  life: AbortSignal,
  events: Events,
): Promise<Awaited<ReturnType<Events["next"]>>> {
  let givenUp!: () => void;
  const over = new Promise<{ done: true; value: undefined }>((resolve) => {
    givenUp = () => resolve({ done: true, value: undefined });
  });
  if (life.aborted) givenUp();
  life.addEventListener("abort", givenUp, { once: true });
  try {
    const next = events.next();
    // Given up, it fails with nobody waiting for it any more.
    next.catch(() => {});
    return await Promise.race([next, over]);
  } finally {
    life.removeEventListener("abort", givenUp);
  }
}
