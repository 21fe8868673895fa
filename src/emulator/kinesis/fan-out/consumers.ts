import type { KinesisError } from "../errors.ts";
import type { Consumer } from "./consumer.ts";

/** The consumers of one stream, by name. Those whose deletion is over are not among them. */
export class StreamConsumers {
  readonly #byName = new Map<string, Consumer>();

  add(consumer: Consumer): void {
    this.#byName.set(consumer.name, consumer);
  }

  lookUp(name: string, nowMs: number): Consumer | undefined {
    const consumer = this.#byName.get(name);
    if (!consumer?.gone(nowMs)) return consumer;
    this.#byName.delete(name);
    return undefined;
  }

  /** As they were added, with those whose deletion is over and was not looked at. */
  all(): readonly Consumer[] {
    return [...this.#byName.values()];
  }

  /** All of them, in the order of their names. A stream has few. */
  list(nowMs: number): readonly Consumer[] {
    return [...this.#byName.keys()]
      .sort()
      .map((name) => this.lookUp(name, nowMs))
      .filter((consumer) => consumer !== undefined);
  }

  /** The stream is deleted, and its consumers with it. */
  deleteAll(nowMs: number, reason: KinesisError): void {
    for (const consumer of this.#byName.values()) consumer.delete(nowMs, reason);
  }
}
