import type { Clock } from "../core/clock.ts";
import type { Random } from "../core/random.ts";

/** All that an engine is given from outside: it has no clock, randomness or ids of its own. */
export interface EngineContext {
  readonly clock: Clock;
  readonly random: Random;
  readonly region: string;
  /** Twelve digits. */
  readonly accountId: string;
}
