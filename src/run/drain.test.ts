import { describe, expect, it } from "vitest";
import { shippedPlan } from "../../test/support/shipped-plan.ts";
import { standIn } from "../../test/support/stand-ins.ts";
import { realClock } from "../core/clock.ts";
import type { Clients } from "../targets/clients.ts";
import { drainPipeline } from "./drain.ts";
import type { PartKind } from "./protocol.ts";
import type { ThreadHost } from "./thread-host.ts";

const shipped = shippedPlan("smoke");
const never = new Promise<void>(() => {});

interface Bench {
  readonly deadlineMs?: number;
  /** What the drain of a stage does, if it is not done at once. */
  readonly drains?: Readonly<Record<string, () => Promise<void>>>;
  readonly dead?: readonly string[];
  /** Messages in the queue at each look. */
  readonly left?: (queue: string, call: number) => number;
}

async function drain({ deadlineMs = 20_000, drains = {}, dead = [], left = () => 0 }: Bench) {
  const asked: string[] = [];
  const hosts = shipped.stages.map(({ name, kind }) => ({
    isDead: dead.includes(name),
    setup: { role: { kind: "stages" } },
    snapshot: [{ instance: name, kind }],
    async drain(kinds: readonly PartKind[]) {
      if (!kinds.includes(kind)) return;
      asked.push(name);
      await drains[name]?.();
    },
  }));
  const { sqs } = standIn({
    GetQueueAttributes({ QueueUrl }: { QueueUrl: string }, call) {
      asked.push(QueueUrl);
      return { Attributes: { ApproximateNumberOfMessages: String(left(QueueUrl, call)) } };
    },
  });
  const ended = await drainPipeline({
    plan: { ...shipped, drainDeadlineMs: deadlineMs },
    hosts: hosts as unknown as readonly ThreadHost[],
    clients: { sqs } as Partial<Clients> as Clients,
    made: {
      streams: {},
      consumers: {},
      buckets: {},
      queueUrls: { audience: "audience!", work: "work!" },
    },
    monotonicUs: () => realClock.monotonicUs(),
  });
  return { ended, asked: [...new Set(asked)] };
}

describe("drainPipeline", () => {
  it("goes along the path, and is complete when the queues look empty", async () => {
    const left = (queue: string, call: number) => (queue === "audience!" && call === 1 ? 5 : 0);
    const { ended, asked } = await drain({ left });
    expect(ended).toMatchObject({ completed: true, waitingFor: "" });
    expect(asked).toEqual(["raw", "distribute", "audience", "work", "audience!", "work!"]);
  });

  it.each([
    { drains: { distribute: () => never }, waitingFor: "raw, distribute" },
    { drains: { work: () => never }, waitingFor: "audience, work" },
    { drains: { work: () => never }, dead: ["audience"], waitingFor: "work" },
    { left: () => 7, waitingFor: "queue audience to run empty" },
  ])("says at its deadline that it waited for $waitingFor", async ({ waitingFor, ...bench }) => {
    const { ended } = await drain({ deadlineMs: 30, ...bench });
    expect(ended).toMatchObject({ completed: false, waitingFor });
  });

  it("says which stage failed meanwhile", async () => {
    const failed = () => Promise.reject(new Error("raw failed: out of memory"));
    const { ended } = await drain({ drains: { raw: failed } });
    expect(ended).toMatchObject({
      completed: false,
      waitingFor: "raw, distribute (raw failed: out of memory)",
    });
  });
});
