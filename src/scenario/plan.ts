import type { CollectorsPlan, EntryPlan } from "./entry-plan.ts";
import type { FaultRule } from "../core/fault-rule.ts";
import type { Timed } from "../core/history/history.ts";
import type { ChangedLimits } from "../core/limits/schema.ts";
import type { CurvePlan } from "./curve-plan.ts";
import type { DriverPlan } from "./driver-plan.ts";
import type { EventPlan } from "./event-plan.ts";
import type { ReaderPlan, StreamReading } from "./reading-plan.ts";
import type { ReplayPlan, ShareOfLoad } from "./replay-plan.ts";

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
  /** What happens to the pipeline in the middle of the run, in the order of time. */
  readonly events: readonly EventPlan[];
  readonly drainDeadlineMs: number;
  readonly checks: ChecksPlan;
  readonly emulator: EmulatorPlan;
  readonly sabotage: SabotagePlan;
}

/** How the embedded emulator behaves; without effect at an endpoint. */
export interface EmulatorPlan {
  /** Where they are not to be AWS's own. */
  readonly limits: ChangedLimits;
  /**
   * How many times as much a second allows, since it holds as many seconds of the day: the
   * compression where the volume is kept, or else 1.
   */
  readonly limitFactor: number;
  readonly latency: "off" | "aws";
  /** Their time windows count from the start of the load. */
  readonly faults: readonly FaultRule[];
}

export interface Playback {
  /** The stretch of the day that is played, in milliseconds of the day. */
  readonly spanDayMs: number;
  readonly playedInMs: number;
  /**
   * `rate`: each moment of the day at its true rate. `volume`: every record of the day, at one
   * rate in real time, so that the day's clock slows down where the day is dense.
   */
  readonly keep: "rate" | "volume";
  /** Of a load that keeps its volume: after that much real time it is to be through. */
  readonly deadlineMs?: number;
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
  /** How the rate goes over the stretch. */
  readonly curve: CurvePlan;
  /** Evenly along the curve, or each record by itself at a time drawn from it. */
  readonly arrivals: "regular" | "poisson";
  readonly sources: readonly SourcePlan[];
  /** Parts that the load is divided into, a thread each; undefined: as the machine allows. */
  readonly threads?: number;
  readonly planted: PlantedPlan;
  readonly producer: ProducerPlan;
}

export type GeneratorName = "clickstream" | "iot" | "bicimad" | "customers" | "tickets" | "changes";

export type SourcePlan = GeneratedPlan | ReplayPlan;

export interface GeneratedPlan extends ShareOfLoad {
  readonly generator: GeneratorName;
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

export interface ProducerPlan extends DriverPlan {
  /** Where the records are sent. */
  readonly entry: EntryPlan;
  /** The stream in which they end; empty where they go to a queue. */
  readonly stream: string;
  readonly lingerMs: number;
  /** At most, in one call. */
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

export type StagePlan = CollectorsPlan | ThreadStagePlan;

/** Stages that run in threads; collectors are processes. */
export type ThreadStagePlan =
  | DeliveryPlan
  | FanOutPlan
  | QueueConsumerPlan
  | WorkersPlan
  | ReaderPlan;

/** Where and how often a buffered delivery writes to S3, as Firehose does. */
export interface SinkPlan {
  readonly bucket: string;
  /** Ends in a slash. */
  readonly prefix: string;
  readonly bufferBytesMax: number;
  readonly intervalMs: number;
}

/** Firehose's stand-in: the stream's records, as they are, to S3. */
export interface DeliveryPlan extends StreamReading {
  readonly kind: "delivery";
  readonly name: string;
  readonly sink: SinkPlan;
}

/** A Lambda function's stand-in, with the semantics of an event-source mapping on Kinesis. */
export interface FanOutPlan extends StreamReading {
  readonly kind: "fan-out";
  readonly name: string;
  readonly batchSize: number;
  readonly batchWindowMs: number;
  /** Batches of one shard in progress at once; the order within a partition key is kept. */
  readonly parallelization: number;
  readonly queues: readonly string[];
  /** How long a record waits for an SQS batch to fill. */
  readonly packLingerMs: number;
}

export type StreamStagePlan = DeliveryPlan | FanOutPlan | ReaderPlan;

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
    /** The run is to show a hot shard, and the key that makes it one. */
    readonly hotShard?: "expected";
  };
  readonly deduplication?: {
    readonly missedMax: number;
    readonly originalsDroppedMax: number;
    readonly repeatsUnexplainedMax: number;
  };
  readonly ordering?: { readonly unexplainedMax: number };
  readonly availability?: AvailabilityPlan;
  /** Of one collector in a closed loop, in the size of request that it takes the most of. */
  readonly saturation?: { readonly eventsPerSecondMin: number };
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
  readonly hop: Timed;
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
  /** What each part of the path promises, by the budget that it can spend first. */
  readonly components?: {
    readonly ingest: readonly ComponentPlan[];
    readonly freshness: readonly ComponentPlan[];
  };
  /** Burn-rate windows, in slices of the history; the short one confirms the long one. */
  readonly longWindowSlices: number;
  readonly shortWindowSlices: number;
  readonly burnRateMax: number;
  /** Bad records that an alarm needs at least. */
  readonly alarmRecordsMin: number;
}

export interface ComponentPlan {
  readonly name: string;
  /** Its service level, as 0.999. */
  readonly level: number;
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
  /** Share of the run after which one collector is killed (SIGKILL); 0 is never. */
  readonly killCollectorAt: number;
}
