import { CreateStreamCommand, IncreaseStreamRetentionPeriodCommand } from "@aws-sdk/client-kinesis";
import { AforoError } from "../core/errors.ts";
import type { SaturatedPattern, Saturation } from "../core/history/saturation.ts";
import type { SaturationPlan } from "../scenario/entry-plan.ts";
import type { Plan } from "../scenario/plan.ts";
import { saturatedStage } from "../scenario/saturated-stage.ts";
import type { Clients } from "../targets/clients.ts";
import type { Target } from "../targets/target.ts";
import { closedLoop } from "./closed-loop.ts";
import { CollectorHost } from "./collector-host.ts";
import { countRecords } from "./stream-count.ts";
import { bodiesOf, validEvents } from "./valid-events.ts";

/** In the embedded emulator, which ends with the run. */
const StreamName = "aforo-saturation";
/** So many that a collector has met its own limits before those of any shard. */
const shards = 512;
/** Events of as many keys. */
const eventsMax = 2_048;
const longestRetentionHours = 8_760;
const leaveWithinMs = 20_000;

export interface SaturationOptions {
  readonly plan: Plan;
  readonly target: Target;
  readonly clients: Clients;
  /** Aborted to leave it: what was found until then is dropped. */
  readonly interrupt: AbortSignal;
  readonly onNotice: (notice: string) => void;
}

/**
 * What one collector can take: a process apart, in a closed loop, into a stream of its own, which
 * is read back when the collector has drained. Undefined where it is not played: where the plan
 * has none, at an endpoint, and where it was interrupted.
 */
export async function saturateCollector(
  options: SaturationOptions,
): Promise<Saturation | undefined> {
  const { plan, target, clients, interrupt } = options;
  const saturated = saturatedStage(plan);
  if (!saturated || interrupt.aborted) return undefined;
  const { stage, saturation } = saturated;
  if (target.kind !== "embedded") {
    options.onNotice("no collector is saturated: that is for the embedded emulator alone");
    return undefined;
  }
  await makeStream(clients);
  const events = validEvents(plan, eventsMax, stage.partitionKey);
  const host = new CollectorHost({
    instance: "saturated",
    plan: stage,
    target,
    stream: StreamName,
    startOfDayEpochMs: 0,
    compression: 1,
    sliceMs: plan.playback.sliceMs,
  });
  try {
    const patterns = await saturate(saturation, { events, url: await host.ready, over: interrupt });
    if (interrupt.aborted) return undefined;
    const claimed = await drained(host);
    const inStream = await countRecords(clients.kinesis, StreamName);
    return { connections: saturation.connections, patterns, claimed, inStream };
  } finally {
    await host.kill();
  }
}

/** Retention belongs to the day, and may be seconds: this stream is not of the day. */
async function makeStream({ kinesis }: Clients): Promise<void> {
  await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: shards }));
  const RetentionPeriodHours = longestRetentionHours;
  await kinesis.send(
    new IncreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours }),
  );
}

interface Loops {
  readonly events: readonly string[];
  readonly url: string;
  readonly over: AbortSignal;
}

async function saturate(saturation: SaturationPlan, { events, url, over }: Loops) {
  const patterns: SaturatedPattern[] = [];
  const { connections, forMs, recordsPerRequest } = saturation;
  for (const records of recordsPerRequest) {
    if (over.aborted) break;
    const pattern = await closedLoop({
      url: `${url}/events`,
      bodies: bodiesOf(events, records, connections),
      recordsPerRequest: records,
      connections,
      forMs,
      answers: "collector",
      over,
    });
    patterns.push(pattern);
  }
  return patterns;
}

/** Lets a collector answer what it holds and end: how many events it says that it stored. */
async function drained(host: CollectorHost): Promise<number> {
  await host.leave(leaveWithinMs);
  const ended = await host.ended;
  const stored = host.snapshot?.counters["stored"];
  if (ended && stored !== undefined) return stored;
  throw new AforoError("stage-failed", `${host.instance} failed: ${host.failure}`);
}
