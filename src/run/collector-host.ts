import { fork, type ChildProcess } from "node:child_process";
import { deferred } from "../core/deferred.ts";
import { AforoError } from "../core/errors.ts";
import { after, sleep } from "../core/timers.ts";
import type { CollectorCommand, CollectorReport, CollectorSetup } from "./collector-protocol.ts";
import type { PartSnapshot } from "./protocol.ts";

type CollectorResult = Extract<CollectorReport, { type: "result" }>;

/** A process that cannot take requests by then is killed, in milliseconds. */
const readyWithinMs = 60_000;

/** The run's end of one collector's process. */
export class CollectorHost {
  readonly instance: string;
  /** Its address, once it can take requests. Rejects where it ends before that. */
  readonly ready: Promise<string>;
  /** Resolves when the process has ended: with its result, if it drained. */
  readonly ended: Promise<CollectorResult | undefined>;
  snapshot: PartSnapshot | undefined;
  /** Whether its end was asked for. */
  isLeaving = false;
  /** What it said of its failure, if it did. */
  failure = "the process ended";
  readonly #child: ChildProcess;

  constructor(setup: CollectorSetup) {
    this.instance = setup.instance;
    this.#child = fork(new URL("./collector-process.js", import.meta.url), {
      execArgv: [],
      serialization: "advanced",
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    const ready = deferred<string>();
    const ended = deferred<CollectorResult | undefined>();
    let result: CollectorResult | undefined;
    const stopWaiting = after(readyWithinMs, () => this.#fail("it was not ready in time"));
    this.ready = ready.promise;
    this.ready.catch(() => {});
    this.ended = ended.promise;
    this.#child.on("message", (report: CollectorReport) => {
      if (report.type === "ready") {
        stopWaiting();
        ready.resolve(report.url);
      } else if (report.type === "snapshot") this.snapshot = report.snapshot;
      else if (report.type === "result") result = report;
      else this.#fail(report.message);
    });
    this.#child.once("error", (error) => this.#fail(error.message));
    this.#child.once("exit", () => {
      stopWaiting();
      ready.reject(new AforoError("stage-failed", `${this.instance} failed: ${this.failure}`));
      ended.resolve(result);
    });
    this.#tell({ type: "setup", setup });
  }

  start(startUs: number): void {
    this.#tell({ type: "start", startUs });
  }

  /** As a scale-in does it: SIGTERM, and SIGKILL where it has not drained in time. */
  async leave(withinMs: number): Promise<void> {
    this.isLeaving = true;
    this.#child.kill("SIGTERM");
    const inTime = new AbortController();
    const late = sleep(withinMs, inTime.signal).then(() => {
      if (!inTime.signal.aborted) this.#child.kill("SIGKILL");
    });
    await this.ended;
    inTime.abort();
    await late;
  }

  /** In the middle of whatever it does. */
  async kill(): Promise<void> {
    this.isLeaving = true;
    this.#child.kill("SIGKILL");
    await this.ended;
  }

  #fail(message: string): void {
    this.failure = message;
    this.#child.kill("SIGKILL");
  }

  #tell(command: CollectorCommand): void {
    // One that has just died is noticed by its end.
    if (this.#child.connected) this.#child.send(command, () => {});
  }
}
