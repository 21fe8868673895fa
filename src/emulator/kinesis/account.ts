import type { EngineContext } from "../context.ts";
import type { BillingCommitment } from "./billing-commitment.ts";
import { Channels } from "./channels/channels.ts";
import { KinesisError } from "./errors.ts";
import type { KinesisLimits } from "../../core/limits/kinesis.ts";
import type { RecordLog, ShardPlace } from "./record-log.ts";
import type { Shard } from "./shard.ts";
import type { Stream } from "./stream.ts";
import type { StateObserver } from "./state-observer.ts";
import { newSecret, TokenSeal } from "./token-seal.ts";

/** How a request names its stream: by name, by ARN, or by both where they agree. */
export interface StreamReference {
  readonly StreamName?: string;
  readonly StreamARN?: string;
}

export interface AccountOptions {
  readonly context: EngineContext;
  readonly limits: KinesisLimits;
  /** Makes the log of a new shard. */
  readonly createLog: (place: ShardPlace) => RecordLog;
  readonly observer: StateObserver;
  /** Of an earlier run, where there was one: see TokenSeal. */
  readonly secret: string | undefined;
}

/** All the streams of one account and region: the state that the actions work on. */
export class KinesisAccount {
  readonly context: EngineContext;
  readonly limits: KinesisLimits;
  readonly createLog: (place: ShardPlace) => RecordLog;
  readonly seal: TokenSeal;
  readonly commitment: BillingCommitment = { startedMs: undefined, endMs: undefined };
  readonly channels = new Channels();
  readonly #observer: StateObserver;
  readonly #streams = new Map<string, Stream>();
  #putCalls = 0;

  constructor(options: AccountOptions) {
    this.context = options.context;
    this.limits = options.limits;
    this.createLog = options.createLog;
    this.seal = new TokenSeal(options.secret ?? newSecret(options.context.random));
    this.#observer = options.observer;
  }

  get accountId(): string {
    return this.context.accountId;
  }

  nowMs(): number {
    return this.context.clock.epochMs();
  }

  nowUs(): number {
    return this.context.clock.monotonicUs();
  }

  /** A number for each PutRecords call: its records are rounded up together. */
  nextPutCall(): number {
    return this.#putCalls++;
  }

  arnOf(streamName: string): string {
    return `arn:aws:kinesis:${this.context.region}:${this.accountId}:stream/${streamName}`;
  }

  lookUp(name: string): Stream | undefined {
    const stream = this.#streams.get(name);
    if (!stream) return undefined;
    const nowMs = this.nowMs();
    if (stream.gone(nowMs)) {
      this.#streams.delete(name);
      for (const shard of stream.shards.all()) shard.drop();
      this.#observer.streamGone(stream);
      return undefined;
    }
    if (stream.settle(nowMs)) this.#observer.streamChanged(stream);
    return stream;
  }

  add(stream: Stream): void {
    this.#streams.set(stream.name, stream);
  }

  /** The names of all streams, in ascending order. */
  names(): readonly string[] {
    return [...this.#streams.keys()].filter((name) => this.lookUp(name)).sort();
  }

  streams(): readonly Stream[] {
    return this.names().flatMap((name) => this.lookUp(name) ?? []);
  }

  /** @throws KinesisError where the reference is none, or to a stream that is not there. */
  find(reference: StreamReference): Stream {
    const { name, accountId } = this.#resolve(reference);
    const stream = accountId === this.accountId ? this.lookUp(name) : undefined;
    if (!stream) throw streamNotFound(name, accountId);
    return stream;
  }

  /** The stream, where it takes and gives records: while it is made or deleted it is not there. */
  findReadable(reference: StreamReference): Stream {
    const stream = this.find(reference);
    const status = stream.status(this.nowMs());
    if (status === "ACTIVE" || status === "UPDATING") return stream;
    throw streamNotFound(stream.name, this.accountId);
  }

  /** @throws KinesisError of code ResourceInUseException where the stream is in a transition. */
  findActive(reference: StreamReference): Stream {
    const stream = this.find(reference);
    const status = stream.status(this.nowMs());
    if (status === "ACTIVE") return stream;
    throw new KinesisError(
      "ResourceInUseException",
      `Stream ${stream.name} under account ${this.accountId} not ACTIVE, ` +
        `instead in state ${status}`,
    );
  }

  /** All streams are gone, and those who read from them are told. */
  close(): void {
    const nowMs = this.nowMs();
    for (const { name, consumers } of this.#streams.values()) {
      consumers.deleteAll(nowMs, streamNotFound(name, this.accountId));
    }
    this.#streams.clear();
  }

  #resolve(reference: StreamReference): { name: string; accountId: string } {
    const { StreamName: name, StreamARN: arn } = reference;
    if (arn === undefined) {
      if (name !== undefined) return { name, accountId: this.accountId };
      throw new KinesisError(
        "InvalidArgumentException",
        "Either StreamName or StreamARN must be specified.",
      );
    }
    const [, , , , accountId = "", resource = ""] = arn.split(":");
    const named = resource.replace(/^stream\//, "");
    if (name !== undefined && name !== named) {
      throw new KinesisError(
        "InvalidArgumentException",
        `StreamName ${name} and StreamARN ${arn} do not name the same stream.`,
      );
    }
    return { name: named, accountId };
  }
}

/** What the end of a stream is to those who use it. */
export function streamNotFound(name: string, accountId: string): KinesisError {
  return new KinesisError(
    "ResourceNotFoundException",
    `Stream ${name} under account ${accountId} not found.`,
  );
}

/** @throws KinesisError where the stream has no such shard. */
export function findShard(stream: Stream, shardId: string, accountId: string): Shard {
  // The service takes `0` and `shard-0` for shardId-000000000000 too.
  const digits = /^(?:[^-]*-)?(\d+)$/.exec(shardId)?.[1];
  const shard = digits === undefined ? undefined : stream.shards.byIndex(Number(digits));
  if (shard) return shard;
  throw new KinesisError(
    "ResourceNotFoundException",
    digits === undefined
      ? `Could not find shard ${shardId} in stream ${stream.name} under account ${accountId}.`
      : `Shard ${shardId} in stream ${stream.name} under account ${accountId} does not exist`,
  );
}
