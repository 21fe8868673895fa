import { AnswerHistory } from "../core/history/answers.ts";
import type { DisturbanceKind, ThreadLoad } from "../core/history/history.ts";
import { sleep } from "../core/timers.ts";
import { Balancer } from "../pipeline/collector/balancer.ts";
import type { CollectorsPlan } from "../scenario/entry-plan.ts";
import type { Plan } from "../scenario/plan.ts";
import type { Provisioned } from "../targets/provision.ts";
import type { Target } from "../targets/target.ts";
import { CollectorHost } from "./collector-host.ts";
import type { CollectorSetup, ProcessUse } from "./collector-protocol.ts";
import type { PartSnapshot } from "./protocol.ts";

const healthEveryMs = 250;
/** More than a collector gives its PutRecords calls. */
const answerReserveMs = 2_000;
/** A collector that has not drained after this is killed. */
const leaveWithinMs = 20_000;
/** Collectors that fail by themselves are replaced so many times. */
const replacementsMax = 5;

export interface CollectorGroupOptions {
  readonly plan: Plan;
  readonly stage: CollectorsPlan;
  readonly target: Target;
  readonly made: Provisioned;
}

/** What people and the history are to know of the group. */
export interface CollectorWatch {
  disturbed(kind: DisturbanceKind, instance: string, detail: string): void;
}

/**
 * The balancer and the collectors behind it: stands for a load balancer and an auto-scaling group.
 * A collector that dies is replaced, as the group does it.
 */
export class CollectorGroup {
  readonly #options: CollectorGroupOptions;
  readonly #balancer: Balancer;
  #url = "";
  #hosts: CollectorHost[] = [];
  #desired: number;
  #count = 0;
  #replacements = 0;
  #startUs: number | undefined;
  #isOver = false;
  #changing: Promise<void> = Promise.resolve();
  #watch: CollectorWatch = { disturbed: () => {} };
  /** The last word of each, by instance. */
  readonly #snapshots = new Map<string, PartSnapshot>();
  /** Of those that drained. */
  readonly threads: ThreadLoad[] = [];
  readonly used: ProcessUse[] = [];
  readonly answers = new AnswerHistory();

  private constructor(options: CollectorGroupOptions) {
    const timeoutMs = options.stage.requestTimeoutMs + answerReserveMs;
    this.#options = options;
    this.#desired = options.stage.instances;
    this.#balancer = new Balancer({ healthEveryMs, timeoutMs });
  }

  /** Starts the collectors; undefined where the plan has none. Rejects where one fails. */
  static async open(
    options: Omit<CollectorGroupOptions, "stage">,
  ): Promise<CollectorGroup | undefined> {
    const stage = options.plan.stages.find((one) => one.kind === "collectors");
    if (!stage) return undefined;
    const group = new CollectorGroup({ ...options, stage });
    group.#url = await group.#balancer.listen();
    try {
      await group.#reconcile();
    } catch (error) {
      await group.end();
      throw error;
    }
    return group;
  }

  /** The balancer's address. */
  get url(): string {
    return this.#url;
  }

  get snapshot(): readonly PartSnapshot[] {
    for (const { instance, snapshot } of this.#hosts) {
      if (snapshot) this.#snapshots.set(instance, snapshot);
    }
    const { counters } = this.#balancer;
    const balancer = { instance: "balancer", kind: "collectors", p99Ms: {}, held: 0 } as const;
    return [{ ...balancer, counters: { ...counters } }, ...this.#snapshots.values()];
  }

  /** The run begins at this time of the monotonic clock. */
  start(startUs: number, watch: CollectorWatch): void {
    this.#startUs = startUs;
    this.#watch = watch;
    for (const host of this.#hosts) host.start(startUs);
  }

  /** Plays what the plan has for the collectors, `leadMs` before the load begins. */
  async play(leadMs: number, over: AbortSignal): Promise<void> {
    const { events, sabotage, playback } = this.#options.plan;
    const killing = async () => {
      if (sabotage.killCollectorAt === 0) return;
      await sleep(leadMs + playback.playedInMs * sabotage.killCollectorAt, over);
      if (!over.aborted) await this.#killOne();
    };
    const scaling = async () => {
      let elapsedMs = -leadMs;
      for (const event of events) {
        if (event.kind !== "scale") continue;
        await sleep(event.atMs - elapsedMs, over);
        if (over.aborted) return;
        elapsedMs = event.atMs;
        this.#desired = event.instances;
        // Not awaited: starting and draining take as long as they take.
        void this.#reconcile().catch(() => {});
      }
    };
    await Promise.all([killing(), scaling()]);
  }

  /** Nothing more is sent: every collector drains and ends. */
  async drain(): Promise<void> {
    this.#isOver = true;
    await this.#changing;
    await Promise.all(this.#hosts.map((host) => this.#remove(host)));
    await this.#balancer.close();
  }

  /** Ends what still runs, without waiting for its work. */
  async end(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#hosts.map((host) => host.kill()));
    await this.#balancer.close();
  }

  /** Adds and removes until there are as many as there should be: one change after the other. */
  #reconcile(): Promise<void> {
    const changed = this.#changing.then(() => this.#change());
    this.#changing = changed.catch(() => {});
    return changed;
  }

  async #change(): Promise<void> {
    if (this.#isOver) return;
    const stay = this.#hosts.filter(({ isLeaving }) => !isLeaving);
    const missing = this.#desired - stay.length;
    if (missing > 0) await Promise.all(Array.from({ length: missing }, () => this.#add()));
    // The oldest leave first, as in an auto-scaling group.
    const leaving = missing < 0 ? stay.slice(0, -missing) : [];
    for (const host of leaving) host.isLeaving = true;
    await Promise.all(leaving.map((host) => this.#remove(host)));
  }

  async #add(): Promise<void> {
    const host = new CollectorHost(this.#setup());
    this.#hosts.push(host);
    void this.#follow(host);
    const url = await host.ready;
    if (this.#startUs !== undefined) {
      host.start(this.#startUs);
      this.#watch.disturbed("scaled", host.instance, "was added");
    }
    if (!host.isLeaving) await this.#balancer.add(host.instance, url);
  }

  /** First out of the balancer, then SIGTERM: no client sees the end of a collector. */
  async #remove(host: CollectorHost): Promise<void> {
    await this.#balancer.remove(host.instance);
    await host.leave(leaveWithinMs);
    if (!this.#isOver) this.#watch.disturbed("scaled", host.instance, "has drained and left");
  }

  async #follow(host: CollectorHost): Promise<void> {
    const result = await host.ended;
    if (host.snapshot) this.#snapshots.set(host.instance, host.snapshot);
    this.#hosts = this.#hosts.filter((one) => one !== host);
    if (result) {
      this.threads.push(result.load);
      this.used.push(result.used);
      this.answers.merge(AnswerHistory.fromJSON(result.answers));
    } else this.answers.missing.push(host.instance);
    void this.#balancer.remove(host.instance);
    if (host.isLeaving || this.#isOver) return;
    this.#watch.disturbed("stage-failed", host.instance, `failed: ${host.failure}`);
    if (this.#startUs === undefined || this.#replacements++ >= replacementsMax) return;
    await this.#reconcile().catch(() => {});
  }

  async #killOne(): Promise<void> {
    const victim = this.#hosts.find(({ isLeaving }) => !isLeaving);
    if (!victim) return;
    const detail = "was killed (SIGKILL) in the middle of its work, and is replaced";
    this.#watch.disturbed("collector-killed", victim.instance, detail);
    await victim.kill();
    await this.#reconcile().catch(() => {});
  }

  #setup(): CollectorSetup {
    const { plan, stage, target, made } = this.#options;
    const { date, startOfDayMs, compression, sliceMs } = plan.playback;
    const bucket = stage.quarantine && made.buckets[stage.quarantine.bucket];
    return {
      instance: `${stage.name}-${++this.#count}`,
      plan: stage,
      target,
      stream: made.streams[stage.stream] as string,
      startOfDayEpochMs: Date.parse(`${date}T00:00:00Z`) + startOfDayMs,
      compression,
      sliceMs,
      ...(bucket !== undefined && { quarantineBucket: bucket }),
    };
  }
}
