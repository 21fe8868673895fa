import type { EventEmitter } from "node:events";
import type { Options, Request } from "autocannon";
import { realClock } from "../core/clock.ts";
import type { SaturatedPattern } from "../core/history/saturation.ts";
import { LatencyHistogram } from "../core/latency.ts";

export interface ClosedLoop {
  /** Where to POST. */
  readonly url: string;
  /** Bodies of requests, lines each, which the connections share out among themselves. */
  readonly bodies: readonly string[];
  readonly recordsPerRequest: number;
  readonly connections: number;
  readonly forMs: number;
  /** `anything`: each 2xx is taken for good, as from a server that is measured for comparison. */
  readonly answers: "collector" | "anything";
  /** Aborted to end it sooner. */
  readonly over?: AbortSignal;
}

/** How often it is looked whether the time is over: autocannon ends at such a look. */
const lookMs = 50;

/**
 * A closed loop, by autocannon: each connection sends its next request when the one before it is
 * answered, so that the server sets the pace. What it finds is how much a server takes. Its times
 * are service times under saturation: a server that stalls is sent less, and they hide that.
 *
 * Counts and times are taken here, per connection: autocannon's own go wrong on a connection that
 * the server closes. What is under way when the time is over is cut off, and not counted.
 */
export async function closedLoop(loop: ClosedLoop): Promise<SaturatedPattern> {
  // For those who saturate nothing it would be a start for nothing.
  const { default: autocannon } = await import("autocannon");
  const tally = new LoopTally(loop);
  const sinceUs = realClock.monotonicUs();
  const options: Options = {
    url: loop.url,
    method: "POST",
    headers: { "content-type": "application/x-ndjson" },
    connections: loop.connections,
    duration: loop.forMs / 1_000,
    sampleInt: lookMs,
    setupClient: (client) => {
      tally.follow(client);
      client.setRequests(tally.requests());
    },
  };
  let stop = () => {};
  try {
    await new Promise<void>((resolve, reject) => {
      const done = (error: unknown) => (error === null ? resolve() : reject(error));
      const instance = autocannon(options, done);
      stop = () => instance.stop();
      loop.over?.addEventListener("abort", stop, { once: true });
      if (loop.over?.aborted) stop();
    });
  } finally {
    loop.over?.removeEventListener("abort", stop);
  }
  return tally.result((realClock.monotonicUs() - sinceUs) / 1_000);
}

/** What became of the requests of all connections. */
class LoopTally {
  readonly #loop: ClosedLoop;
  readonly #counts = { stored: 0, notAllStored: 0, pushedBack: 0, otherAnswers: 0, brokenOff: 0 };
  readonly #times = new LatencyHistogram();
  #events = 0;
  #clients = 0;

  constructor(loop: ClosedLoop) {
    this.#loop = loop;
  }

  /** The requests of the next connection: no two begin with the same one while there are enough. */
  requests(): Request[] {
    const { bodies, connections } = this.#loop;
    const onResponse = (status: number, body: string) => this.#answered(status, body);
    const own = this.#clients++ % Math.min(connections, bodies.length);
    return bodies.filter((_, i) => i % connections === own).map((body) => ({ body, onResponse }));
  }

  /** Of a connection there is one request under way at a time. */
  follow(client: EventEmitter): void {
    let sentUs: number | undefined;
    client.on("request", () => {
      // The one before was given up: its connection ended, or it took too long.
      if (sentUs !== undefined) this.#counts.brokenOff++;
      sentUs = realClock.monotonicUs();
    });
    client.on("response", (status: number) => {
      if (sentUs !== undefined && isGood(status)) {
        this.#times.recordUs(realClock.monotonicUs() - sentUs);
      }
      sentUs = undefined;
    });
  }

  result(tookMs: number): SaturatedPattern {
    const { recordsPerRequest } = this.#loop;
    const counts = { ...this.#counts, events: this.#events };
    return { recordsPerRequest, tookMs, ...counts, serviceMs: this.#times.figures() };
  }

  #answered(status: number, body: string): void {
    const { recordsPerRequest, answers } = this.#loop;
    if (status === 503) this.#counts.pushedBack++;
    else if (!isGood(status)) this.#counts.otherAnswers++;
    else {
      const events = answers === "anything" ? recordsPerRequest : storedIn(body);
      this.#events += events;
      this.#counts[events === recordsPerRequest ? "stored" : "notAllStored"]++;
    }
  }
}

function isGood(status: number): boolean {
  return status >= 200 && status < 300;
}

/** The count at the head of a collector's answer: the rest, event by event, is not looked at. */
function storedIn(body: string): number {
  return Number(/^\{"stored":(\d+),/.exec(body)?.[1] ?? 0);
}
