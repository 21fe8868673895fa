import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import type { ThreadLoad } from "../core/history/history.ts";

const resolutionMs = 10;

/** Measures how busy this thread is, from now until it is read. */
export function startThreadMeter(role: string): () => ThreadLoad {
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  const before = performance.eventLoopUtilization();
  delay.enable();
  return () => {
    delay.disable();
    // What Node records is the time between two looks: the delay is what exceeds the interval.
    const overMs = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - resolutionMs);
    return {
      role,
      utilization: performance.eventLoopUtilization(before).utilization,
      eventLoopDelayMs: {
        p50: overMs(delay.percentile(50)),
        p99: overMs(delay.percentile(99)),
        max: overMs(delay.max),
      },
    };
  };
}
