import type { KinesisError } from "../errors.ts";
import type { KinesisLimits } from "../../../core/limits/kinesis.ts";
import { LifeCycle, type LifeCycleOptions, type LifeStatus } from "../life-cycle.ts";
import type { Resource } from "../resource.ts";
import type { Shard } from "../shard.ts";
import { Seat } from "./seat.ts";

/** A consumer does not change: it is never UPDATING. */
export interface ConsumerOptions extends Omit<LifeCycleOptions, "updatedMs"> {
  readonly name: string;
  readonly streamArn: string;
  readonly tags: Map<string, string>;
  /** Of one that was saved. */
  readonly resourcePolicy?: string | undefined;
}

/** An application that is registered to have a stream's records pushed to it. */
export class Consumer implements Resource {
  readonly name: string;
  readonly arn: string;
  readonly createdMs: number;
  readonly tags: Map<string, string>;
  resourcePolicy: string | undefined;
  readonly #life: LifeCycle;
  /** By the index of the shard: made when the consumer first subscribes to it. */
  readonly #seats = new Map<number, Seat>();

  constructor(options: ConsumerOptions) {
    this.name = options.name;
    this.createdMs = options.createdMs;
    this.tags = options.tags;
    this.resourcePolicy = options.resourcePolicy;
    this.#life = new LifeCycle(options);
    this.arn = `${options.streamArn}/consumer/${options.name}:${this.createdS}`;
  }

  /** The service states when a consumer was created to the second. */
  get createdS(): number {
    return Math.floor(this.createdMs / 1_000);
  }

  /** When its deletion began; undefined where it has not. */
  get deletedMs(): number | undefined {
    return this.#life.deletedMs;
  }

  status(nowMs: number): LifeStatus {
    return this.#life.status(nowMs);
  }

  gone(nowMs: number): boolean {
    return this.#life.gone(nowMs);
  }

  /** What this consumer is allowed at one shard, kept from subscription to subscription. */
  seat(shard: Shard, on: { readonly limits: KinesisLimits; readonly nowUs: number }): Seat {
    const found = this.#seats.get(shard.index);
    if (found) return found;
    const seat = new Seat(on.limits, on.nowUs);
    this.#seats.set(shard.index, seat);
    return seat;
  }

  /** Begins the deletion. Its subscriptions end with the error at once. */
  delete(nowMs: number, reason: KinesisError): void {
    this.#life.delete(nowMs);
    for (const seat of this.#seats.values()) seat.vacate(reason);
    this.#seats.clear();
  }
}
