import type { KinesisLimits } from "../../core/limits/kinesis.ts";
import type { Written } from "./write-meter.ts";

/** An open shard, as far as scaling goes by it. */
export interface MeteredShard {
  readonly writes: { takeWritten(): Written };
}

/** What an on-demand stream is to become now. */
export interface ScalingPlan<S> {
  /** Split each of these evenly, as long as there are fewer than `most` shards. */
  readonly split: readonly S[];
  /** Then have at least so many open shards. */
  readonly least: number;
  /** The capacity has fallen: have exactly so many. */
  readonly shrink: boolean;
  readonly most: number;
}

interface Peak {
  readonly atMs: number;
  readonly bytesPerSecond: number;
}

/** All that a scaler remembers, but for the hot shards: plain data. */
export interface OnDemandState {
  sampledFromMs: number;
  scaledAtMs: number;
  /** Falling, so that the first is the highest: what is lower than a later one never counts. */
  peaks: readonly Peak[];
  warmMiBps: number | undefined;
  bytesPerSecond: number;
}

/** What a new scaler begins with. */
export interface ScalerStart {
  /** The capacity that the stream has already; 0 for a new one. */
  readonly bytesPerSecond: number;
  readonly warmMiBps: number | undefined;
}

/** A scaler as it was when it was saved. */
export interface SavedScaler<S> {
  readonly state: OnDemandState;
  readonly hot: Iterable<S>;
}

/**
 * How the capacity of an on-demand stream follows its writes (Choosing the right mode, developer
 * guide). Capacity is twice the highest peak of the last 30 days, not below 4 MiB/s or the warm
 * throughput. It is reckoned every 15 minutes, so that traffic which more than doubles in between
 * meets shards that are too few and is throttled by them; a shard with more than 500 KB/s is split
 * at the same times. A key that is hot stays in one shard.
 *
 * It has no timer: whoever calls the stream asks it first whether it is due. A call that is late
 * changes nothing about a sample, for nothing was written in between.
 */
export class OnDemandScaler<S extends MeteredShard> {
  readonly #limits: KinesisLimits;
  readonly #state: OnDemandState;
  /** Shards over the threshold in a sample since the last scaling. */
  readonly #hot: Set<S>;

  constructor(limits: KinesisLimits, nowMs: number, start: ScalerStart | SavedScaler<S>) {
    this.#limits = limits;
    if ("state" in start) {
      this.#state = { ...start.state };
      this.#hot = new Set(start.hot);
      return;
    }
    const peak = start.bytesPerSecond / limits.onDemandGrowthFactor;
    this.#hot = new Set();
    this.#state = {
      sampledFromMs: nowMs,
      scaledAtMs: nowMs,
      peaks: peak > 0 ? [{ atMs: nowMs, bytesPerSecond: peak }] : [],
      warmMiBps: start.warmMiBps,
      bytesPerSecond: 0,
    };
    this.#state.bytesPerSecond = this.#reckon();
  }

  /** When the sample began that is being taken. */
  get sampledFromMs(): number {
    return this.#state.sampledFromMs;
  }

  /** To be saved. What was written since the last sample is not in it. */
  get saved(): SavedScaler<S> {
    return { state: this.#state, hot: this.#hot };
  }

  /** What the stream can take of writes, evenly spread. */
  get bytesPerSecond(): number {
    return this.#state.bytesPerSecond;
  }

  get warmMiBps(): number | undefined {
    return this.#state.warmMiBps;
  }

  /** The number of shards that the capacity stands for. */
  get shardCount(): number {
    return this.#shardsFor(this.#state.bytesPerSecond);
  }

  /** Takes what was written, if a sample is over, and answers a plan if scaling is due. */
  settle(nowMs: number, open: readonly S[]): ScalingPlan<S> | undefined {
    const { onDemandSampleMs: sampleMs, onDemandScaleIntervalMs: intervalMs } = this.#limits;
    const state = this.#state;
    if (nowMs < state.sampledFromMs + sampleMs) return undefined;
    this.#sample(open);
    state.sampledFromMs = gridPoint(state.sampledFromMs, sampleMs, nowMs);
    if (nowMs < state.scaledAtMs + intervalMs) return undefined;
    state.scaledAtMs = gridPoint(state.scaledAtMs, intervalMs, nowMs);
    this.#forget(nowMs - this.#limits.onDemandPeakWindowMs);
    const split = open.filter((shard) => this.#hot.has(shard));
    this.#hot.clear();
    return this.#plan(split);
  }

  /**
   * Sets the warm throughput, which holds at once. A value no higher than what the stream has
   * releases the rest, down to what the peak of the last hour needs.
   */
  warm(mibps: number, nowMs: number): ScalingPlan<S> {
    this.#state.warmMiBps = mibps;
    if (mibps * 1_048_576 <= this.#state.bytesPerSecond) {
      this.#forget(nowMs - this.#limits.warmReleaseWindowMs);
    }
    return this.#plan([]);
  }

  #sample(open: readonly S[]): void {
    const { onDemandSampleMs, onDemandSplitBytesPerSecond: hot, ...limits } = this.#limits;
    const bytesPerRecord = hot / limits.onDemandSplitRecordsPerSecond;
    let total = 0;
    for (const shard of open) {
      const { bytes, records } = shard.writes.takeWritten();
      const perSecond = (Math.max(bytes, records * bytesPerRecord) * 1_000) / onDemandSampleMs;
      if (perSecond > hot) this.#hot.add(shard);
      total += perSecond;
    }
    if (total === 0) return;
    const higher = this.#state.peaks.filter((peak) => peak.bytesPerSecond > total);
    const atMs = this.#state.sampledFromMs + onDemandSampleMs;
    this.#state.peaks = [...higher, { atMs, bytesPerSecond: total }];
  }

  #forget(beforeMs: number): void {
    this.#state.peaks = this.#state.peaks.filter((peak) => peak.atMs >= beforeMs);
  }

  #plan(split: readonly S[]): ScalingPlan<S> {
    const before = this.shardCount;
    this.#state.bytesPerSecond = this.#reckon();
    const least = this.shardCount;
    const most = this.#shardsFor(this.#limits.onDemandBytesPerSecondMax);
    return { split, least, shrink: least < before, most };
  }

  #reckon(): number {
    const { onDemandStartBytesPerSecond, onDemandGrowthFactor, ...limits } = this.#limits;
    const peak = this.#state.peaks[0]?.bytesPerSecond ?? 0;
    const warm = (this.#state.warmMiBps ?? 0) * 1_048_576;
    const needed = Math.max(onDemandStartBytesPerSecond, warm, onDemandGrowthFactor * peak);
    return Math.min(needed, limits.onDemandBytesPerSecondMax);
  }

  #shardsFor(bytesPerSecond: number): number {
    return Math.ceil(bytesPerSecond / this.#limits.onDemandBytesPerSecondPerShard);
  }
}

/** The last of the times `from`, `from + step`, ... that is not after `nowMs`. */
function gridPoint(from: number, step: number, nowMs: number): number {
  return from + Math.floor((nowMs - from) / step) * step;
}
