import { KinesisError } from "../errors.ts";
import type { EventStream, StreamedEvent } from "../event-stream.ts";
import type { Codec } from "./codec.ts";
import { EventMessageWriter } from "./event-message.ts";

export const eventStreamContentType = "application/vnd.amazon.eventstream";

/**
 * The frames of an event stream: the initial response that RPC protocols begin with, then each
 * event as it comes; an error of the events is the last frame. An iterator by hand, since a
 * generator's `return` would wait for the next event.
 */
export function eventFrames({ events }: EventStream, codec: Codec): AsyncIterable<Buffer> {
  return { [Symbol.asyncIterator]: () => new Frames(events[Symbol.asyncIterator](), codec) };
}

class Frames implements AsyncIterator<Buffer> {
  readonly #events: AsyncIterator<StreamedEvent>;
  readonly #codec: Codec;
  #state: "new" | "open" | "ended" = "new";
  /** Of the last event: most are of one type. */
  #writer: { readonly type: string; readonly messages: EventMessageWriter } | undefined;

  constructor(events: AsyncIterator<StreamedEvent>, codec: Codec) {
    this.#events = events;
    this.#codec = codec;
  }

  async next(): Promise<IteratorResult<Buffer>> {
    if (this.#state === "new") {
      this.#state = "open";
      return { done: false, value: this.#event({ type: "initial-response", members: {} }) };
    }
    if (this.#state === "ended") return { done: true, value: undefined };
    try {
      const { done, value } = await this.#events.next();
      if (done) return { done: true, value: undefined };
      return { done: false, value: this.#event(value) };
    } catch (error) {
      this.#state = "ended";
      if (!(error instanceof KinesisError)) throw error;
      return { done: false, value: this.#exception(error) };
    }
  }

  async return(): Promise<IteratorResult<Buffer>> {
    this.#state = "ended";
    await this.#events.return?.();
    return { done: true, value: undefined };
  }

  #event({ type, members }: StreamedEvent): Buffer {
    const body = this.#codec.write(type, members);
    if (this.#writer?.type !== type) {
      const headers = { ":message-type": "event", ":event-type": type };
      this.#writer = { type, messages: this.#messages(headers) };
    }
    return this.#writer.messages.message(body);
  }

  #exception(error: KinesisError): Buffer {
    const headers = { ":message-type": "exception", ":exception-type": error.code };
    return this.#messages(headers).message(this.#codec.writeError(error));
  }

  #messages(headers: Readonly<Record<string, string>>): EventMessageWriter {
    return new EventMessageWriter({ ...headers, ":content-type": this.#codec.contentType });
  }
}
