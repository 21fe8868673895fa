import type { CollectorsPlan } from "./entry-plan.ts";
import type { SinkPlan, StagePlan } from "./plan.ts";
import type { ScenarioStage } from "./schema.ts";

/** A lease outlasts a few deliveries to FINAL, and ends before the message shows itself again. */
const leaseIntervals = 4;

/** `wire` turns milliseconds of the day into milliseconds of real time. */
export function resolveStage(stage: ScenarioStage, wire: (dayMs: number) => number): StagePlan {
  switch (stage.kind) {
    case "collectors":
      return collectorsPlan(stage);
    case "delivery": {
      const { to, ...rest } = stage;
      return { ...rest, sink: sinkPlan(to) };
    }
    case "fan-out": {
      const { batchWindow, packLinger, ...rest } = stage;
      return { ...rest, batchWindowMs: batchWindow, packLingerMs: packLinger };
    }
    case "workers": {
      const { store, window, lease } = stage.deduplication;
      return {
        ...stage,
        deduplication: {
          // The protocol is the same; clients know only the older scheme.
          store: store.replace(/^valkey/, "redis"),
          windowMs: wire(window),
          leaseMs: lease ?? leaseIntervals * stage.final.interval,
        },
        final: sinkPlan(stage.final),
        quarantine: sinkPlan(stage.quarantine),
      };
    }
    case "queue-consumer":
      return stage;
    case "reader":
      return stage;
    default:
      return stage satisfies never;
  }
}

function collectorsPlan(stage: Extract<ScenarioStage, { kind: "collectors" }>): CollectorsPlan {
  const { kind, name, stream, instances, partitionKey, quarantine, saturation } = stage;
  return {
    kind,
    name,
    stream,
    instances,
    partitionKey,
    lingerMs: stage.linger,
    recordsMax: stage.records,
    bytesMax: Math.floor(stage.bytes),
    callsInFlightMax: stage.callsInFlight,
    requestTimeoutMs: stage.requestTimeout,
    bodyBytesMax: Math.floor(stage.body),
    queueRecordsMax: stage.queue.records,
    queueBytesMax: Math.floor(stage.queue.bytes),
    ...(quarantine && { quarantine: sinkPlan(quarantine) }),
    ...(saturation && {
      saturation: {
        forMs: saturation.for,
        connections: saturation.connections,
        recordsPerRequest: saturation.records,
      },
    }),
  };
}

function sinkPlan(sink: {
  bucket: string;
  prefix: string;
  buffer: number;
  interval: number;
}): SinkPlan {
  const { bucket, prefix, buffer, interval } = sink;
  return { bucket, prefix, bufferBytesMax: Math.floor(buffer), intervalMs: interval };
}
