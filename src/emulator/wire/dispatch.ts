import type { Clock } from "../../core/clock.ts";
import { messageOf } from "../../core/errors.ts";
import { SpareMemory } from "../../core/spare-memory.ts";
import {
  Exchange,
  plainHeaders,
  receiveBody,
  send,
  type HttpRequest,
  type HttpResponse,
} from "./exchange.ts";
import {
  bytesOf,
  type WireAnswer,
  type WireRequest,
  type WireResponse,
  type WireService,
} from "./http.ts";
import { defaultPatience, type Patience } from "./patience.ts";
import { refusalResponse, requestTimeout, type Refusal } from "./refusal.ts";
import { SlowBodies } from "./slow-bodies.ts";
import { UntakenAnswers } from "./untaken-answers.ts";

/**
 * The largest request body, in bytes. A PutRecords call of 10 MiB takes 13.4 MiB in base64; the
 * rest is for S3 objects and parts put in one piece.
 */
export const maxBodyBytes = 268_435_456;

/** Of bodies that are done with. */
const spareBytesMax = 33_554_432;

/** One call from its last byte in to its answer, as logs and metrics see it. */
export interface ObservedCall {
  /** `kinesis`, `sqs`, `s3`, or `none` where no service took it. */
  readonly service: string;
  readonly method: string;
  readonly target: string;
  readonly operation: string;
  readonly resource: string | undefined;
  /** 0 where the connection was closed in place of an answer. */
  readonly status: number;
  readonly errorCode: string | undefined;
  readonly requestBytes: number;
  /** Of the body; 0 for one that is sent piece by piece. */
  readonly responseBytes: number;
  readonly durationUs: number;
}

export interface DispatchOptions {
  /** The first that accepts a request answers it. Asked anew for each: a reset replaces them. */
  readonly services: () => readonly WireService[];
  readonly clock: Clock;
  /** The refusal of a request that may not pass, or undefined. */
  readonly refuse?: (request: WireRequest) => Refusal | undefined;
  readonly observe?: (call: ObservedCall) => void;
  readonly patience?: Patience;
}

/** Answers requests. It never throws: what goes wrong in a service is an error on the wire. */
export function createDispatch(
  options: DispatchOptions,
): (request: HttpRequest, response: HttpResponse) => void {
  const patience = options.patience ?? defaultPatience;
  const memory = new SpareMemory(spareBytesMax);
  const bounds = { maxBytes: maxBodyBytes, slowBodies: new SlowBodies(patience), memory };
  const untaken = new UntakenAnswers(patience);
  return (request, response) => {
    response.on("error", () => {});
    receiveBody(request, bounds)
      .then(async (received) => {
        switch (received.kind) {
          case "whole": {
            const room = untaken.room(response);
            if (room) await room;
            const exchange = new Exchange(request, response, received.body);
            const { service, bytes } = await answer(exchange, response, options);
            untaken.sent(response, bytes);
            if (service?.copiesBodies) memory.giveBack(received.body);
            return;
          }
          case "too-large":
            send(response, tooLarge(request));
            return;
          case "stalled":
            send(response, stalled(request));
            return;
          case "gone":
        }
      })
      .catch(() => request.socket.destroy());
  };
}

interface Answered {
  readonly service: WireService | undefined;
  /** Of the body that was sent; undefined for one that goes piece by piece. */
  readonly bytes: number | undefined;
}

async function answer(
  request: Exchange,
  response: HttpResponse,
  options: DispatchOptions,
): Promise<Answered> {
  const { clock, observe } = options;
  const beganUs = observe ? clock.monotonicUs() : 0;
  const service = options.services().find((candidate) => candidate.accepts(request));
  const given = await answerOf(request, service, options);
  send(response, given);
  const bytes = "body" in given ? bytesOf(given.body) : "cut" in given ? 0 : undefined;
  observe?.({
    service: service?.name ?? "none",
    method: request.method,
    target: request.target,
    operation: given.about?.operation ?? "unknown",
    resource: given.about?.resource,
    status: "status" in given ? given.status : 0,
    errorCode: given.about?.errorCode,
    requestBytes: request.body.length,
    responseBytes: bytes ?? 0,
    durationUs: clock.monotonicUs() - beganUs,
  });
  return { service, bytes };
}

async function answerOf(
  request: Exchange,
  service: WireService | undefined,
  { refuse }: DispatchOptions,
): Promise<WireAnswer> {
  if (!service) {
    const message = "No service answers this.";
    return refusalResponse(request.headers, { status: 404, code: "UnknownService", message });
  }
  try {
    const refusal = refuse?.(request);
    if (refusal) return refusalResponse(request.headers, refusal);
    return await service.handle(request);
  } catch (error) {
    const message = messageOf(error);
    return refusalResponse(request.headers, { status: 500, code: "InternalFailure", message });
  }
}

function tooLarge(request: HttpRequest): WireResponse {
  const message = `The request body is larger than ${maxBodyBytes} bytes.`;
  return refusalResponse(plainHeaders(request), { status: 413, code: "EntityTooLarge", message });
}

/** What else the client says on this connection could be the rest of the body: it is closed. */
function stalled(request: HttpRequest): WireResponse {
  const refused = refusalResponse(plainHeaders(request), requestTimeout);
  if (request.httpVersionMajor > 1) return refused;
  return { ...refused, headers: { ...refused.headers, connection: "close" } };
}
