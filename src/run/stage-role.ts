import { realClock } from "../core/clock.ts";
import { History } from "../core/history/history.ts";
import { createStage } from "../pipeline/table.ts";
import { PortStore } from "../pipeline/idempotency/port.ts";
import { RedisStore } from "../pipeline/idempotency/redis.ts";
import type { IdempotencyStore } from "../pipeline/idempotency/store.ts";
import type { Stage, StageContext } from "../pipeline/stage.ts";
import type { StagePlan } from "../scenario/plan.ts";
import type { Clients } from "../targets/clients.ts";
import type { RoleBody, RoleSetup } from "./protocol.ts";

/** One instance of a stage of the pipeline under test. */
export async function createStageRole(setup: RoleSetup, clients: Clients): Promise<RoleBody> {
  const { plan, run, instance, made, role } = setup;
  if (role.kind !== "stage") throw new Error("not a stage");
  const stagePlan = plan.stages[role.stage] as StagePlan;
  const history = new History();
  const context: Omit<StageContext, "startUs"> = {
    plan,
    run,
    instance,
    clients,
    names: {
      stream: (name) => made.streams[name] as string,
      queueUrl: (name) => made.queueUrls[name] as string,
      bucket: (name) => made.buckets[name] as string,
    },
    clock: realClock,
    store: await openStore(stagePlan, setup),
    history,
  };
  let stage: Stage | undefined;
  return {
    start(startUs) {
      stage = createStage(stagePlan, { ...context, startUs });
      stage.start();
    },
    drain: async () => stage?.drain(),
    halt: () => {},
    giveUp: () => {},
    async stop() {
      await stage?.stop();
      await context.store?.close();
    },
    snapshot: () => stage?.snapshot() ?? { counters: {}, p99Ms: {}, held: 0 },
    history: () => history.toJSON(),
  };
}

async function openStore(
  stage: StagePlan,
  setup: RoleSetup,
): Promise<IdempotencyStore | undefined> {
  if (stage.kind !== "workers") return undefined;
  if (setup.storePort) return new PortStore(setup.storePort);
  return RedisStore.connect(stage.deduplication.store, setup.run);
}
