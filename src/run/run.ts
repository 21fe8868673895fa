import { availableParallelism } from "node:os";
import { realClock } from "../core/clock.ts";
import { messageOf } from "../core/errors.ts";
import { History } from "../core/history/history.ts";
import { every, sleep } from "../core/timers.ts";
import type { Plan } from "../scenario/plan.ts";
import { saturatedStage } from "../scenario/saturated-stage.ts";
import { createClients, type Clients } from "../targets/clients.ts";
import { cleanUp, provision, type Provisioned } from "../targets/provision.ts";
import type { Target } from "../targets/target.ts";
import type { ProcessUse } from "./collector-protocol.ts";
import { CollectorGroup } from "./collectors.ts";
import { drainPipeline } from "./drain.ts";
import { playEvents } from "./events.ts";
import type { LiveView } from "./live-view.ts";
import { Observer, type Watched } from "./observer.ts";
import { readBack } from "./read-back.ts";
import { castRoles, type Cast } from "./cast.ts";
import { saturateCollector } from "./saturation.ts";
import { createStopwatch, type Stopwatch } from "./stopwatch.ts";
import type { ThreadHost, ThreadResult } from "./thread-host.ts";
import { provisionWarmUp } from "./warm-up.ts";

export interface RunOptions {
  readonly plan: Plan;
  /** The run's id: eight characters of [0-9a-z]. */
  readonly run: string;
  readonly target: Target;
  /**
   * Aborted to end the run in order: the load stops, the pipeline drains, the report is written.
   */
  readonly interrupt: AbortSignal;
  /** Called when all is ready, before the load begins. */
  readonly beforeLoad?: () => Promise<void>;
  readonly onView: (view: LiveView) => void;
  /** Takes what people have to know beside the verdict, in one line. */
  readonly onNotice: (notice: string) => void;
}

export interface RunResult {
  readonly history: History;
  readonly phases: readonly { readonly name: string; readonly tookMs: number }[];
  /** What each instance counted, for the report's account of the stages; never for a verdict. */
  readonly counters: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** All threads get this long to hear of the start before it comes. */
const leadMs = 300;
const lookMs = 250;
/** A stage that still cannot deliver this long after the drain is given up. */
const stopWithinMs = 15_000;

/** One run: provision, start, load, drain, read back. Checks and reports are the caller's. */
export async function runPlan(options: RunOptions): Promise<RunResult> {
  const { plan, target } = options;
  const stopwatch = createStopwatch();
  const clients = createClients(target);
  const made = await provision(plan, target, clients);
  let collectors: CollectorGroup | undefined;
  try {
    await provisionWarmUp(target, clients);
    const history = new History();
    collectors = await CollectorGroup.open({ plan, target, made });
    const entrance = collectors && { collectorsUrl: collectors.url };
    const cast = await castRoles({ plan, run: options.run, target, made, ...entrance });
    const backstage = { cast, collectors, clients, made, history, stopwatch };
    return await new RunOnStage(options, backstage).play();
  } finally {
    await collectors?.end();
    const leftBehind = target.kind === "endpoint" ? await cleanUp(made, clients) : [];
    for (const what of leftBehind) options.onNotice(`left behind at the target: ${what}`);
    clients.destroy();
  }
}

interface Backstage {
  readonly cast: Cast;
  readonly collectors: CollectorGroup | undefined;
  readonly clients: Clients;
  readonly made: Provisioned;
  readonly history: History;
  readonly stopwatch: Stopwatch;
}

class RunOnStage {
  readonly #options: RunOptions;
  readonly #backstage: Backstage;
  readonly #watched: readonly Watched[];
  readonly #observer: Observer;
  #startUs = 0;
  #residentBytesMax = 0;

  constructor(options: RunOptions, backstage: Backstage) {
    this.#options = options;
    this.#backstage = backstage;
    const { cast, collectors, history } = backstage;
    this.#watched = [...cast.hosts, ...(collectors ? [collectors] : [])];
    this.#observer = new Observer(options.plan, this.#watched, history);
  }

  async play(): Promise<RunResult> {
    const { cast, clients, made, history, stopwatch } = this.#backstage;
    const { plan } = this.#options;
    const stopLooking = every(lookMs, () => this.#look());
    try {
      stopwatch.next("start");
      const cpuBefore = process.cpuUsage();
      await this.#playLoad();
      stopwatch.next("load");
      this.#observer.phase("draining");
      await this.#backstage.collectors?.drain();
      const monotonicUs = () => realClock.monotonicUs();
      history.drain = await drainPipeline({ plan, hosts: cast.hosts, clients, made, monotonicUs });
      stopwatch.next("drain");
      const cpu = process.cpuUsage(cpuBefore);
      await this.#gather(cpu);
      this.#observer.phase("reading back");
      await this.#tried("read-back", () => this.#readBack());
      stopwatch.next("read back");
      if (saturatedStage(plan)) {
        this.#observer.phase("saturating a collector");
        await this.#tried("saturation", () => this.#saturate());
        stopwatch.next("saturation");
      }
      this.#observer.phase("done");
      this.#look();
      const counters = this.#watched
        .flatMap((host) => host.snapshot)
        .map((part) => [part.instance, part.counters] as const);
      return { history, phases: stopwatch.phases, counters: Object.fromEntries(counters) };
    } finally {
      stopLooking();
      await cast.end();
    }
  }

  /** What could not be done is absent from the history: the checks that need it do not pass. */
  async #tried(instance: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const detail = `failed: ${messageOf(error)}`;
      this.#observer.disturbed({ atUs: this.#nowUs(), kind: "stage-failed", instance, detail });
    }
  }

  #readBack(): Promise<void> {
    const { clients, made, history } = this.#backstage;
    const { plan, run, target } = this.#options;
    return readBack({ plan, run, target, clients, made, history });
  }

  /** When all evidence of the run itself is in: it disturbs nothing any more. */
  async #saturate(): Promise<void> {
    const { clients, history } = this.#backstage;
    history.saturation = await saturateCollector({ ...this.#options, clients });
    history.interrupted ||= this.#options.interrupt.aborted;
  }

  async #playLoad(): Promise<void> {
    const { cast, collectors, history } = this.#backstage;
    const { interrupt } = this.#options;
    const over = new AbortController();
    await this.#options.beforeLoad?.();
    this.#startUs = realClock.monotonicUs() + leadMs * 1_000;
    for (const host of cast.hosts) host.start(this.#startUs);
    collectors?.start(this.#startUs, {
      disturbed: (kind, instance, detail) =>
        this.#observer.disturbed({ atUs: this.#nowUs(), kind, instance, detail }),
    });
    this.#observer.phase("load");
    cast.onFailure = (host, message) => {
      this.#disturbed(host, "stage-failed", `failed: ${message}`);
      cast.load.tell("halt");
    };
    const halt = () => {
      history.interrupted = true;
      this.#observer.event("interrupted: the load stops, the pipeline drains", this.#nowUs());
      cast.load.tell("halt");
    };
    if (interrupt.aborted) halt();
    interrupt.addEventListener("abort", halt, { once: true });
    void this.#killWorker(over.signal);
    void collectors?.play(leadMs, over.signal);
    void playEvents({
      ...this.#options,
      ...this.#backstage,
      nowUs: () => this.#nowUs(),
      onEvent: (event) => this.#observer.disturbed(event),
      over: over.signal,
    });
    void this.#haltLate(over.signal);
    void this.#giveUpLate(over.signal);
    try {
      await cast.load.finished();
    } catch {
      // The load thread died: it is in the history as a disturbance, and the run is invalid.
    } finally {
      over.abort();
      interrupt.removeEventListener("abort", halt);
    }
  }

  /** A load that keeps its volume ends at its deadline, through or not. */
  async #haltLate(over: AbortSignal): Promise<void> {
    const { deadlineMs } = this.#options.plan.playback;
    if (deadlineMs === undefined) return;
    await sleep(leadMs + deadlineMs, over);
    if (over.aborted) return;
    this.#observer.event("the deadline of the load has passed: it stops", this.#nowUs());
    this.#backstage.cast.load.tell("halt");
  }

  /** What the retries have not settled within the drain's deadline is left unresolved. */
  async #giveUpLate(over: AbortSignal): Promise<void> {
    const { playback, drainDeadlineMs } = this.#options.plan;
    const loadMs = playback.deadlineMs ?? playback.playedInMs;
    await sleep(leadMs + loadMs + drainDeadlineMs, over);
    if (!over.aborted) this.#backstage.cast.load.tell("give-up");
  }

  async #killWorker(over: AbortSignal): Promise<void> {
    const { sabotage, playback } = this.#options.plan;
    if (sabotage.killWorkerAt === 0) return;
    await sleep(leadMs + playback.playedInMs * sabotage.killWorkerAt, over);
    const victim = this.#backstage.cast.firstWorker();
    if (over.aborted || !victim) return;
    await victim.kill();
    this.#disturbed(victim, "worker-killed", "was killed in the middle of its work");
  }

  #disturbed(host: ThreadHost, kind: "worker-killed" | "stage-failed", detail: string): void {
    this.#observer.disturbed({ atUs: this.#nowUs(), kind, instance: host.instance, detail });
  }

  /** Ends the threads and merges what they saw. */
  async #gather(cpu: NodeJS.CpuUsage): Promise<void> {
    const { cast, collectors, history } = this.#backstage;
    if (collectors) history.answers.merge(collectors.answers);
    const results = await Promise.all(
      cast.hosts.map(async (host) => {
        const result = await stopInTime(host);
        const saved = result?.history ?? host.checkpoint;
        if (saved) history.merge(History.fromJSON(saved));
        return result?.load;
      }),
    );
    const sum = (of: (used: ProcessUse) => number) =>
      (collectors?.used ?? []).reduce((total, used) => total + of(used), 0);
    history.harness = {
      threads: [...results.filter((load) => load !== undefined), ...(collectors?.threads ?? [])],
      cpuUserMs: cpu.user / 1_000 + sum((used) => used.cpuUserMs),
      cpuSystemMs: cpu.system / 1_000 + sum((used) => used.cpuSystemMs),
      wallMs: this.#nowUs() / 1_000,
      cores: availableParallelism(),
      residentBytesMax: this.#residentBytesMax + sum((used) => used.residentBytesMax),
    };
  }

  #look(): void {
    this.#residentBytesMax = Math.max(this.#residentBytesMax, process.memoryUsage.rss());
    this.#options.onView(this.#observer.look(this.#startUs === 0 ? 0 : this.#nowUs()));
  }

  #nowUs(): number {
    return realClock.monotonicUs() - this.#startUs;
  }
}

/** Stops a thread; one that cannot end its work in time is killed, and what it saw is lost. */
async function stopInTime(host: ThreadHost): Promise<ThreadResult | undefined> {
  const inTime = new AbortController();
  const killing = sleep(stopWithinMs, inTime.signal).then(async () => {
    if (!inTime.signal.aborted) await host.kill();
    return undefined;
  });
  const stopping = host.stop().catch(() => undefined);
  const result = await Promise.race([stopping, killing]);
  inTime.abort();
  return result;
}
