import { DescribeStreamSummaryCommand, UpdateShardCountCommand } from "@aws-sdk/client-kinesis";
import { messageOf } from "../core/errors.ts";
import type { Disturbance } from "../core/history/history.ts";
import { sleep } from "../core/timers.ts";
import { formatDuration } from "../core/units.ts";
import type { PausePlan, ReshardPlan } from "../scenario/event-plan.ts";
import type { Plan } from "../scenario/plan.ts";
import type { Clients } from "../targets/clients.ts";
import type { Provisioned } from "../targets/provision.ts";

const lookMs = 250;
/** AWS reshards 30 shards in about half an hour; what takes longer is told as under way. */
const activeWithinMs = 30 * 60_000;

export interface EventsOptions {
  readonly plan: Plan;
  readonly clients: Pick<Clients, "kinesis">;
  readonly made: Pick<Provisioned, "streams">;
  /** Microseconds since the start of the load. */
  readonly nowUs: () => number;
  readonly onEvent: (disturbance: Disturbance) => void;
  /** Aborted when the load is over: what has not happened by then does not happen any more. */
  readonly over: AbortSignal;
}

/**
 * Lets happen what the plan has for the middle of the run, and tells of it. Streams are resharded
 * from here; stages that pause do so by themselves, by the same plan and clock. What fails is told
 * as a failed stage, and makes the run invalid.
 */
export async function playEvents(options: EventsOptions): Promise<void> {
  await Promise.all(
    options.plan.events.map(async (event) => {
      if (event.kind === "reshard") await reshard(event, options);
      else if (event.kind === "pause") await tellPause(event, options);
      // Collectors are scaled by their group, which also tells of it.
    }),
  );
}

async function tellPause(event: PausePlan, options: EventsOptions): Promise<void> {
  const { stage: instance } = event;
  const detail = `pauses for ${formatDuration(event.forMs)}`;
  if (!(await reached(event.atMs, options))) return;
  tell({ kind: "paused", instance, detail }, options);
  if (!(await reached(event.atMs + event.forMs, options))) return;
  tell({ kind: "resumed", instance, detail: "reads again" }, options);
}

async function reshard(event: ReshardPlan, options: EventsOptions): Promise<void> {
  const { stream: instance, shards: TargetShardCount } = event;
  const { made, over } = options;
  const { kinesis } = options.clients;
  const StreamName = made.streams[instance] as string;
  if (!(await reached(event.atMs, options))) return;
  try {
    const { CurrentShardCount } = await kinesis.send(
      new UpdateShardCountCommand({
        StreamName,
        TargetShardCount,
        ScalingType: "UNIFORM_SCALING",
      }),
    );
    const detail = `is resharded from ${CurrentShardCount} to ${TargetShardCount} shards`;
    tell({ kind: "resharded", instance, detail }, options);
    for (let waitedMs = 0; waitedMs < activeWithinMs && !over.aborted; waitedMs += lookMs) {
      const { StreamDescriptionSummary } = await kinesis.send(
        new DescribeStreamSummaryCommand({ StreamName }),
      );
      if (StreamDescriptionSummary?.StreamStatus === "ACTIVE") return;
      await sleep(lookMs, over);
    }
  } catch (error) {
    const detail = `could not be resharded: ${messageOf(error)}`;
    tell({ kind: "stage-failed", instance, detail }, options);
  }
}

/** Waits for a time of the run. False where the load was over before. */
async function reached(atMs: number, { nowUs, over }: EventsOptions): Promise<boolean> {
  await sleep(atMs - nowUs() / 1_000, over);
  return !over.aborted;
}

function tell(what: Omit<Disturbance, "atUs">, { nowUs, onEvent }: EventsOptions): void {
  onEvent({ atUs: nowUs(), ...what });
}
