import type { MessagePort } from "node:worker_threads";
import type { HistoryJson, ThreadLoad } from "../core/history/history.ts";
import type { StageSnapshot } from "../pipeline/stage.ts";
import type { Part } from "../load/schedule.ts";
import type { Plan, StagePlan } from "../scenario/plan.ts";
import type { Provisioned } from "../targets/provision.ts";
import type { Target } from "../targets/target.ts";

/**
 * What one thread of a run does: a part of the load, or an instance of some stages (indexes into
 * the plan).
 */
export type Role =
  | { readonly kind: "load"; readonly part: Part }
  | { readonly kind: "stages"; readonly stages: readonly number[] };

export type PartKind = StagePlan["kind"] | "load";

export interface RoleSetup {
  readonly role: Role;
  /** The name that the thread goes by: `load` (or `load-1`), `pipeline`, `work-1`. */
  readonly instance: string;
  readonly plan: Plan;
  readonly run: string;
  readonly target: Target;
  readonly made: Provisioned;
  /** The balancer's address, where the load goes to collectors. */
  readonly collectorsUrl?: string;
  /** The embedded de-duplication store, for a worker. */
  readonly storePort?: MessagePort;
}

/**
 * From the run to a thread.
 * `start`: the run begins at this time of the monotonic clock.
 * `drain`: nothing more will come in to these stages; answer `drained` when all is handed on. The
 * load drains by itself.
 * `halt`: send nothing more, but follow up what was sent (the load alone).
 * `give-up`: leave what is not settled (the load alone).
 * `stop`: end, and answer `result`.
 */
export type Command =
  | { readonly type: "start"; readonly startUs: number }
  | { readonly type: "drain"; readonly kinds: readonly PartKind[] }
  | { readonly type: "halt" | "give-up" | "stop" };

export type Report =
  | { readonly type: "ready" }
  | { readonly type: "snapshot"; readonly snapshot: readonly PartSnapshot[] }
  | { readonly type: "checkpoint"; readonly history: HistoryJson }
  | { readonly type: "drained" }
  | { readonly type: "result"; readonly history: HistoryJson; readonly load: ThreadLoad }
  | { readonly type: "failed"; readonly message: string; readonly hint?: string };

/** What one stage (or the load) says of itself, some times a second. */
export interface PartSnapshot extends StageSnapshot {
  readonly instance: string;
  readonly kind: PartKind;
  /** Of the load alone: share of the write limit that each shard used in the last full second. */
  readonly shardUtilization?: readonly number[];
}

/** What a role's thread does with the commands. */
export interface RoleBody {
  start(startUs: number): void;
  drain(kinds: readonly PartKind[]): Promise<void>;
  halt(): void;
  giveUp(): void;
  stop(): Promise<void>;
  snapshot(): readonly PartSnapshot[];
  history(): HistoryJson;
}
