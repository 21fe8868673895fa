import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import {
  answerOf,
  type CollectorAnswer,
  type CollectorRefusal,
  type EventOutcome,
} from "../../core/collector-answer.ts";
import type { Clock } from "../../core/clock.ts";
import { deferred } from "../../core/deferred.ts";
import { messageOf } from "../../core/errors.ts";
import { AnswerHistory } from "../../core/history/answers.ts";
import type { After } from "../../core/timers.ts";
import type { CollectorsPlan } from "../../scenario/entry-plan.ts";
import { Admission, type Ticket } from "./admission.ts";
import { Batcher, type CollectedOutcome, type PutCollected } from "./batcher.ts";
import { judgeEvent } from "./judge-event.ts";
import { readBody } from "./request-body.ts";
import { splitEvents, type RawEvent } from "./split-events.ts";

export type CollectorLimits = Pick<
  CollectorsPlan,
  | "lingerMs"
  | "recordsMax"
  | "bytesMax"
  | "callsInFlightMax"
  | "requestTimeoutMs"
  | "queueRecordsMax"
  | "queueBytesMax"
  | "bodyBytesMax"
  | "partitionKey"
>;

export interface CollectorOptions {
  readonly plan: CollectorLimits;
  readonly put: PutCollected;
  readonly after: After;
  readonly clock: Clock;
  /** The run's time slice at a time of the monotonic clock; without it there is only one. */
  readonly sliceAt?: (us: number) => number;
  /** Takes what was refused. It was not acknowledged, so nobody waits for it. */
  readonly quarantine?: (event: Uint8Array) => void;
}

/** What a client that is turned away is asked to wait, in seconds. */
const retryAfterSeconds = "1";
/** A client that sends its request slower than this is cut off, in milliseconds. */
const requestWithinMs = 10_000;
/** Longer than any client of ours keeps an idle connection: who closes first must be the client. */
const keepAliveMs = 65_000;

/**
 * An HTTP collector: POST /events takes one event, an array or lines (gzip or not), and answers
 * when the stream has confirmed them. What it cannot hold it does not take in: it answers 503 with
 * Retry-After, and what it has acknowledged is in the stream. GET /health is for the balancer.
 *
 *     open ── drain ──▶ draining (503 for all that is new) ── last answer given ──▶ closed
 */
export class Collector {
  readonly #options: CollectorOptions;
  readonly #server: Server;
  readonly #admission: Admission;
  readonly #batcher: Batcher;
  readonly #idle = deferred<void>();
  #requests = 0;
  #isDraining = false;
  /** Evidence for the run. What is in `counters` is only to be looked at. */
  readonly answers = new AnswerHistory();
  readonly counters = {
    requests: 0,
    stored: 0,
    refused: 0,
    notStored: 0,
    unknown: 0,
    turnedAway: 0,
    gone: 0,
  };

  constructor(options: CollectorOptions) {
    const { plan, put, after } = options;
    this.#options = options;
    this.#admission = new Admission({
      recordsMax: plan.queueRecordsMax,
      bytesMax: plan.queueBytesMax,
    });
    this.#batcher = new Batcher({ ...plan, put, after, timeoutMs: plan.requestTimeoutMs });
    this.#server = createServer(
      {
        requestTimeout: requestWithinMs,
        headersTimeout: requestWithinMs,
        connectionsCheckingInterval: 1_000,
        keepAliveTimeout: keepAliveMs,
        noDelay: true,
      },
      (request, response) => void this.#serve(request, response),
    );
  }

  /** Records that were taken in and not answered yet. */
  get held(): number {
    return this.#admission.records;
  }

  /** Bytes of bodies that were taken in and not answered yet. */
  get heldBytes(): number {
    return this.#admission.bytes;
  }

  /** PutRecords calls so far, and the records in them. */
  get puts(): Batcher["counters"] {
    return this.#batcher.counters;
  }

  /** Listens on a free port of the loopback interface, and answers its address. */
  listen(): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(0, "127.0.0.1", () => {
        const { port } = this.#server.address() as AddressInfo;
        resolve(`http://127.0.0.1:${port}`);
      });
    });
  }

  /** Turns away what is new, and resolves when all that was taken in is answered. */
  async drain(): Promise<void> {
    this.#isDraining = true;
    this.#settle();
    await this.#idle.promise;
    await new Promise<void>((closed) => {
      this.#server.close(() => closed());
      this.#server.closeIdleConnections();
    });
  }

  #settle(): void {
    if (this.#isDraining && this.#requests === 0) this.#idle.resolve();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? "").split("?", 1)[0];
    if (path === "/health") {
      const status = this.#isDraining ? 503 : 200;
      return this.#answer(response, status, { status: this.#isDraining ? "draining" : "ok" });
    }
    if (path !== "/events") return this.#refuse(response, 404, { error: "there is POST /events" });
    if (request.method !== "POST") {
      response.setHeader("allow", "POST");
      return this.#refuse(response, 405, { error: "events come by POST" });
    }
    if (this.#isDraining) return this.#refuse(response, 503, { error: "draining" });
    this.#requests++;
    this.counters.requests++;
    const ticket = this.#admission.ticket();
    try {
      await this.#collect(request, response, ticket);
    } catch (error) {
      // Nobody can say how far it came.
      this.answers.failed++;
      this.#answer(response, 500, { error: messageOf(error) });
    } finally {
      ticket.giveBack();
      this.#requests--;
      this.#settle();
    }
  }

  async #collect(request: IncomingMessage, response: ServerResponse, ticket: Ticket) {
    const { plan, clock } = this.#options;
    const { bodyBytesMax, queueRecordsMax } = plan;
    // From the head, not from the end of the body: what lies between is this process's time too.
    const sinceUs = clock.monotonicUs();
    const read = await readBody(request, { bytesMax: bodyBytesMax, ticket });
    if (read.kind === "gone") {
      this.counters.gone++;
      this.answers.gone++;
      return;
    }
    if (read.kind === "refused") {
      // The rest of the body is read and dropped, or the client might not see the answer.
      request.resume();
      return this.#refuse(response, read.status, read);
    }
    const split = splitEvents(read.body, request.headers["content-type"] ?? "");
    if (split.kind === "malformed") {
      this.#options.quarantine?.(oneLine(read.body));
      return this.#refuse(response, 400, split);
    }
    const { events } = split;
    if (events.length > queueRecordsMax) {
      return this.#refuse(response, 413, { error: `more than ${queueRecordsMax} events` });
    }
    if (!ticket.take({ records: events.length })) {
      return this.#refuse(response, 503, { error: "overloaded" });
    }
    const answer = answerOf(await this.#store(events));
    for (const key of ["stored", "refused", "notStored", "unknown"] as const) {
      this.counters[key] += answer[key];
    }
    this.#answer(response, statusOf(answer), answer);
    this.#account(answer, sinceUs);
  }

  /** What timed out at the stream is timed with the rest: without it a stall would not show. */
  #account({ stored, unknown, notStored }: CollectorAnswer, sinceUs: number): void {
    const { clock, sliceAt } = this.#options;
    const { answers } = this;
    if (stored + unknown > 0) {
      answers.times.record(sliceAt?.(sinceUs) ?? 0, clock.monotonicUs() - sinceUs);
    } else if (notStored > 0) answers.pushedBack++;
    else answers.refused++;
  }

  /** Puts the valid ones, and answers for all of them in their order. */
  async #store(events: readonly RawEvent[]): Promise<readonly EventOutcome[]> {
    const { plan, quarantine } = this.#options;
    const judged = events.map((event) => judgeEvent(event, plan.partitionKey));
    const records = judged.flatMap((verdict, i) => {
      const { bytes } = events[i] as RawEvent;
      if (verdict.kind === "valid") {
        return [{ data: bytes, partitionKey: verdict.partitionKey }];
      }
      quarantine?.(bytes);
      return [];
    });
    const outcomes = (await this.#batcher.put(records)).values();
    return judged.map((verdict): EventOutcome => {
      if (verdict.kind === "valid") return outcomeOf(outcomes.next().value as CollectedOutcome);
      return { status: "refused", position: verdict.position, reason: verdict.reason };
    });
  }

  #refuse(
    response: ServerResponse,
    status: number,
    { error, position }: { readonly error: string; readonly position?: number },
  ): void {
    if (status === 503) this.counters.turnedAway++;
    this.answers[status === 503 ? "pushedBack" : "refused"]++;
    // After a body that was not read to its end, nothing else can follow on the connection.
    response.shouldKeepAlive = status === 400;
    const place = position === undefined ? {} : { position };
    this.#answer(response, status, { stored: 0, error, ...place });
  }

  #answer(
    response: ServerResponse,
    status: number,
    answer: CollectorAnswer | CollectorRefusal | { readonly status: string } | Unexpected,
  ): void {
    if (response.destroyed) return;
    const body = Buffer.from(JSON.stringify(answer));
    const wait = status === 503 ? { "retry-after": retryAfterSeconds } : {};
    if (this.#isDraining) response.shouldKeepAlive = false;
    const type = { "content-type": "application/json", "content-length": body.length };
    response.writeHead(status, { ...type, ...wait }).end(body);
  }
}

interface Unexpected {
  readonly error: string;
}

/**
 * 200 where anything was stored: the rest is told event by event, as PutRecords does. Else the
 * worst of what was left: unknown (504), not stored (503), refused (400).
 */
function statusOf({ stored, unknown, notStored }: CollectorAnswer): number {
  if (stored > 0) return 200;
  if (unknown > 0) return 504;
  return notStored > 0 ? 503 : 400;
}

function outcomeOf(outcome: CollectedOutcome): EventOutcome {
  if (outcome.kind === "confirmed") return { status: "stored", shardId: outcome.shardId };
  return { status: outcome.kind, reason: outcome.reason };
}

/** What was unreadable as a whole is one line of the quarantine. */
function oneLine(body: Buffer): Buffer {
  return Buffer.from(body.toString("latin1").replaceAll(/[\r\n]/g, " "), "latin1");
}
