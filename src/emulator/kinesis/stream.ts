import { StreamConsumers } from "./fan-out/consumers.ts";
import { LifeCycle, type LifeStatus } from "./life-cycle.ts";
import type { OnDemandScaler, ScalingPlan } from "./on-demand.ts";
import { growTo, reshardUniformly, splitEvenly } from "./resharding.ts";
import type { QuotaUses } from "./rolling-quota.ts";
import type { Shard } from "./shard.ts";
import type { ShardMap } from "./shard-map.ts";
import type { StreamSettings } from "./stream-settings.ts";

/** What has happened to a stream, as far as it still counts: plain data. */
export interface StreamHistory {
  /** Undefined where no change ever took a transition. */
  readonly updatedMs: number | undefined;
  readonly deletedMs: number | undefined;
  /** Records that arrived before this are not there any more, whatever the retention period is. */
  readonly horizonMs: number | undefined;
  readonly shardCountUpdates: QuotaUses;
  readonly modeSwitches: QuotaUses;
}

export interface StreamOptions {
  readonly name: string;
  readonly arn: string;
  readonly createdMs: number;
  readonly transitionMs: number;
  readonly settings: StreamSettings;
  readonly shards: ShardMap;
  /** Of a stream that is made on demand. */
  readonly scaler: OnDemandScaler<Shard> | undefined;
  /** None for a new one. */
  readonly history?: StreamHistory;
}

export class Stream {
  readonly name: string;
  readonly arn: string;
  readonly createdMs: number;
  readonly settings: StreamSettings;
  readonly shards: ShardMap;
  readonly shardCountUpdates: QuotaUses;
  readonly modeSwitches: QuotaUses;
  readonly consumers = new StreamConsumers();
  readonly #life: LifeCycle;
  #scaler: OnDemandScaler<Shard> | undefined;
  #turn = 0;
  #trimTurn = 0;
  #horizonMs: number;

  constructor(options: StreamOptions) {
    this.name = options.name;
    this.arn = options.arn;
    this.createdMs = options.createdMs;
    this.settings = options.settings;
    this.shards = options.shards;
    this.#scaler = options.scaler;
    const { createdMs, transitionMs, history } = options;
    const { updatedMs, deletedMs } = history ?? {};
    this.#life = new LifeCycle({ createdMs, transitionMs, updatedMs, deletedMs });
    this.shardCountUpdates = history?.shardCountUpdates ?? [];
    this.modeSwitches = history?.modeSwitches ?? [];
    this.#horizonMs = history?.horizonMs ?? -Infinity;
  }

  /** Names one life of a stream: one that is made again under an old name has another. */
  get id(): string {
    return streamId(this.name, this.createdMs);
  }

  get history(): StreamHistory {
    const { shardCountUpdates, modeSwitches } = this;
    return {
      updatedMs: this.#life.updatedMs,
      deletedMs: this.#life.deletedMs,
      horizonMs: Number.isFinite(this.#horizonMs) ? this.#horizonMs : undefined,
      shardCountUpdates,
      modeSwitches,
    };
  }

  status(nowMs: number): LifeStatus {
    return this.#life.status(nowMs);
  }

  /** Begins a change that the service does not make at once: the stream is UPDATING for a while. */
  beginUpdate(nowMs: number): void {
    this.#life.update(nowMs);
  }

  delete(nowMs: number): void {
    this.#life.delete(nowMs);
  }

  gone(nowMs: number): boolean {
    return this.#life.gone(nowMs);
  }

  /** What scales the stream; undefined where it is provisioned. */
  get scaler(): OnDemandScaler<Shard> | undefined {
    return this.#scaler;
  }

  /** Changes the capacity mode. The shards stay as they are. */
  setMode(scaler: OnDemandScaler<Shard> | undefined): void {
    this.#scaler = scaler;
    this.settings.mode = scaler ? "ON_DEMAND" : "PROVISIONED";
    if (!scaler) this.settings.distribution = "USER_PARTITION_KEY";
  }

  /**
   * Does what has fallen due: closed shards expire with the retention of their last records, and an
   * on-demand stream scales. Every call that finds the stream does this first. Answers whether
   * anything but records has changed.
   */
  settle(nowMs: number): boolean {
    const horizonMs = this.horizonMs(nowMs);
    const expired = this.shards.expire(horizonMs);
    const { open } = this.shards;
    // One further shard each time: those that nobody writes to or reads let go of records too.
    open[this.#trimTurn++ % open.length]?.trim(horizonMs);
    const sampledFromMs = this.#scaler?.sampledFromMs;
    const plan = this.#scaler?.settle(nowMs, this.shards.open);
    if (plan) this.scale(plan, nowMs);
    return expired > 0 || sampledFromMs !== this.#scaler?.sampledFromMs;
  }

  scale(plan: ScalingPlan<Shard>, nowMs: number): void {
    const { open } = this.shards;
    splitEvenly(this.shards, plan.split.slice(0, Math.max(0, plan.most - open.length)), nowMs);
    growTo(this.shards, plan.least, nowMs);
    if (plan.shrink && open.length > plan.least) {
      reshardUniformly(this.shards, plan.least, nowMs);
    }
  }

  /** The shard that takes a record; an explicit hash key overrides the partition key's. */
  shardFor(partitionKey: string, explicitHashKey: bigint | undefined): Shard {
    if (this.settings.distribution === "AUTO") {
      const { open } = this.shards;
      return open[this.#turn++ % open.length] as Shard;
    }
    return explicitHashKey === undefined
      ? this.shards.ofPartitionKey(partitionKey)
      : this.shards.ofHashKey(explicitHashKey);
  }

  /** The shards as far as they exist: a stream that is being created shows none yet. */
  visibleShards(nowMs: number): readonly Shard[] {
    return this.status(nowMs) === "CREATING" ? [] : this.shards.all();
  }

  openShardCount(nowMs: number): number {
    return this.status(nowMs) === "CREATING" ? 0 : this.shards.open.length;
  }

  /**
   * Records that arrived before this have outlived the retention period. It does not go back: a
   * longer period brings nothing back.
   */
  horizonMs(nowMs: number): number {
    const horizonMs = nowMs - this.settings.retentionHours * 3_600_000;
    return (this.#horizonMs = Math.max(this.#horizonMs, horizonMs));
  }

  /** Drops the records of one shard that have outlived the retention period. */
  trim(shard: Shard, nowMs: number): void {
    shard.trim(this.horizonMs(nowMs));
  }
}

export function streamId(name: string, createdMs: number): string {
  return `${name}.${createdMs}`;
}
