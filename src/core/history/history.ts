import { LatencyHistogram } from "../latency.ts";
import { AnswerHistory, type AnswerJson } from "./answers.ts";
import { ConsumerHistory, type ConsumerJson } from "./consumer.ts";
import { BudgetTally, type BudgetTallyJson } from "./budget.ts";
import { HopHistory, type HopJson } from "./hop.ts";
import { LoadHistory, type LoadJson } from "./load.ts";
import { OrderHistory, type OrderJson } from "./ordering.ts";
import type { Saturation } from "./saturation.ts";
import { ScanHistory, type ScanJson } from "./scan.ts";

/** The hops, in the order of the path. A latency is from the intended time of the record to it. */
export const hops = ["acknowledged", "read", "received", "audience", "raw", "final"] as const;

export type Hop = (typeof hops)[number];

/** What a latency is claimed of: a hop, or the collectors' answer, which is a service time. */
export const timed = ["answered", ...hops] as const;

export type Timed = (typeof timed)[number];

export const disturbanceKinds = [
  "worker-killed",
  "collector-killed",
  "scaled",
  "stage-failed",
  "resharded",
  "paused",
  "resumed",
] as const;

export type DisturbanceKind = (typeof disturbanceKinds)[number];

/** Something that was done to the run on purpose, or that broke it. */
export interface Disturbance {
  readonly atUs: number;
  readonly kind: DisturbanceKind;
  /** The instance, as it signs what it writes; the stage or the stream that an event is about. */
  readonly instance: string;
  readonly detail: string;
}

/** How busy one thread of the harness was. */
export interface ThreadLoad {
  readonly role: string;
  /** Share of the time in which its event loop was busy. */
  readonly utilization: number;
  readonly eventLoopDelayMs: { readonly p50: number; readonly p99: number; readonly max: number };
}

export interface HarnessLoad {
  readonly threads: readonly ThreadLoad[];
  readonly cpuUserMs: number;
  readonly cpuSystemMs: number;
  readonly wallMs: number;
  readonly cores: number;
  readonly residentBytesMax: number;
}

/** One look at the backlog while the run went on. */
export interface BacklogSample {
  readonly atUs: number;
  /** Records confirmed by the stream and not yet read by the consumer that is furthest behind. */
  readonly stream: number;
  /** The same of each consumer of the stream. */
  readonly consumers: Readonly<Record<string, number>>;
  /** Messages in the queues, waiting or in flight. */
  readonly queues: number;
  /** Records held for the next delivery. */
  readonly delivery: number;
}

/**
 * All that a check may look at: a bounded, mergeable summary of a run. A stage's own counts are in
 * it for the hop times and the live picture; what is in the scans is what was read back.
 */
export class History {
  readonly load = new LoadHistory();
  readonly hops = new Map<Hop, HopHistory>();
  readonly answers = new AnswerHistory();
  readonly order = new OrderHistory();
  /** By instance: who read a stream. */
  readonly consumers = new Map<string, ConsumerHistory>();
  /** From the arrival of the last record of a read to the read. */
  readonly iteratorAge = new LatencyHistogram();
  /** Valid records durable in FINAL in time or late; a cluster is the object they came in. */
  readonly freshness = new BudgetTally();
  readonly scans: Partial<Record<Place, ScanHistory>> = {};
  /** Absent where no collector was saturated. Made once and not merged, like the scans. */
  saturation: Saturation | undefined;
  readonly disturbances: Disturbance[] = [];
  readonly backlog: BacklogSample[] = [];
  drain: { completed: boolean; tookMs: number; waitingFor: string } = {
    completed: false,
    tookMs: 0,
    waitingFor: "the drain did not begin",
  };
  harness: HarnessLoad = {
    threads: [],
    cpuUserMs: 0,
    cpuSystemMs: 0,
    wallMs: 0,
    cores: 0,
    residentBytesMax: 0,
  };
  interrupted = false;

  hop(hop: Hop): HopHistory {
    let history = this.hops.get(hop);
    if (!history) this.hops.set(hop, (history = new HopHistory()));
    return history;
  }

  consumer(instance: string): ConsumerHistory {
    let history = this.consumers.get(instance);
    if (!history) this.consumers.set(instance, (history = new ConsumerHistory()));
    return history;
  }

  /** Adds what another part of the run saw. The scans are made once and are not merged. */
  merge(other: History): void {
    this.load.merge(other.load);
    for (const [hop, history] of other.hops) this.hop(hop).merge(history);
    this.answers.merge(other.answers);
    this.order.merge(other.order);
    for (const [instance, consumer] of other.consumers) this.consumer(instance).merge(consumer);
    this.iteratorAge.merge(other.iteratorAge);
    this.freshness.merge(other.freshness);
    this.disturbances.push(...other.disturbances);
    this.backlog.push(...other.backlog);
    this.interrupted ||= other.interrupted;
  }

  toJSON(): HistoryJson {
    return {
      version: 1,
      load: this.load.toJSON(),
      hops: Object.fromEntries([...this.hops].map(([hop, history]) => [hop, history.toJSON()])),
      answers: this.answers.toJSON(),
      order: this.order.toJSON(),
      consumers: Object.fromEntries(
        [...this.consumers].map(([instance, consumer]) => [instance, consumer.toJSON()]),
      ),
      iteratorAge: this.iteratorAge.toJSON(),
      freshness: this.freshness.toJSON(),
      scans: Object.fromEntries(
        Object.entries(this.scans).map(([place, scan]) => [place, scan.toJSON()]),
      ),
      ...(this.saturation && { saturation: this.saturation }),
      disturbances: this.disturbances,
      backlog: this.backlog,
      drain: this.drain,
      harness: this.harness,
      interrupted: this.interrupted,
    };
  }

  static fromJSON(json: HistoryJson): History {
    const history = new History();
    history.load.merge(LoadHistory.fromJSON(json.load));
    for (const [hop, hopJson] of Object.entries(json.hops)) {
      history.hop(hop as Hop).merge(HopHistory.fromJSON(hopJson));
    }
    history.answers.merge(AnswerHistory.fromJSON(json.answers));
    history.order.merge(OrderHistory.fromJSON(json.order));
    for (const [instance, consumer] of Object.entries(json.consumers)) {
      history.consumer(instance).merge(ConsumerHistory.fromJSON(consumer));
    }
    history.iteratorAge.merge(LatencyHistogram.fromJSON(json.iteratorAge));
    history.freshness.merge(BudgetTally.fromJSON(json.freshness));
    for (const [place, scan] of Object.entries(json.scans)) {
      history.scans[place as Place] = ScanHistory.fromJSON(scan);
    }
    history.saturation = json.saturation;
    history.disturbances.push(...json.disturbances);
    history.backlog.push(...json.backlog);
    history.drain = json.drain;
    history.harness = json.harness;
    history.interrupted = json.interrupted;
    return history;
  }
}

/** The places that are read back after the drain. */
export type Place = "raw" | "final" | "quarantine" | "deadLetters";

export interface HistoryJson {
  readonly version: 1;
  readonly load: LoadJson;
  readonly hops: Readonly<Record<string, HopJson>>;
  readonly answers: AnswerJson;
  readonly order: OrderJson;
  readonly consumers: Readonly<Record<string, ConsumerJson>>;
  readonly iteratorAge: ReturnType<LatencyHistogram["toJSON"]>;
  readonly freshness: BudgetTallyJson;
  readonly scans: Readonly<Record<string, ScanJson>>;
  readonly saturation?: Saturation;
  readonly disturbances: readonly Disturbance[];
  readonly backlog: readonly BacklogSample[];
  readonly drain: History["drain"];
  readonly harness: HarnessLoad;
  readonly interrupted: boolean;
}
