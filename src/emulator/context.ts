import type { Clock } from "../core/clock.ts";
import type { Random } from "../core/random.ts";
import type { After } from "../core/timers.ts";
import type { FaultSource } from "./faults/faults.ts";
import type { LatencyModel } from "./latency/latency-model.ts";
import type { Meter } from "./metrics/meter.ts";

/** All that an engine is given from outside: it has no clock, randomness or ids of its own. */
export interface EngineContext {
  readonly clock: Clock;
  /** On the same time as the clock, which tests and the admin endpoint move. */
  readonly after: After;
  readonly random: Random;
  readonly region: string;
  /** Twelve digits. */
  readonly accountId: string;
  readonly faults: FaultSource;
  readonly latency: LatencyModel;
  readonly meter: Meter;
}
