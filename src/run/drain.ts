import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { sleep } from "../core/timers.ts";
import type { Plan } from "../scenario/plan.ts";
import type { Clients } from "../targets/clients.ts";
import type { Provisioned } from "../targets/provision.ts";
import type { PartKind } from "./protocol.ts";
import type { ThreadHost } from "./thread-host.ts";

const lookMs = 250;
/** The queue's counts are approximate: it has to look empty so many times in a row. */
const emptyLooks = 3;

export interface DrainOptions {
  readonly plan: Plan;
  readonly hosts: readonly ThreadHost[];
  readonly clients: Clients;
  readonly made: Provisioned;
  readonly monotonicUs: () => number;
}

/**
 * Lets the pipeline run empty, in the order of the path: what reads the streams first, then the
 * queues and who holds their messages. Ends at the plan's deadline, and says what it was waiting
 * for.
 */
export async function drainPipeline(
  options: DrainOptions,
): Promise<{ completed: boolean; tookMs: number; waitingFor: string }> {
  const { plan, hosts, monotonicUs } = options;
  const startUs = monotonicUs();
  const deadline = new AbortController();
  let waitingFor = "";
  const stages = hosts.filter((host) => host.setup.role.kind === "stages");
  const drainAll = async (...kinds: readonly PartKind[]) => {
    const parts = stages.flatMap((host) => (host.isDead ? [] : host.snapshot));
    const waited = parts.filter((part) => kinds.includes(part.kind));
    waitingFor = waited.map((part) => part.instance).join(", ");
    await Promise.all(stages.map((host) => host.drain(kinds)));
  };
  const steps = async () => {
    await drainAll("fan-out", "reader", "delivery");
    await drainAll("workers", "queue-consumer");
    for (const queue of workQueues(plan)) {
      waitingFor = `queue ${queue} to run empty`;
      await untilEmpty(options.made.queueUrls[queue] as string, options.clients, deadline.signal);
    }
    return true;
  };
  const timeout = async () => {
    await sleep(plan.drainDeadlineMs, deadline.signal);
    return false;
  };
  try {
    const completed = await Promise.race([steps(), timeout()]);
    const tookMs = (monotonicUs() - startUs) / 1_000;
    return { completed, tookMs, waitingFor: completed ? "" : waitingFor };
  } catch (error) {
    const tookMs = (monotonicUs() - startUs) / 1_000;
    return { completed: false, tookMs, waitingFor: `${waitingFor} (${(error as Error).message})` };
  } finally {
    deadline.abort();
  }
}

/** The queues that somebody consumes: dead letters stay where they are. */
function workQueues(plan: Plan): string[] {
  return plan.stages.flatMap((stage) =>
    stage.kind === "workers" || stage.kind === "queue-consumer" ? [stage.queue] : [],
  );
}

async function untilEmpty(QueueUrl: string, { sqs }: Clients, signal: AbortSignal): Promise<void> {
  for (let empty = 0; empty < emptyLooks && !signal.aborted;) {
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl,
        AttributeNames: [
          "ApproximateNumberOfMessages",
          "ApproximateNumberOfMessagesNotVisible",
          "ApproximateNumberOfMessagesDelayed",
        ],
      }),
    );
    const left = Object.values(Attributes).reduce((sum, value) => sum + Number(value), 0);
    empty = left === 0 ? empty + 1 : 0;
    await sleep(lookMs, signal);
  }
}
