import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { constants, type Http2ServerRequest, type Http2ServerResponse } from "node:http2";
import type { SpareMemory } from "../../core/spare-memory.ts";
import { GatheredBody } from "../../core/gathered-body.ts";
import {
  bytesOf,
  partsOf,
  type StreamedResponse,
  type WireAnswer,
  type WireRequest,
} from "./http.ts";
import type { SlowBodies } from "./slow-bodies.ts";

export type HttpRequest = IncomingMessage | Http2ServerRequest;
export type HttpResponse = ServerResponse | Http2ServerResponse;

/** The body of a request, or why there is none. */
export type ReceivedBody =
  | { readonly kind: "whole"; readonly body: Buffer }
  | { readonly kind: "too-large" }
  | { readonly kind: "stalled" }
  | { readonly kind: "gone" };

export interface BodyBounds {
  readonly maxBytes: number;
  readonly slowBodies: SlowBodies;
  /** Where bodies of more than one chunk are put together. */
  readonly memory: SpareMemory;
}

/**
 * Gathers a request's body. Once it has passed `maxBytes` the rest is thrown away as it comes, so
 * that the client, which may not read before it has written all, can be answered.
 */
export function receiveBody(
  request: HttpRequest,
  { maxBytes, slowBodies, memory }: BodyBounds,
): Promise<ReceivedBody> {
  return new Promise((resolve) => {
    const declaredBytes = Number(request.headers["content-length"] ?? 0);
    let gathered: GatheredBody | undefined = new GatheredBody(declaredBytes, memory);
    const incoming = { received: 0, giveUp: () => resolve({ kind: "stalled" }) };
    const finish = (received: ReceivedBody): void => {
      slowBodies.forget(incoming);
      resolve(received);
    };
    slowBodies.watch(incoming);
    request.on("data", (chunk: Buffer) => {
      incoming.received += chunk.length;
      if (incoming.received <= maxBytes) {
        gathered?.add(chunk);
        return;
      }
      gathered = undefined;
      resolve({ kind: "too-large" });
    });
    request.on("end", () => {
      if (gathered) finish({ kind: "whole", body: gathered.whole() });
    });
    request.on("error", () => finish({ kind: "gone" }));
    request.on("close", () => finish({ kind: "gone" }));
  });
}

/** A request as the services see it. Its signal is made only for those who ask for it. */
export class Exchange implements WireRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly origin: string;
  readonly #response: HttpResponse;
  #aborter: AbortController | undefined;

  constructor(request: HttpRequest, response: HttpResponse, body: Buffer) {
    const { target, host } = targetOf(request.url ?? "/");
    this.method = request.method ?? "GET";
    this.target = target;
    const headers = plainHeaders(request);
    this.headers = host === undefined ? headers : { ...headers, host };
    this.body = body;
    const scheme = "encrypted" in request.socket ? "https" : "http";
    this.origin = `${scheme}://${this.headers["host"]}`;
    this.#response = response;
  }

  get signal(): AbortSignal {
    if (!this.#aborter) {
      const aborter = new AbortController();
      this.#aborter = aborter;
      if (isClosed(this.#response)) aborter.abort();
      this.#response.once("close", () => {
        if (!this.#response.writableEnded) aborter.abort();
      });
    }
    return this.#aborter.signal;
  }
}

/** Sends an answer, unless the client has gone. */
export function send(response: HttpResponse, answer: WireAnswer): void {
  if (isClosed(response)) {
    if ("pieces" in answer) void answer.pieces[Symbol.asyncIterator]().return?.();
    return;
  }
  if ("cut" in answer) {
    cut(response);
    return;
  }
  if ("pieces" in answer) {
    void sendPieces(response, answer);
    return;
  }
  const headers: Record<string, string | number> = { ...answer.headers };
  // HTTP forbids a body, and so its length, with these.
  const bodiless = answer.status === 204 || answer.status === 304;
  if (!bodiless) headers["content-length"] ??= bytesOf(answer.body);
  // The two kinds of response have the same methods, typed apart.
  const to = response as ServerResponse;
  to.writeHead(answer.status, headers);
  if (bodiless) {
    to.end();
    return;
  }
  const parts = partsOf(answer.body);
  if (parts.length > 1) to.cork();
  for (const part of parts.slice(0, -1)) to.write(part);
  to.end(parts.at(-1));
}

/** Over HTTP/2 the stream alone is reset: its connection carries other calls. */
function cut(response: HttpResponse): void {
  if ("stream" in response) response.stream.close(constants.NGHTTP2_INTERNAL_ERROR);
  else response.socket?.resetAndDestroy();
}

async function sendPieces(
  response: HttpResponse,
  { status, headers, pieces }: StreamedResponse,
): Promise<void> {
  (response as ServerResponse).writeHead(status, { ...headers });
  // A stream that says nothing for a while has to show the client that it was taken.
  (response as ServerResponse).flushHeaders();
  await pipeline(Readable.from(pieces, { objectMode: false }), response as ServerResponse).catch(
    // The client has gone: the pieces' own `return` has been called.
    () => {},
  );
}

/**
 * A target in absolute form (`GET http://host/path`), which clients send to what they take for a
 * proxy, names the host itself (RFC 9112, 3.2.2).
 */
function targetOf(url: string): { readonly target: string; readonly host?: string } {
  if (url.startsWith("/")) return { target: url };
  const [, host, target] = /^https?:\/\/([^/?#]*)([^#]*)/i.exec(url) ?? [];
  if (host === undefined || target === undefined) return { target: url };
  return { target: target.startsWith("/") ? target : `/${target}`, host };
}

/** Lower-case headers without the pseudo-headers of HTTP/2, and with a host in any case. */
export function plainHeaders(request: HttpRequest): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (const name of Object.keys(request.headers)) {
    const value = request.headers[name];
    if (value === undefined || name.startsWith(":")) continue;
    headers[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  const authority = request.headers[":authority"];
  if (headers["host"] === undefined) {
    headers["host"] =
      typeof authority === "string"
        ? authority
        : `${request.socket.localAddress ?? "localhost"}:${request.socket.localPort ?? ""}`;
  }
  return headers;
}

function isClosed(response: HttpResponse): boolean {
  if (response.writableEnded || response.destroyed) return true;
  // A response over HTTP/2 does not say that it is destroyed: its stream does.
  return "stream" in response && response.stream.destroyed;
}
