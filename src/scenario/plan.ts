import type { FaultRule } from "../core/fault-rule.ts";
import type { Hop } from "../core/history/history.ts";
import type { ChangedLimits } from "../core/limits/schema.ts";

/**
 * What a scenario file says, parsed once, resolved and immutable. All durations are in milliseconds
 * of real (wire) time unless a name says `day`: what belongs to the day has been divided by the
 * compression already. Shares are of one. The plan is plain data: it crosses threads as it is.
 */
export interface Plan {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** SHA-256 of the resolved scenario (seed left out), hexadecimal. */
  readonly hash: string;
  readonly seed: number;
  readonly playback: Playback;
  readonly load: LoadPlan;
  readonly streams: readonly StreamPlan[];
  readonly queues: readonly QueuePlan[];
  readonly buckets: readonly BucketPlan[];
  readonly stages: readonly StagePlan[];
  readonly drainDeadlineMs: number;
  readonly checks: ChecksPlan;
  readonly emulator: EmulatorPlan;
  readonly sabotage: SabotagePlan;
}

/** How the embedded emulator behaves; without effect at an endpoint. */
export interface EmulatorPlan {
  /** Where they are not to be AWS's own. */
  readonly limits: ChangedLimits;
  readonly latency: "off" | "aws";
  /** Their time windows count from the start of the load. */
  readonly faults: readonly FaultRule[];
}

export interface Playback {
  /** The stretch of the day that is played, in milliseconds of the day. */
  readonly spanDayMs: number;
  readonly playedInMs: number;
  readonly keep: "rate";
  /** spanDayMs / playedInMs. */
  readonly compression: number;
  /** The calendar day that is played, as in `2026-06-15`: it stands in the events' timestamps. */
  readonly date: string;
  /** The time of day at which the run starts, in milliseconds after midnight (UTC). */
  readonly startOfDayMs: number;
  /** Length of the time slices that the history is kept by. */
  readonly sliceMs: number;
}

export interface LoadPlan {
  /** Intended records of the whole run. */
  readonly records: number;
  /** Records a second, averaged over the run. */
  readonly ratePerSecond: number;
  /** The volume as the scenario states it, in records a day. */
  readonly recordsPerDay: number;
  /**
   * 24 weights with a mean of 1: the rate in each hour of the day over the day's mean rate.
   * Constant within an hour.
   */
  readonly hourly: readonly number[];
  readonly sources: readonly SourcePlan[];
  readonly planted: PlantedPlan;
  readonly producer: ProducerPlan;
}

export type GeneratorName = "clickstream" | "iot" | "bicimad";

export interface SourcePlan {
  readonly generator: GeneratorName;
  readonly share: number;
  /** Intended records of this source; the sources add up to the load's. */
  readonly records: number;
  /** The generator's stripes: the record with this ordinal has sequence · stripes + stripe. */
  readonly stripes: number;
}

export interface PlantedPlan {
  /** Shares of all intended records. */
  readonly natural: number;
  readonly synthetic: number;
  readonly malformed: number;
  /** Share of the duplicates that is planted beyond the de-duplication window. */
  readonly beyondWindow: number;
  /** Least and greatest delay of a copy after its original. */
  readonly withinDelayMs: readonly [number, number];
  readonly beyondDelayMs: readonly [number, number];
}

export interface ProducerPlan {
  readonly stream: string;
  readonly lingerMs: number;
  /** At most, in one PutRecords call. */
  readonly recordsMax: number;
  readonly bytesMax: number;
  readonly callsInFlightMax: number;
  /** Accepted records that wait or are in flight, at most: beyond it the schedule waits. */
  readonly bufferRecordsMax: number;
  readonly requestTimeoutMs: number;
  readonly retry: RetryPlan;
}

export interface RetryPlan {
  /** Attempts of one record, the first included. */
  readonly attemptsMax: number;
  /** Backoff before retry n is uniform in [0, min(delayMaxMs, delayBaseMs · 2^n)]: full jitter. */
  readonly delayBaseMs: number;
  readonly delayMaxMs: number;
}

export interface StreamPlan {
  readonly name: string;
  readonly shards: number;
  /** Already divided by the compression. The service is asked for 24 h or more. */
  readonly retentionMs: number;
}

export interface QueuePlan {
  readonly name: string;
  readonly visibilityTimeoutMs: number;
  readonly deadLetter?: { readonly queue: string; readonly receiveCountMax: number };
}

export interface BucketPlan {
  readonly name: string;
}

export type StagePlan = DeliveryPlan | FanOutPlan | QueueConsumerPlan | WorkersPlan | ReaderPlan;

/** Where and how often a buffered delivery writes to S3, as Firehose does. */
export interface SinkPlan {
  readonly bucket: string;
  /** Ends in a slash. */
  readonly prefix: string;
  readonly bufferBytesMax: number;
  readonly intervalMs: number;
}

/** Firehose's stand-in: the stream's records, as they are, to S3. */
export interface DeliveryPlan {
  readonly kind: "delivery";
  readonly name: string;
  readonly stream: string;
  readonly pollsPerSecond: number;
  readonly sink: SinkPlan;
}

/** A Lambda function's stand-in, with the semantics of an event-source mapping on Kinesis. */
export interface FanOutPlan {
  readonly kind: "fan-out";
  readonly name: string;
  readonly stream: string;
  readonly pollsPerSecond: number;
  readonly batchSize: number;
  readonly batchWindowMs: number;
  /** Batches of one shard in progress at once; the order within a partition key is kept. */
  readonly parallelization: number;
  readonly queues: readonly string[];
  /** How long a record waits for an SQS batch to fill. */
  readonly packLingerMs: number;
}

/** A second program that reads the stream and looks at each record. */
export interface ReaderPlan {
  readonly kind: "reader";
  readonly name: string;
  readonly stream: string;
  readonly pollsPerSecond: number;
}

/** A light consumer of a queue: receives, looks, deletes. */
export interface QueueConsumerPlan {
  readonly kind: "queue-consumer";
  readonly name: string;
  readonly queue: string;
  readonly receivers: number;
}

/** The workers: contract, de-duplication, transformation, delivery to FINAL. */
export interface WorkersPlan {
  readonly kind: "workers";
  readonly name: string;
  readonly queue: string;
  readonly instances: number;
  /** Receive loops of one instance. */
  readonly receivers: number;
  readonly deduplication: {
    /** `embedded`, or a redis:// URL. */
    readonly store: string;
    readonly windowMs: number;
    readonly leaseMs: number;
  };
  readonly final: SinkPlan;
  readonly quarantine: SinkPlan;
}

/** Thresholds. A check that is absent is not made. */
export interface ChecksPlan {
  readonly latency?: { readonly thresholds: readonly LatencyThreshold[] };
  readonly throttling?: {
    readonly throttledShareMax: number;
    readonly hotUtilization: number;
    readonly hotSecondsShareMax: number;
  };
  readonly deduplication?: {
    readonly missedMax: number;
    readonly originalsDroppedMax: number;
    readonly repeatsUnexplainedMax: number;
  };
  readonly ordering?: { readonly unexplainedMax: number };
  readonly availability?: AvailabilityPlan;
  readonly reconciliation?: {
    readonly lostMax: number;
    readonly extraMax: number;
    readonly alteredMax: number;
  };
  /** Always made. */
  readonly validity: {
    readonly scheduleLagP99MsMax: number;
    /** Samples that a percentile needs beyond it before it may be claimed. */
    readonly samplesBeyondMin: number;
    /** Share of the time in which the load thread's event loop may be busy. */
    readonly loadUtilizationMax: number;
  };
}

export interface LatencyThreshold {
  readonly hop: Hop;
  /** 50, 90, 99, 99.9, 99.99 or 100 (the maximum). */
  readonly percentile: number;
  readonly ms: number;
}

export interface AvailabilityPlan {
  /** As 0.9999. */
  readonly objective: number;
  /** A valid record is good when it is acknowledged within this time of its intended time. */
  readonly ingestWithinMs: number;
  /** A valid, unique record is good when it is in FINAL in this time. Absent without a FINAL. */
  readonly freshnessWithinMs?: number;
  /** Burn-rate windows, in slices of the history; the short one confirms the long one. */
  readonly longWindowSlices: number;
  readonly shortWindowSlices: number;
  readonly burnRateMax: number;
  /** Bad records that an alarm needs at least. */
  readonly alarmRecordsMin: number;
}

/** Ways to break the pipeline on purpose, to see that the checks find it. All off by default. */
export interface SabotagePlan {
  readonly deduplicationOff: boolean;
  /** A worker drops one record in so many; 0 is never. */
  readonly workerDropsOneIn: number;
  /** The FINAL delivery alters one record in so many; 0 is never. */
  readonly deliveryAltersOneIn: number;
  /** The producer takes a batch that was answered with 200 for wholly confirmed. */
  readonly producerForgetsFailures: boolean;
  /** Share of the run after which one worker is killed; 0 is never. */
  readonly killWorkerAt: number;
}
