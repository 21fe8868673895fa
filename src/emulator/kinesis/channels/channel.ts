import type { KinesisAccount } from "../account.ts";
import { LifeCycle, type LifeCycleOptions, type LifeStatus } from "../life-cycle.ts";
import type { Stream } from "../stream.ts";

/** What a client said of a channel, with what the service adds to it, in the API's names. */
export interface ChannelDefinition {
  readonly ServiceExecutionRoleARN: string;
  readonly RecordConfiguration: object;
  readonly S3DestinationConfiguration: object | undefined;
  readonly S3TablesDestinationConfiguration: object | undefined;
  readonly EncryptionConfiguration: object | undefined;
  readonly LoggingConfiguration: { readonly CloudWatchLogs: object };
}

export interface ChannelOptions extends LifeCycleOptions {
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  readonly stream: Stream;
  readonly definition: ChannelDefinition;
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
  readonly #life: LifeCycle;

  constructor(options: ChannelOptions) {
    this.id = options.id;
    this.name = options.name;
    this.arn = options.arn;
    this.stream = options.stream;
    this.createdMs = options.createdMs;
    this.definition = options.definition;
    this.#life = new LifeCycle(options);
  }

  /** When it was last updated; undefined where it was not. */
  get updatedMs(): number | undefined {
    return this.#life.updatedMs;
  }

  /** When its deletion began; undefined where it has not. */
  get deletedMs(): number | undefined {
    return this.#life.deletedMs;
  }

  status(nowMs: number): LifeStatus {
    return this.#life.status(nowMs);
  }

  update(definition: ChannelDefinition, nowMs: number): void {
    this.definition = definition;
    this.#life.update(nowMs);
  }

  delete(nowMs: number): void {
    this.#life.delete(nowMs);
  }

  gone(nowMs: number): boolean {
    return this.#life.gone(nowMs);
  }
}

export function channelArn({ context, accountId }: KinesisAccount, id: string): string {
  return `arn:aws:kinesis:${context.region}:${accountId}:channel/${id}`;
}
