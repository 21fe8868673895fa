import { Worker as Thread, type MessagePort } from "node:worker_threads";
import { deferred, type Deferred } from "../core/deferred.ts";
import { AforoError } from "../core/errors.ts";
import type { HistoryJson, ThreadLoad } from "../core/history/history.ts";
import type { Command, PartKind, PartSnapshot, Report, RoleSetup } from "./protocol.ts";

/**
 * Threads are many and each does little: by default each would take 48 MB for young objects alone.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 12 };

export interface ThreadResult {
  readonly history: HistoryJson;
  readonly load: ThreadLoad;
}

/** The run's end of one thread. */
export class ThreadHost {
  readonly instance: string;
  readonly setup: RoleSetup;
  /** Resolves when the thread has connected and can start. */
  readonly ready: Promise<void>;
  snapshot: readonly PartSnapshot[] = [];
  /** What a thread that was killed had saved last. */
  checkpoint: HistoryJson | undefined;
  isDead = false;
  readonly #thread: Thread;
  readonly #waiting = new Map<Report["type"], Deferred<Report>>();
  readonly #onFailure: (host: ThreadHost, message: string) => void;

  constructor(setup: RoleSetup, onFailure: (host: ThreadHost, message: string) => void) {
    this.instance = setup.instance;
    this.setup = setup;
    this.#onFailure = onFailure;
    this.#thread = new Thread(new URL("./role-thread.js", import.meta.url), {
      name: setup.instance,
      workerData: setup,
      resourceLimits,
      transferList: setup.storePort ? [setup.storePort as MessagePort & ArrayBuffer] : [],
    });
    this.ready = this.#expect("ready").then(() => {});
    this.#thread.on("message", (report: Report) => this.#take(report));
    this.#thread.on("error", (error) => this.#fail(error.message));
    this.#thread.on("exit", () => this.#fail("the thread ended"));
  }

  start(startUs: number): void {
    this.#tell({ type: "start", startUs });
  }

  /** Drains the stages of these kinds, if the thread has any. */
  async drain(kinds: readonly PartKind[]): Promise<void> {
    if (this.isDead) return;
    this.#waiting.delete("drained");
    const drained = this.#expect("drained");
    this.#tell({ type: "drain", kinds });
    await drained;
  }

  /** Resolves when the thread says by itself that it is through (the load does). */
  async finished(): Promise<void> {
    await this.#expect("drained");
  }

  tell(type: "halt" | "give-up"): void {
    if (!this.isDead) this.#tell({ type });
  }

  /** Ends the thread in order; undefined for one that is dead already. */
  async stop(): Promise<ThreadResult | undefined> {
    if (this.isDead) return undefined;
    const result = this.#expect("result");
    this.#tell({ type: "stop" });
    const { history, load } = (await result) as Extract<Report, { type: "result" }>;
    await this.kill();
    return { history, load };
  }

  /** Ends the thread in the middle of whatever it does. */
  async kill(): Promise<void> {
    this.isDead = true;
    await this.#thread.terminate();
  }

  #tell(command: Command): void {
    this.#thread.postMessage(command);
  }

  #expect(type: Report["type"]): Promise<Report> {
    let waiting = this.#waiting.get(type);
    if (!waiting) {
      waiting = deferred<Report>();
      waiting.promise.catch(() => {});
      this.#waiting.set(type, waiting);
    }
    return waiting.promise;
  }

  #take(report: Report): void {
    if (report.type === "snapshot") this.snapshot = report.snapshot;
    else if (report.type === "checkpoint") this.checkpoint = report.history;
    else if (report.type === "failed") this.#fail(report.message, report.hint);
    else {
      // A thread that has given its result may end: it is no failure any more.
      if (report.type === "result") this.isDead = true;
      this.#waiting.get(report.type)?.resolve(report);
    }
  }

  #fail(message: string, hint?: string): void {
    if (this.isDead) return;
    this.isDead = true;
    const error = new AforoError("stage-failed", `${this.instance} failed: ${message}`, {
      ...(hint !== undefined && { hint }),
    });
    for (const waiting of this.#waiting.values()) waiting.reject(error);
    this.#onFailure(this, message);
  }
}
