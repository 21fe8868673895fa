import { Random } from "../../src/core/random.ts";
import type { EngineContext } from "../../src/emulator/context.ts";
import { noFaults } from "../../src/emulator/faults/faults.ts";
import { noLatency } from "../../src/emulator/latency/latency-model.ts";
import { noMeter } from "../../src/emulator/metrics/meter.ts";
import { VirtualTime } from "./virtual-time.ts";

/** What a test gives an engine: a time that moves only when it is told to, and a fixed seed. */
export function engineContext(
  changed: Partial<EngineContext> = {},
  time: VirtualTime = new VirtualTime(),
): EngineContext {
  return {
    clock: time.clock,
    after: time.after,
    random: Random.from("test"),
    region: "us-east-1",
    accountId: "000000000000",
    faults: noFaults,
    latency: noLatency,
    meter: noMeter,
    ...changed,
  };
}
