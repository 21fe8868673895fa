import { drawDelayMs, type DelayProfile } from "../../core/delay.ts";
import type { Random } from "../../core/random.ts";

export type LatencyModelName = "off" | "aws";

interface CallLatency extends DelayProfile {
  readonly source: string;
}

/**
 * How long AWS takes to answer, in milliseconds, where somebody has published it; nothing here is a
 * promise of AWS's. Where only a mean or a range is published, the other percentiles are ours, in
 * the proportions of the nearest published distribution, and the source says so.
 */
const aws: Readonly<Record<string, CallLatency>> = {
  "kinesis PutRecord": {
    p50: 25,
    p90: 34,
    p99: 55,
    source: "20 to 30 ms in the region (practitioners, 2018); tail as of fan-out consumers",
  },
  "kinesis PutRecords": { p50: 25, p90: 34, p99: 55, source: "as PutRecord" },
  "kinesis GetRecords": {
    p50: 90,
    p90: 123,
    p99: 199,
    source:
      "developer guide: 200 ms of propagation with one consumer that polls five times a second, " +
      "100 of them waiting for the poll; tail as of fan-out consumers",
  },
  "kinesis SubscribeToShardEvent": {
    p50: 49.4,
    p90: 67.5,
    p99: 109,
    source: "enhanced fan-out to Lambda, 1,024 samples, eu-west-1, 2022 (documented mean: 70 ms)",
  },
  "sqs SendMessage": {
    p50: 11,
    p90: 23,
    p99: 71,
    source: "16 ms on average for 1 KB (2012); spread as of SQS to Lambda",
  },
  "sqs SendMessageBatch": { p50: 11, p90: 23, p99: 71, source: "as SendMessage" },
  "sqs ReceiveMessage": {
    p50: 16.2,
    p90: 33.8,
    p99: 105,
    source: "standard queue to Lambda, 1,024 samples, eu-west-1, 2022",
  },
  "sqs DeleteMessage": { p50: 11, p90: 23, p99: 71, source: "as SendMessage" },
  "sqs DeleteMessageBatch": { p50: 11, p90: 23, p99: 71, source: "as SendMessage" },
  "s3 PutObject": {
    p50: 40,
    p90: 100,
    p99: 200,
    source: "User Guide: small objects take 100 to 200 ms; measured medians 20 to 60 ms",
  },
  "s3 GetObject": { p50: 25, p90: 80, p99: 200, source: "as PutObject, faster in the middle" },
};

/** Every other operation of a service. */
const awsOthers: Readonly<Record<string, CallLatency>> = {
  kinesis: { p50: 25, p90: 50, p99: 150, source: "none: as a put, with a longer tail" },
  sqs: { p50: 11, p90: 23, p99: 71, source: "as SendMessage" },
  s3: { p50: 25, p90: 80, p99: 200, source: "as GetObject" },
};

/** How late a service answers by itself, apart from faults. */
export interface LatencyModel {
  readonly name: LatencyModelName;
  /** Milliseconds for one call of the operation; 0 where the model is off. */
  delayMs(service: "kinesis" | "sqs" | "s3", operation: string): number;
}

export const noLatency: LatencyModel = { name: "off", delayMs: () => 0 };

export function latencyModel(name: LatencyModelName, random: Random): LatencyModel {
  if (name === "off") return noLatency;
  return {
    name,
    delayMs(service, operation) {
      const profile = aws[`${service} ${operation}`] ?? awsOthers[service];
      return profile ? drawDelayMs(profile, random) : 0;
    },
  };
}
