import type { BacklogSample, Disturbance, History } from "../core/history/history.ts";
import { formatClock, formatDuration } from "../core/units.ts";
import type { Pacer } from "../load/pacers/pacer.ts";
import { pacerOf } from "../load/pacers/table.ts";
import type { Plan } from "../scenario/plan.ts";
import type { LiveView } from "./live-view.ts";
import type { PartKind, PartSnapshot } from "./protocol.ts";

/** Samples of the backlog that are kept: beyond it every second one is dropped, and so on. */
const samplesMax = 1_000;
/** Points of the curve that is drawn. */
const curvePoints = 120;

/** Whatever says of itself how its parts are doing. */
export interface Watched {
  readonly snapshot: readonly PartSnapshot[];
}

interface Sums {
  readonly atUs: number;
  readonly intended: number;
  readonly confirmed: number;
}

/**
 * Watches a run from outside: what the threads report becomes the live picture and the backlog of
 * the history. Nothing here is part of the verdict.
 */
export class Observer {
  readonly #plan: Plan;
  readonly #hosts: readonly Watched[];
  readonly #history: History;
  #phase: LiveView["phase"] = "starting";
  #events: string[] = [];
  #before: Sums[] = [];
  readonly #curve: number[] = [];
  #backlogEvery = 1;
  #looks = 0;
  /** Where the volume is kept: from records sent to the day's clock, in played time. */
  readonly #day: Pacer | undefined;

  constructor(plan: Plan, hosts: readonly Watched[], history: History) {
    this.#plan = plan;
    this.#hosts = hosts;
    this.#history = history;
    const { playback, load } = plan;
    if (playback.keep === "volume") {
      this.#day = pacerOf(load.curve, { ...playback, total: load.records });
    }
  }

  phase(phase: LiveView["phase"]): void {
    this.#phase = phase;
  }

  /** Something happened that people are to see. */
  event(text: string, nowUs: number): void {
    this.#events.push(`${formatDuration(Math.max(0, nowUs) / 1_000)}: ${text}`);
    this.#events = this.#events.slice(-5);
  }

  disturbed(disturbance: Disturbance): void {
    this.#history.disturbances.push(disturbance);
    this.event(`${disturbance.instance} ${disturbance.detail}`, disturbance.atUs);
  }

  /** One look, some times a second. */
  look(nowUs: number): LiveView {
    const sums = this.#sums(nowUs);
    const reference = this.#before[0] ?? { atUs: 0, intended: 0, confirmed: 0 };
    const seconds = Math.max(0.25, (sums.atUs - reference.atUs) / 1_000_000);
    this.#before = [...this.#before, sums].filter((sum) => sum.atUs > nowUs - 1_100_000);
    const backlog = this.#backlog(nowUs);
    const offeredPerSecond = Math.max(0, sums.intended - reference.intended) / seconds;
    this.#trace(nowUs / 1_000 / this.#progress(sums.intended, nowUs).durationMs, offeredPerSecond);
    const { load, name } = this.#plan;
    const { durationMs, dayUs } = this.#progress(sums.intended, nowUs);
    return {
      scenario: name,
      phase: this.#phase,
      elapsedMs: Math.max(0, nowUs / 1_000),
      durationMs,
      timeOfDay: timeOfDay(this.#plan, dayUs),
      intended: sums.intended,
      intendedTotal: load.records,
      confirmed: sums.confirmed,
      offeredPerSecond,
      confirmedPerSecond: Math.max(0, sums.confirmed - reference.confirmed) / seconds,
      throttled: this.#sum("throttled", "load"),
      p99Ms: this.#p99(),
      shardUtilization: this.#shardUtilization(),
      backlog,
      budgetLeft: this.#budgetLeft(),
      curve: this.#curve,
      events: this.#events,
    };
  }

  /**
   * How long the load will last, and where the day's clock is, as if it went evenly. Where the
   * volume is kept, both follow from how much was sent.
   */
  #progress(intended: number, nowUs: number): { durationMs: number; dayUs: number } {
    const { playback, load } = this.#plan;
    if (!this.#day) return { durationMs: playback.playedInMs, dayUs: nowUs };
    const share = intended / load.records;
    const durationMs = share > 0 ? nowUs / 1_000 / share : playback.playedInMs;
    return { durationMs, dayUs: this.#day.timeOf(intended) };
  }

  get #parts(): readonly PartSnapshot[] {
    return this.#hosts.flatMap((host) => host.snapshot);
  }

  #sums(nowUs: number): Sums {
    const [intended, confirmed] = [this.#sum("intended", "load"), this.#sum("confirmed", "load")];
    return { atUs: nowUs, intended, confirmed };
  }

  /** What all parts of the load put on each shard. */
  #shardUtilization(): readonly number[] {
    const sums: number[] = [];
    for (const { shardUtilization = [] } of this.#parts) {
      for (const [i, share] of shardUtilization.entries()) sums[i] = (sums[i] ?? 0) + share;
    }
    return sums;
  }

  /** The sum of a counter over all parts of these kinds. */
  #sum(counter: string, ...kinds: readonly PartKind[]): number {
    return this.#parts
      .filter((part) => kinds.includes(part.kind))
      .reduce((sum, part) => sum + (part.counters[counter] ?? 0), 0);
  }

  #backlog(nowUs: number): BacklogSample {
    const confirmed = this.#sum("confirmed", "load");
    const behind = (...kinds: readonly PartKind[]) =>
      this.#parts
        .filter(({ kind }) => kinds.includes(kind))
        .map(({ instance, counters }) => {
          return [instance, Math.max(0, confirmed - (counters["records"] ?? 0))] as const;
        });
    const readers = behind("fan-out", "reader");
    const deliveries = behind("delivery");
    // A delivery is behind by design; where nothing else reads, it is what there is.
    const counted = readers.length === 0 ? deliveries : readers;
    const furthest = Math.max(0, ...counted.map(([, records]) => records));
    const sent = this.#sum("sent", "fan-out");
    const deleted = this.#sum("deleted", "queue-consumer", "workers");
    const stages = this.#parts.filter((part) => part.kind !== "load");
    const sample = {
      atUs: Math.max(0, Math.round(nowUs)),
      stream: counted.length === 0 ? confirmed : furthest,
      consumers: Object.fromEntries([...readers, ...deliveries]),
      queues: Math.max(0, sent - deleted),
      delivery: stages.reduce((sum, part) => sum + part.held, 0),
    };
    this.#keep(sample);
    return sample;
  }

  #keep(sample: BacklogSample): void {
    const { backlog } = this.#history;
    if (this.#phase === "starting" || this.#phase === "done") return;
    if (this.#looks++ % this.#backlogEvery === 0) backlog.push(sample);
    if (backlog.length <= samplesMax) return;
    backlog.splice(0, backlog.length, ...backlog.filter((_, i) => i % 2 === 0));
    this.#backlogEvery *= 2;
  }

  /** Draws the rate on, up to a share of the whole load. */
  #trace(share: number, rate: number): void {
    if (this.#phase !== "load" || share < 0) return;
    const point = Math.floor(share * curvePoints);
    while (this.#curve.length <= Math.min(point, curvePoints - 1)) this.#curve.push(rate);
  }

  #p99(): LiveView["p99Ms"] {
    const worst = (hop: keyof LiveView["p99Ms"]) => {
      const values = this.#parts.map((part) => part.p99Ms[hop] ?? Number.NaN);
      const known = values.filter((value) => !Number.isNaN(value));
      return known.length === 0 ? Number.NaN : Math.max(...known);
    };
    return {
      acknowledged: worst("acknowledged"),
      read: worst("read"),
      received: worst("received"),
      final: worst("final"),
    };
  }

  #budgetLeft(): LiveView["budgetLeft"] {
    const availability = this.#plan.checks.availability;
    if (!availability) return {};
    const budget = this.#plan.load.records * (1 - availability.objective);
    const left = (bad: number) => 1 - bad / budget;
    const hasFinal = availability.freshnessWithinMs !== undefined;
    return {
      ingest: left(this.#sum("bad", "load")),
      ...(hasFinal ? { freshness: left(this.#sum("late", "workers")) } : {}),
    };
  }
}

const dayMs = 86_400_000;

/** The played day's clock, as `14:20`: midnight is where a day begins. */
export function timeOfDay(plan: Plan, nowUs: number): string {
  const { startOfDayMs, compression, playedInMs } = plan.playback;
  const elapsedMs = Math.min(Math.max(0, nowUs / 1_000), playedInMs);
  return formatClock((startOfDayMs + elapsedMs * compression) % dayMs);
}
