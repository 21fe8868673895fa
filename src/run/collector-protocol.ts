import type { AnswerJson } from "../core/history/answers.ts";
import type { ThreadLoad } from "../core/history/history.ts";
import type { CollectorsPlan } from "../scenario/entry-plan.ts";
import type { Target } from "../targets/target.ts";
import type { PartSnapshot } from "./protocol.ts";

/** What a collector's process is told at its start. */
export interface CollectorSetup {
  /** The name that it goes by: `collect-1`. */
  readonly instance: string;
  readonly plan: CollectorsPlan;
  readonly target: Target;
  /** Names at the target. */
  readonly stream: string;
  readonly quarantineBucket?: string;
  /** The played day's clock at its start, and how much faster it runs: for keys in S3. */
  readonly startOfDayEpochMs: number;
  readonly compression: number;
  /** Length of the time slices of the history, from the start of the run. */
  readonly sliceMs: number;
}

/**
 * From the run to a collector.
 * `start`: the run begins at this time of the monotonic clock.
 * `drain`: take in nothing more, answer what is held, and end; SIGTERM means the same.
 */
export type CollectorCommand =
  | { readonly type: "setup"; readonly setup: CollectorSetup }
  | { readonly type: "start"; readonly startUs: number }
  | { readonly type: "drain" };

export type CollectorReport =
  | { readonly type: "ready"; readonly url: string }
  | { readonly type: "snapshot"; readonly snapshot: PartSnapshot }
  | {
      readonly type: "result";
      readonly load: ThreadLoad;
      readonly used: ProcessUse;
      readonly answers: AnswerJson;
    }
  | { readonly type: "failed"; readonly message: string };

/** What a process took of the machine. */
export interface ProcessUse {
  readonly cpuUserMs: number;
  readonly cpuSystemMs: number;
  readonly residentBytesMax: number;
}
