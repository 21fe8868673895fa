import type { Stream } from "../stream.ts";
import type { Channel } from "./channel.ts";

/** The channels of an account, by ARN. Those whose deletion is over are not among them. */
export class Channels {
  readonly #byArn = new Map<string, Channel>();

  add(channel: Channel): void {
    this.#byArn.set(channel.arn, channel);
  }

  /** As they were added, with those whose deletion is over and was not looked at. */
  all(): readonly Channel[] {
    return [...this.#byArn.values()];
  }

  lookUp(arn: string, nowMs: number): Channel | undefined {
    const channel = this.#byArn.get(arn);
    if (!channel?.gone(nowMs)) return channel;
    this.#byArn.delete(arn);
    return undefined;
  }

  /** All of them, in the order of their names. */
  list(nowMs: number): readonly Channel[] {
    return [...this.#byArn.keys()]
      .flatMap((arn) => this.lookUp(arn, nowMs) ?? [])
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  of(stream: Stream, nowMs: number): readonly Channel[] {
    return this.list(nowMs).filter((channel) => channel.stream === stream);
  }
}
