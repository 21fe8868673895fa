import type { EntryPlan } from "./entry-plan.ts";
import type { ProducerPlan } from "./plan.ts";
import type { Scenario } from "./schema.ts";

/** CreateQueue API reference: a FIFO queue's name ends so. */
export function isFifo(queueName: string): boolean {
  return queueName.endsWith(".fifo");
}

/** Where the producer sends to. To name several places is a mistake of its own. */
function entryOf({ load }: Scenario): EntryPlan {
  const { collectors, queue, recordsPerMessage } = load.producer;
  if (collectors !== undefined) return { kind: "collectors", stage: collectors };
  if (queue === undefined) return { kind: "stream" };
  return { kind: "queue", queue, recordsPerMessageMax: recordsPerMessage };
}

/** The stream in which records end; undefined where it is a queue, or the name leads nowhere. */
export function writtenStream({ load, stages }: Scenario): string | undefined {
  const { producer } = load;
  if (producer.collectors === undefined) return producer.stream;
  const stage = stages.find(({ name }) => name === producer.collectors);
  return stage?.kind === "collectors" ? stage.stream : undefined;
}

export function resolveEntry(scenario: Scenario): Pick<ProducerPlan, "entry" | "stream"> {
  return { entry: entryOf(scenario), stream: writtenStream(scenario) ?? "" };
}
