import { Agent, request, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import { parseAnswer, type EventOutcome } from "../core/collector-answer.ts";
import type { PutEntry, PutOutcome, PutRecords } from "./put-records.ts";

export interface HttpPut {
  readonly put: PutRecords;
  /** Closes the connections. */
  readonly close: () => void;
}

/** Stands for the shard of a record where the answer does not name one. */
const somewhere = "http";
const newline = Buffer.from("\n");

/**
 * The same port as PutRecords, by POST /events: the records of a call are the lines of one request,
 * over connections that are kept alive. Partition keys do not travel: a collector finds its own.
 *
 * An endpoint that answers with anything but a collector's JSON is taken at its status: 2xx is
 * confirmed, 429 throttled, any other 4xx refused for good, and all else unknown. Whoever sends
 * Retry-After along is not asked again sooner (RFC 9110, 10.2.3).
 *
 * @param baseUrl As `http://127.0.0.1:8080`.
 */
export function httpPut(baseUrl: string, connectionsMax: number): HttpPut {
  const agent = new Agent({ keepAlive: true, maxSockets: connectionsMax, noDelay: true });
  const url = new URL("/events", baseUrl);
  const put: PutRecords = async (entries, { timeoutMs }) => {
    try {
      const answer = await post({ url, agent, body: linesOf(entries), timeoutMs });
      const outcomes = outcomesOf(entries.length, answer.status, answer.text);
      return notBefore(retryAfterMs(answer.headers), outcomes);
    } catch (error) {
      const { code, name } = error as NodeJS.ErrnoException;
      const reason = code ?? name;
      // Nobody listened: nothing was sent. Else a request that broke off may have been stored.
      const kind = reason === "ECONNREFUSED" ? "failed" : "unknown";
      return entries.map(() => ({ kind, reason }));
    }
  };
  return { put, close: () => agent.destroy() };
}

function linesOf(entries: readonly PutEntry[]): Buffer {
  return Buffer.concat(entries.flatMap(({ data }) => [data, newline]));
}

interface Post {
  readonly url: URL;
  readonly agent: Agent;
  readonly body: Buffer;
  readonly timeoutMs: number;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

function post({ url, agent, body, timeoutMs }: Post): Promise<Answer> {
  const headers = { "content-type": "application/x-ndjson", "content-length": body.length };
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const call = request(url, { agent, method: "POST", headers, signal });
    call.once("error", (error) => reject(signal.aborted ? timedOut() : error));
    call.once("response", (answer: IncomingMessage) => {
      const pieces: Buffer[] = [];
      answer.on("data", (piece: Buffer) => pieces.push(piece));
      answer.once("error", reject);
      answer.once("end", () => {
        const text = Buffer.concat(pieces).toString();
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text });
      });
    });
    call.end(body);
  });
}

function timedOut(): Error {
  return Object.assign(new Error("no answer in time"), { name: "TimeoutError" });
}

/** Seconds, or a date, which is held against the server's own clock; else undefined. */
export function retryAfterMs(headers: IncomingHttpHeaders): number | undefined {
  const text = headers["retry-after"];
  if (text === undefined) return undefined;
  const ms = /^\d+$/.test(text)
    ? Number(text) * 1_000
    : Date.parse(text) - Date.parse(headers.date ?? "");
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

function notBefore(ms: number | undefined, outcomes: readonly PutOutcome[]): readonly PutOutcome[] {
  if (ms === undefined) return outcomes;
  return outcomes.map((outcome) =>
    outcome.kind === "confirmed" || outcome.isFinal ? outcome : { ...outcome, retryAfterMs: ms },
  );
}

/** What an answer says of each of `count` records. */
export function outcomesOf(count: number, status: number, text: string): PutOutcome[] {
  const answer = parseAnswer(text);
  const all = (outcome: PutOutcome) => Array.from({ length: count }, () => outcome);
  if (answer && "events" in answer) {
    if (answer.events.length === count) return answer.events.map(outcomeOf);
    return all({ kind: "unknown", reason: "an answer for other events" });
  }
  if (answer) {
    const reason = `${status} ${answer.error}`;
    return all(status === 503 ? { kind: "failed", reason } : refused(reason));
  }
  if (status >= 200 && status < 300) return all({ kind: "confirmed", shardId: somewhere });
  const reason = `HTTP ${status}`;
  if (status === 429) return all({ kind: "throttled", reason });
  return all(status >= 400 && status < 500 ? refused(reason) : { kind: "unknown", reason });
}

function outcomeOf(outcome: EventOutcome): PutOutcome {
  if (outcome.status === "stored") return { kind: "confirmed", shardId: outcome.shardId };
  if (outcome.status === "refused") return refused(outcome.reason);
  return { kind: outcome.status, reason: outcome.reason };
}

function refused(reason: string): PutOutcome {
  return { kind: "failed", reason, isFinal: true };
}
