import { timed } from "../core/history/history.ts";
import type { AvailabilityPlan, ChecksPlan, LatencyThreshold } from "./plan.ts";
import type { Scenario } from "./schema.ts";

type Checks = Scenario["checks"];

interface Clock {
  readonly sliceMs: number;
  readonly wire: (dayMs: number) => number;
}

export function resolveChecks(checks: Checks, clock: Clock): ChecksPlan {
  const { latency, throttling, deduplication, ordering, reconciliation, validity } = checks;
  const { availability, saturation } = checks;
  return {
    ...(latency && { latency: { thresholds: thresholdsOf(latency) } }),
    ...(throttling && {
      throttling: {
        throttledShareMax: throttling.throttledMax,
        hotUtilization: throttling.hotUtilization,
        hotSecondsShareMax: throttling.hotSecondsMax,
        ...(throttling.hotShard && { hotShard: throttling.hotShard }),
      },
    }),
    ...(deduplication && { deduplication }),
    ...(ordering && { ordering }),
    ...(availability && { availability: availabilityOf(availability, clock) }),
    ...(saturation && { saturation: { eventsPerSecondMin: saturation.eventsMin } }),
    ...(reconciliation && { reconciliation }),
    validity: {
      scheduleLagP99MsMax: validity.scheduleLagP99Max,
      samplesBeyondMin: validity.samplesBeyondMin,
      loadUtilizationMax: validity.loadUtilizationMax,
    },
  };
}

function thresholdsOf(latency: NonNullable<Checks["latency"]>): readonly LatencyThreshold[] {
  return timed.flatMap((hop) =>
    (latency[hop] ?? []).map(({ percentile, ms }) => ({ hop, percentile, ms })),
  );
}

function availabilityOf(
  availability: NonNullable<Checks["availability"]>,
  { sliceMs, wire }: Clock,
): AvailabilityPlan {
  const { objective, ingestWithin, freshnessWithin, components, burn } = availability;
  const slices = (dayMs: number) => Math.max(1, Math.round(wire(dayMs) / sliceMs));
  return {
    objective,
    ingestWithinMs: ingestWithin,
    ...(freshnessWithin !== undefined && { freshnessWithinMs: freshnessWithin }),
    ...(components && { components }),
    longWindowSlices: slices(burn.long),
    shortWindowSlices: slices(burn.short),
    burnRateMax: burn.rateMax,
    alarmRecordsMin: burn.recordsMin,
  };
}
