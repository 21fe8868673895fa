import type { KinesisClient } from "@aws-sdk/client-kinesis";
import type { S3Client } from "@aws-sdk/client-s3";
import type { SQSClient } from "@aws-sdk/client-sqs";
import type { Clock } from "../core/clock.ts";
import type { EnvelopeReader } from "../core/envelope.ts";
import type { History, Hop } from "../core/history/history.ts";
import { RecentLatency } from "../core/recent.ts";
import type { SpareMemory } from "../core/spare-memory.ts";
import type { RecordRef } from "../core/record-set.ts";
import type { Plan } from "../scenario/plan.ts";
import type { IdempotencyStore } from "./idempotency/store.ts";

/** What a stage of the pipeline under test is given. */
export interface StageContext {
  readonly plan: Plan;
  /** Of the run's records. */
  readonly envelopes: EnvelopeReader;
  /** How the instance signs what it writes: `workers-1`. */
  readonly instance: string;
  readonly clients: StageClients;
  readonly names: ResourceNames;
  readonly clock: Clock;
  /** The start of the run on the monotonic clock. */
  readonly startUs: number;
  readonly store: IdempotencyStore | undefined;
  /** What this instance saw, merged with the others' at the end. */
  readonly history: History;
}

export interface StageClients {
  readonly kinesis: KinesisClient;
  /** For SubscribeToShard alone: over HTTP/2, as the service wants it. */
  readonly subscriptions: KinesisClient;
  /** Where the data of polled records is: who has no more use for it may give it back. */
  readonly kinesisMemory: SpareMemory;
  readonly sqs: SQSClient;
  readonly s3: S3Client;
}

/** From the names of the scenario to those at the target. */
export interface ResourceNames {
  stream(name: string): string;
  queueUrl(name: string): string;
  bucket(name: string): string;
  /** The registered consumer that an instance of a stage reads a stream as. */
  consumerArn(instance: string): string;
}

/** A stage that runs until it is told to drain. */
export interface Stage {
  start(): void;
  /**
   * Nothing more will come in: resolves when all that is there has been handed on and what is held
   * is durable.
   */
  drain(): Promise<void>;
  /** Ends at once, drained or not. */
  stop(): Promise<void>;
  /** For the live picture. */
  snapshot(): StageSnapshot;
}

export interface StageSnapshot {
  /** Counts since the start, by name: read, sent, received, delivered … */
  readonly counters: Readonly<Record<string, number>>;
  readonly p99Ms: Partial<Readonly<Record<Hop, number>>>;
  /** Records held for the next delivery. */
  readonly held: number;
}

/** Times records at one hop: into the history, and into a window of the last seconds. */
export class HopClock {
  readonly #context: StageContext;
  readonly #hop: Hop;
  readonly #recent = new RecentLatency();
  readonly #sliceUs: number;

  constructor(context: StageContext, hop: Hop) {
    this.#context = context;
    this.#hop = hop;
    this.#sliceUs = context.plan.playback.sliceMs * 1_000;
  }

  /** Microseconds since the start of the run. */
  nowUs(): number {
    return this.#context.clock.monotonicUs() - this.#context.startUs;
  }

  sliceOf(intendedUs: number): number {
    return Math.floor(intendedUs / this.#sliceUs);
  }

  record(intendedUs: number, nowUs: number): void {
    this.#context.history.hop(this.#hop).record(this.sliceOf(intendedUs), nowUs - intendedUs);
    this.#recent.recordUs(nowUs - intendedUs);
  }

  p99Ms(): number {
    return this.#recent.p99Ms(this.nowUs());
  }
}

/** What a stage needs to know of a record that passes, read from its envelope alone. */
export interface PassingRecord extends RecordRef {
  readonly intendedUs: number;
}

/** Reads the envelope of a passing record; undefined for one that is not of this run. */
export function passingRecord(context: StageContext, data: Uint8Array): PassingRecord | undefined {
  const envelope = context.envelopes.open(data);
  if (!envelope) return undefined;
  const source = context.plan.load.sources[envelope.producer];
  if (!source) return undefined;
  return {
    source: envelope.producer,
    ordinal: envelope.sequence * source.stripes + envelope.stripe,
    intendedUs: envelope.intendedUs,
  };
}
