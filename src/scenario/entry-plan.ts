import type { SinkPlan } from "./plan.ts";

/** The entry of the pipeline: PutRecords, POST to the collectors, or SendMessageBatch. */
export type EntryPlan =
  | { readonly kind: "stream" }
  | { readonly kind: "collectors"; readonly stage: string }
  | { readonly kind: "queue"; readonly queue: string; readonly recordsPerMessageMax: number };

/** HTTP collectors behind the balancer, each a process. */
export interface CollectorsPlan {
  readonly kind: "collectors";
  readonly name: string;
  readonly stream: string;
  /** At the start. */
  readonly instances: number;
  /** Members of an event; the first one that it has is its partition key. */
  readonly partitionKey: readonly string[];
  readonly lingerMs: number;
  /** At most, in one PutRecords call. */
  readonly recordsMax: number;
  readonly bytesMax: number;
  readonly callsInFlightMax: number;
  /** Of a PutRecords call. */
  readonly requestTimeoutMs: number;
  /** Of one request, before and after decompression. */
  readonly bodyBytesMax: number;
  /** Taken in and not answered, at most: beyond it a collector answers 503. */
  readonly queueRecordsMax: number;
  readonly queueBytesMax: number;
  readonly quarantine?: SinkPlan;
  readonly saturation?: SaturationPlan;
}

/** One collector apart is sent all that it can take, after the run. */
export interface SaturationPlan {
  /** For each of the sizes. */
  readonly forMs: number;
  readonly connections: number;
  readonly recordsPerRequest: readonly number[];
}
