import {
  DeregisterStreamConsumerCommand,
  DescribeStreamConsumerCommand,
  DescribeStreamSummaryCommand,
  RegisterStreamConsumerCommand,
} from "@aws-sdk/client-kinesis";
import { sleep } from "../core/timers.ts";
import { instanceNames, isStreamStage } from "../scenario/instances.ts";
import type { Plan } from "../scenario/plan.ts";
import type { Clients } from "./clients.ts";
import { nameAt, type Target } from "./target.ts";

const activeWithinMs = 60_000;
/** Registrations a second, and at once, are limited: a refused one waits for so long. */
const lookMs = 250;

/** The streams by their names in the plan, and the consumers' ARNs by instance. */
export interface MadeStreams {
  readonly streams: Readonly<Record<string, string>>;
  readonly consumers: Record<string, string>;
}

/**
 * Registers a consumer for each instance of each stage that reads by enhanced fan-out, under the
 * instance's name (and the run's, at an endpoint), and waits until all can subscribe.
 */
export async function registerConsumers(
  plan: Plan,
  target: Target,
  { clients, made }: { readonly clients: Clients; readonly made: MadeStreams },
): Promise<void> {
  const enhanced = plan.stages.filter(isStreamStage).filter(({ reads }) => reads === "enhanced");
  for (const stage of enhanced) {
    const { StreamDescriptionSummary } = await clients.kinesis.send(
      new DescribeStreamSummaryCommand({ StreamName: made.streams[stage.stream] }),
    );
    const StreamARN = StreamDescriptionSummary?.StreamARN;
    for (const instance of instanceNames(stage)) {
      const ConsumerName = nameAt(target, instance);
      const { Consumer } = await untilAdmitted(() =>
        clients.kinesis.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName })),
      );
      made.consumers[instance] = Consumer?.ConsumerARN as string;
    }
  }
  for (const ConsumerARN of Object.values(made.consumers)) await untilActive(ConsumerARN, clients);
}

/** Removes one consumer. */
export async function deregisterConsumer(ConsumerARN: string, { kinesis }: Clients): Promise<void> {
  await untilAdmitted(() => kinesis.send(new DeregisterStreamConsumerCommand({ ConsumerARN })));
}

async function untilActive(ConsumerARN: string, { kinesis }: Clients): Promise<void> {
  for (let waitedMs = 0; ; waitedMs += lookMs) {
    const { ConsumerDescription } = await untilAdmitted(() =>
      kinesis.send(new DescribeStreamConsumerCommand({ ConsumerARN })),
    );
    if (ConsumerDescription?.ConsumerStatus === "ACTIVE") return;
    if (waitedMs >= activeWithinMs) throw new Error(`${ConsumerARN} did not become ACTIVE`);
    await sleep(lookMs);
  }
}

async function untilAdmitted<T>(call: () => Promise<T>): Promise<T> {
  for (let waitedMs = 0; ; waitedMs += lookMs) {
    try {
      return await call();
    } catch (error) {
      const isRefused = (error as Error).name === "LimitExceededException";
      if (!isRefused || waitedMs >= activeWithinMs) throw error;
      await sleep(lookMs);
    }
  }
}
