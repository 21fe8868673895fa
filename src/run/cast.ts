import { MessageChannel } from "node:worker_threads";
import { realClock } from "../core/clock.ts";
import { MemoryStore } from "../pipeline/idempotency/memory.ts";
import { serveStore } from "../pipeline/idempotency/port.ts";
import type { Plan } from "../scenario/plan.ts";
import type { Provisioned } from "../targets/provision.ts";
import type { Target } from "../targets/target.ts";
import type { Role, RoleSetup } from "./protocol.ts";
import { ThreadHost } from "./thread-host.ts";

/** All threads of a run. */
export interface Cast {
  readonly hosts: readonly ThreadHost[];
  readonly load: ThreadHost;
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
}

/** Starts a thread for the load and for each instance of each stage. */
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
  const load = host({ kind: "load" }, "load");
  const stages = plan.stages.flatMap((stage, index) => {
    const role: Role = { kind: "stage", stage: index };
    if (stage.kind !== "workers") return [host(role, stage.name)];
    return Array.from({ length: stage.instances }, (_, i) => host(role, `${stage.name}-${i + 1}`));
  });
  const hosts = [...stages, load];
  const cast: Cast = {
    hosts,
    load,
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
  return role.kind === "stage" && plan.stages[role.stage]?.kind === "workers";
}

function needsEmbeddedStore(plan: Plan, role: Role): boolean {
  const stage = role.kind === "stage" ? plan.stages[role.stage] : undefined;
  return stage?.kind === "workers" && stage.deduplication.store === "embedded";
}
