import type { DriverPlan, PartitionKeyPlan } from "./driver-plan.ts";
import type { Scenario } from "./schema.ts";

type Producer = Scenario["load"]["producer"];

/** How the producer drives a stream. */
export function resolveDriver(producer: Producer): DriverPlan {
  const { call, aggregation, rateLimit } = producer;
  return {
    call,
    ...(aggregation.mode === "kpl" && {
      aggregation: {
        bytesMax: Math.floor(aggregation.bytes),
        recordsMax: Math.floor(aggregation.records),
      },
    }),
    ...(rateLimit !== "off" && { rateLimitShare: rateLimit }),
    partitionKeys: resolvePartitionKeys(producer.partitionKeys),
  };
}

function resolvePartitionKeys(keys: Producer["partitionKeys"]): PartitionKeyPlan {
  const { strategy, exponent, share } = keys;
  switch (strategy) {
    case "by-entity":
    case "uniform":
      return { strategy };
    case "zipf":
      return { strategy, exponent, keys: Math.floor(keys.keys) };
    case "one-hot":
      return { strategy, share };
  }
}
