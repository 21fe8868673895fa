import { STATUS_CODES, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { plainHeaders } from "./exchange.ts";
import { refusalResponse, requestTimeout, type Refusal } from "./refusal.ts";

/** What Node's parser of HTTP/1.1 says of what it cannot read, as AWS would. */
const refusals: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    code: "RequestHeaderSectionTooLarge",
    message: "Your request header section exceeds the maximum allowed size.",
  },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: {
    status: 413,
    code: "EntityTooLarge",
    message: "The extensions of a chunk are too large.",
  },
  ERR_HTTP_REQUEST_TIMEOUT: requestTimeout,
};
const badRequest: Refusal = { status: 400, code: "BadRequest", message: "This is not HTTP/1.1." };

/**
 * Refuses what is not HTTP/1.1, and closes the connection. Requests that came whole before it are
 * answered first: the refusal must not be taken for the answer to one of them.
 */
export function refuseBadHead(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === "ECONNRESET") {
    socket.destroy();
    return;
  }
  // Node's own property, which its documentation of `clientError` names: the answer that is due.
  const { _httpMessage: due } = socket as { readonly _httpMessage?: ServerResponse };
  if (due?.req.complete) {
    due.once("close", () => refuseBadHead(error, socket));
    return;
  }
  if (due?.headersSent) {
    socket.destroy();
    return;
  }
  const refusal = refusals[error.code ?? ""] ?? badRequest;
  const { status, headers, body } = refusalResponse(due ? plainHeaders(due.req) : {}, refusal);
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `content-length: ${body.length}`,
    "connection: close",
  ];
  socket.end(`${lines.join("\r\n")}\r\n\r\n${body.toString()}`, () => socket.destroy());
}
