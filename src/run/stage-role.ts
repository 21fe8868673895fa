import { EnvelopeReader } from "../core/envelope.ts";
import { realClock } from "../core/clock.ts";
import { History } from "../core/history/history.ts";
import { PortStore } from "../pipeline/idempotency/port.ts";
import { RedisStore } from "../pipeline/idempotency/redis.ts";
import type { IdempotencyStore } from "../pipeline/idempotency/store.ts";
import type { Stage, StageContext } from "../pipeline/stage.ts";
import { createStage } from "../pipeline/table.ts";
import { instanceNames } from "../scenario/instances.ts";
import type { StagePlan, ThreadStagePlan } from "../scenario/plan.ts";
import type { Clients } from "../targets/clients.ts";
import type { RoleBody, RoleSetup } from "./protocol.ts";

/** An instance of one or more stages of the pipeline under test, each with a history of its own. */
export async function createStageRole(setup: RoleSetup, clients: Clients): Promise<RoleBody> {
  const { plan, run, made, role } = setup;
  if (role.kind !== "stages") throw new Error("the role has no stages");
  const plans = role.stages.map((index) => plan.stages[index] as ThreadStagePlan);
  const store = await openStore(plans, setup);
  const context: Omit<StageContext, "startUs" | "instance" | "history"> = {
    plan,
    envelopes: new EnvelopeReader(run),
    clients,
    names: {
      stream: (name) => made.streams[name] as string,
      queueUrl: (name) => made.queueUrls[name] as string,
      bucket: (name) => made.buckets[name] as string,
      consumerArn: (instance) => made.consumers[instance] as string,
    },
    clock: realClock,
    store,
  };
  const parts: Part[] = [];
  return {
    start(startUs) {
      for (const stagePlan of plans) {
        const { kind } = stagePlan;
        // Workers have a thread each; the instances of other stages are together in this one.
        const instances = kind === "workers" ? [setup.instance] : instanceNames(stagePlan);
        for (const instance of instances) {
          const history = new History();
          const stage = createStage(stagePlan, { ...context, instance, startUs, history });
          parts.push({ kind, instance, stage, history });
          stage.start();
        }
      }
    },
    async drain(kinds) {
      const draining = parts.filter((part) => kinds.includes(part.kind));
      await Promise.all(draining.map((part) => part.stage.drain()));
    },
    halt: () => {},
    giveUp: () => {},
    async stop() {
      await Promise.all(parts.map((part) => part.stage.stop()));
      await store?.close();
    },
    snapshot: () =>
      parts.map(({ kind, instance, stage }) => ({ kind, instance, ...stage.snapshot() })),
    history() {
      const whole = new History();
      for (const { history } of parts) whole.merge(history);
      return whole.toJSON();
    },
  };
}

interface Part {
  readonly kind: StagePlan["kind"];
  readonly instance: string;
  readonly stage: Stage;
  readonly history: History;
}

async function openStore(
  stages: readonly ThreadStagePlan[],
  setup: RoleSetup,
): Promise<IdempotencyStore | undefined> {
  const workers = stages.find((stage) => stage.kind === "workers");
  if (!workers) return undefined;
  if (setup.storePort) return new PortStore(setup.storePort);
  return RedisStore.connect(workers.deduplication.store, setup.run);
}
