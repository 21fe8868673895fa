import type { GaugeReading } from "./metrics/metrics.ts";
import type { WireService } from "./wire/http.ts";

/** A service with what its operators want to see of it, apart from AWS's API. */
export interface EmulatedService extends WireService {
  /** What its resources are called in the admin endpoint: `streams`. */
  readonly holds: "streams" | "queues" | "buckets";
  /** All resources in short, as plain data; linear in their number, and in nothing else. */
  inspectAll(): readonly object[];
  /** One resource in full, as plain data; undefined where there is none of the name. */
  inspect(name: string): object | undefined;
  /** The gauges of all resources. */
  gauges(): readonly GaugeReading[];
  /** Ends what waits, and lets go of all files. Nothing is asked of it after this. */
  close(): void | Promise<void>;
}
