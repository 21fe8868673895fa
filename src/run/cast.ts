import { MessageChannel } from "node:worker_threads";
import { realClock } from "../core/clock.ts";
import { loadInstance } from "../core/load-instance.ts";
import { MemoryStore } from "../pipeline/idempotency/memory.ts";
import { serveStore } from "../pipeline/idempotency/port.ts";
import { instanceNames } from "../scenario/instances.ts";
import type { Plan, StagePlan, WorkersPlan } from "../scenario/plan.ts";
import type { Provisioned } from "../targets/provision.ts";
import type { Target } from "../targets/target.ts";
import { LoadThreads, loadParts } from "./load-threads.ts";
import type { Role, RoleSetup } from "./protocol.ts";
import { ThreadHost } from "./thread-host.ts";

/** All threads of a run. */
export interface Cast {
  readonly hosts: readonly ThreadHost[];
  readonly load: LoadThreads;
  /** The first worker that is alive, if there is one. */
  firstWorker(): ThreadHost | undefined;
  /** Called when a thread fails by itself. */
  onFailure: (host: ThreadHost, message: string) => void;
  /** Ends what still runs, without waiting for its work. */
  end(): Promise<void>;
}

export interface CastOptions {
  readonly plan: Plan;
  readonly run: string;
  readonly target: Target;
  readonly made: Provisioned;
  /** The balancer's address, where the load goes to collectors. */
  readonly collectorsUrl?: string;
}

const pipelineName = "pipeline";

/**
 * Starts a thread for each part of the load, one for each worker (so that it can be killed), and
 * one for all other stages together: a thread has the SDK's code to compile and to keep, so few are
 * better than many.
 */
export async function castRoles(options: CastOptions): Promise<Cast> {
  const { plan } = options;
  const store = new MemoryStore(realClock);
  const onFailure = (host: ThreadHost, message: string) => cast.onFailure(host, message);
  const host = (role: Role, instance: string) => {
    const setup: RoleSetup = { ...options, role, instance };
    if (!needsEmbeddedStore(plan, role)) return new ThreadHost(setup, onFailure);
    const { port1, port2 } = new MessageChannel();
    serveStore(store, port1);
    return new ThreadHost({ ...setup, storePort: port2 }, onFailure);
  };
  const loads = loadParts(plan).map((part) => host({ kind: "load", part }, loadInstance(part)));
  const indexes = [...plan.stages.keys()];
  const apart: readonly (StagePlan["kind"] | undefined)[] = ["workers", "collectors"];
  const together = indexes.filter((index) => !apart.includes(plan.stages[index]?.kind));
  const pipeline =
    together.length > 0 ? [host({ kind: "stages", stages: together }, pipelineName)] : [];
  const workers = plan.stages.flatMap((stage, index) => {
    if (stage.kind !== "workers") return [];
    const role: Role = { kind: "stages", stages: [index] };
    return instanceNames(stage).map((instance) => host(role, instance));
  });
  const hosts = [...pipeline, ...workers, ...loads];
  const cast: Cast = {
    hosts,
    load: new LoadThreads(loads),
    firstWorker: () => hosts.find((one) => !one.isDead && isWorker(plan, one.setup.role)),
    onFailure: () => {},
    async end() {
      await Promise.all(hosts.map((one) => one.kill()));
    },
  };
  try {
    await Promise.all(hosts.map((one) => one.ready));
  } catch (error) {
    await cast.end();
    throw error;
  }
  return cast;
}

function isWorker(plan: Plan, role: Role): boolean {
  return workersOf(plan, role) !== undefined;
}

function needsEmbeddedStore(plan: Plan, role: Role): boolean {
  return workersOf(plan, role)?.deduplication.store === "embedded";
}

function workersOf(plan: Plan, role: Role): WorkersPlan | undefined {
  const stages = role.kind === "stages" ? role.stages.map((index) => plan.stages[index]) : [];
  return stages.find((stage) => stage?.kind === "workers");
}
