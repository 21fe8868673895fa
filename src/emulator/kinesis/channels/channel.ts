import type { KinesisAccount } from "../account.ts";
import type { Stream } from "../stream.ts";

export type ChannelStatus = "CREATING" | "ACTIVE" | "UPDATING" | "DELETING";

/** What a client said of a channel, with what the service adds to it, in the API's names. */
export interface ChannelDefinition {
  readonly ServiceExecutionRoleARN: string;
  readonly RecordConfiguration: object;
  readonly S3DestinationConfiguration: object | undefined;
  readonly S3TablesDestinationConfiguration: object | undefined;
  readonly EncryptionConfiguration: object | undefined;
  readonly LoggingConfiguration: { readonly CloudWatchLogs: object };
}

export interface ChannelOptions {
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  readonly stream: Stream;
  readonly createdMs: number;
  readonly transitionMs: number;
  readonly definition: ChannelDefinition;
  /** Of one that was saved. */
  readonly updatedMs?: number | undefined;
  readonly deletedMs?: number | undefined;
}

/**
 * A delivery from a stream to S3 that is defined, described and deleted, and delivers nothing: the
 * emulator has the API of channels, not the service behind it.
 */
export class Channel {
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  readonly stream: Stream;
  readonly createdMs: number;
  definition: ChannelDefinition;
  readonly #transitionMs: number;
  #updatedMs: number;
  #deletedMs: number;

  constructor(options: ChannelOptions) {
    this.id = options.id;
    this.name = options.name;
    this.arn = options.arn;
    this.stream = options.stream;
    this.createdMs = options.createdMs;
    this.definition = options.definition;
    this.#transitionMs = options.transitionMs;
    this.#updatedMs = options.updatedMs ?? -Infinity;
    this.#deletedMs = options.deletedMs ?? Infinity;
  }

  /** When it was last updated; undefined where it was not. */
  get updatedMs(): number | undefined {
    return this.#updatedMs === -Infinity ? undefined : this.#updatedMs;
  }

  /** When its deletion began; undefined where it has not. */
  get deletedMs(): number | undefined {
    return this.#deletedMs === Infinity ? undefined : this.#deletedMs;
  }

  status(nowMs: number): ChannelStatus {
    if (nowMs >= this.#deletedMs) return "DELETING";
    if (nowMs < this.createdMs + this.#transitionMs) return "CREATING";
    return nowMs < this.#updatedMs + this.#transitionMs ? "UPDATING" : "ACTIVE";
  }

  update(definition: ChannelDefinition, nowMs: number): void {
    this.definition = definition;
    this.#updatedMs = nowMs;
  }

  delete(nowMs: number): void {
    this.#deletedMs = Math.min(this.#deletedMs, nowMs);
  }

  gone(nowMs: number): boolean {
    return nowMs >= this.#deletedMs + this.#transitionMs;
  }
}

export function channelArn({ context, accountId }: KinesisAccount, id: string): string {
  return `arn:aws:kinesis:${context.region}:${accountId}:channel/${id}`;
}
