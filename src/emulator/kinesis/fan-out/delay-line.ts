import type { EngineContext } from "../../context.ts";
import type { StreamedEvent } from "../event-stream.ts";

type Result = IteratorResult<StreamedEvent, undefined>;

/** An event, the end or an error, and when it may be seen. */
interface Delayed {
  readonly settle: (demand: Demand) => void;
  readonly dueUs: number;
}

interface Demand {
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

export interface DelayLineOptions {
  readonly context: Pick<EngineContext, "clock" | "after">;
  /** Drawn for each event, in milliseconds. */
  readonly delayMs: () => number;
}

/** Events under way at once. The bandwidth of a subscription fills fewer, as long as AWS takes. */
const eventsMax = 64;

/**
 * Lets each event of a subscription be seen some time after it came to be, and in their order: as
 * on a line, the next ones come to be meanwhile. A line that is full takes no more.
 */
export class DelayLine implements AsyncIterable<StreamedEvent>, AsyncIterator<StreamedEvent> {
  readonly #events: AsyncIterator<StreamedEvent, undefined>;
  readonly #options: DelayLineOptions;
  #line: Delayed[] = [];
  #latestDueUs = 0;
  #isTaking = false;
  /** Ended: its source has no more. Closed: its reader wants no more. */
  #state: "open" | "ended" | "closed" = "open";
  #demand: Demand | undefined;
  #stopTimer: () => void = () => {};

  constructor(events: AsyncIterator<StreamedEvent, undefined>, options: DelayLineOptions) {
    this.#events = events;
    this.#options = options;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** The next event, once it may be seen. One call at a time. */
  next(): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#demand = { resolve, reject };
      this.#take();
      this.#give();
    });
  }

  /** The client has gone. */
  async return(): Promise<Result> {
    this.#stopTimer();
    this.#line = [];
    this.#state = "closed";
    await this.#events.return?.();
    const over: Result = { done: true, value: undefined };
    this.#demand?.resolve(over);
    this.#demand = undefined;
    return over;
  }

  /** Takes events from their source as long as there is room: one at a time, as a source is. */
  #take(): void {
    if (this.#isTaking || this.#state !== "open" || this.#line.length >= eventsMax) return;
    this.#isTaking = true;
    this.#events.next().then(
      (result) => {
        if (result.done) this.#end();
        this.#put(({ resolve }) => resolve(result));
      },
      (error: unknown) => {
        this.#end();
        this.#put(({ reject }) => reject(error));
      },
    );
  }

  #end(): void {
    if (this.#state === "open") this.#state = "ended";
  }

  #put(settle: Delayed["settle"]): void {
    if (this.#state === "closed") return;
    const { context, delayMs } = this.#options;
    const dueUs = context.clock.monotonicUs() + delayMs() * 1_000;
    this.#latestDueUs = Math.max(this.#latestDueUs, dueUs);
    this.#line.push({ settle, dueUs: this.#latestDueUs });
    this.#isTaking = false;
    this.#take();
    this.#give();
  }

  #give(): void {
    const demand = this.#demand;
    if (!demand) return;
    const [first] = this.#line;
    if (!first) {
      if (this.#state !== "open") demand.resolve({ done: true, value: undefined });
      return;
    }
    this.#stopTimer();
    const { clock, after } = this.#options.context;
    const waitUs = first.dueUs - clock.monotonicUs();
    if (waitUs > 0) {
      this.#stopTimer = after(waitUs / 1_000, () => this.#give());
      return;
    }
    this.#line.shift();
    this.#demand = undefined;
    first.settle(demand);
    this.#take();
  }
}
