import { hashText } from "../core/hash.ts";
import type { StreamStagePlan } from "../scenario/plan.ts";
import { ConsumerWatch } from "./consumer-watch.ts";
import { pausesOf } from "./pauses.ts";
import { ShardReader, type ReadingMode, type ShardReaderOptions } from "./shard-reader.ts";
import type { StageContext } from "./stage.ts";

/** The reader of a stage, as its plan says that it reads. */
export function openReader(
  plan: StreamStagePlan,
  context: StageContext,
  take: Pick<ShardReaderOptions, "handle" | "ended" | "memory">,
): ShardReader {
  const { clients, clock, startUs, history, instance } = context;
  const pauses = pausesOf(context.plan, plan.name);
  const { iteratorAge } = history;
  return new ShardReader({
    ...take,
    kinesis: clients.kinesis,
    stream: context.names.stream(plan.stream),
    reads: readingMode(plan, context),
    clock,
    startUs,
    pauses,
    // Programs that know nothing of each other do not poll in step.
    phase: hashText(instance) / 2 ** 32,
    watch: new ConsumerWatch({
      history: history.consumer(instance),
      iteratorAge,
      clock,
      startUs,
      pauses,
    }),
  });
}

function readingMode(plan: StreamStagePlan, { clients, names, instance }: StageContext) {
  const { reads, pollsPerSecond } = plan;
  const mode: ReadingMode =
    reads === "shared"
      ? { mode: "shared", pollsPerSecond }
      : {
          mode: "enhanced",
          kinesis: clients.subscriptions,
          consumerArn: names.consumerArn(instance),
        };
  return mode;
}
