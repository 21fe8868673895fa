import { contractViolation } from "../../src/generators/contracts.ts";
import { realClock } from "../../src/core/clock.ts";
import { deferred } from "../../src/core/deferred.ts";
import { after } from "../../src/core/timers.ts";
import type { CollectedOutcome, PutCollected } from "../../src/pipeline/collector/batcher.ts";
import { Collector, type CollectorLimits } from "../../src/pipeline/collector/collector.ts";
import { sealedRecords, shippedPlan, type SealedRecord } from "./shipped-plan.ts";

const collectorLimits: CollectorLimits = {
  lingerMs: 1,
  recordsMax: 500,
  bytesMax: 5_242_880,
  callsInFlightMax: 4,
  requestTimeoutMs: 1_000,
  queueRecordsMax: 1_000,
  queueBytesMax: 4_194_304,
  bodyBytesMax: 262_144,
  partitionKey: ["sessionId", "deviceId", "stationId", "id"],
};

/** A stream that keeps what it is given, or holds its answers back until it is let go. */
export function streamStandIn(outcome: CollectedOutcome = { kind: "confirmed", shardId: "s-0" }) {
  const kept: string[] = [];
  const keys: string[] = [];
  const calls: number[] = [];
  let gate: ReturnType<typeof deferred<void>> | undefined;
  const put: PutCollected = async (records) => {
    calls.push(records.length);
    await gate?.promise;
    for (const { data, partitionKey } of records) {
      kept.push(Buffer.from(data).toString());
      keys.push(partitionKey);
    }
    return records.map(() => outcome);
  };
  return {
    put,
    kept,
    keys,
    calls,
    hang: () => void (gate = deferred<void>()),
    letGo() {
      gate?.resolve();
      gate = undefined;
    },
  };
}

export async function openCollector(
  put: PutCollected,
  changed: Partial<CollectorLimits> = {},
  quarantine?: (event: Uint8Array) => void,
) {
  const plan = { ...collectorLimits, ...changed };
  const collector = new Collector({
    plan,
    put,
    after,
    clock: realClock,
    ...(quarantine && { quarantine }),
  });
  return { collector, url: await collector.listen() };
}

function violationOf(text: string): string | undefined {
  try {
    return contractViolation(JSON.parse(text));
  } catch {
    return "no JSON";
  }
}

/** Valid events of all sources as the load sends them, one of a key. */
export function validEvents(count: number): readonly SealedRecord[] {
  const seen = new Set<string>();
  return sealedRecords(shippedPlan("smoke"))
    .filter(({ text, partitionKey }) => {
      const isFirst = !seen.has(partitionKey) && violationOf(text) === undefined;
      seen.add(partitionKey);
      return isFirst;
    })
    .slice(0, count);
}
