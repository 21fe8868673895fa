import { messageOf } from "../../core/errors.ts";
import {
  Exchange,
  plainHeaders,
  receiveBody,
  send,
  type HttpRequest,
  type HttpResponse,
} from "./exchange.ts";
import type { WireAnswer, WireResponse, WireService } from "./http.ts";

/**
 * The largest request body, in bytes. A PutRecords call of 10 MiB takes 13.4 MiB in base64; the
 * rest is for S3 objects put in one piece.
 */
export const maxBodyBytes = 67_108_864;

/**
 * Answers requests from the first service that accepts them. It never throws: what goes wrong in a
 * service becomes an internal error on the wire.
 */
export function createDispatch(
  services: readonly WireService[],
): (request: HttpRequest, response: HttpResponse) => void {
  return (request, response) => {
    response.on("error", () => {});
    receiveBody(request, maxBodyBytes)
      .then(async (received) => {
        switch (received.kind) {
          case "whole":
            send(response, await answer(services, new Exchange(request, response, received.body)));
            return;
          case "too-large":
            send(response, tooLarge(request));
            return;
          case "gone":
        }
      })
      .catch(() => request.socket.destroy());
  };
}

async function answer(services: readonly WireService[], request: Exchange): Promise<WireAnswer> {
  const service = services.find((candidate) => candidate.accepts(request));
  if (!service)
    return failure(request.headers, 404, ["UnknownService", "No service answers this."]);
  try {
    return await service.handle(request);
  } catch (error) {
    return failure(request.headers, 500, ["InternalFailure", messageOf(error)]);
  }
}

function tooLarge(request: HttpRequest): WireResponse {
  const message = `The request body is larger than ${maxBodyBytes} bytes.`;
  return failure(plainHeaders(request), 413, ["EntityTooLarge", message]);
}

/** An error of no service in particular, in the form that the client is likely to read. */
function failure(
  headers: Readonly<Record<string, string>>,
  status: number,
  [code, message]: readonly [code: string, message: string],
): WireResponse {
  if (headers["x-amz-target"] !== undefined) {
    return {
      status,
      headers: { "content-type": "application/x-amz-json-1.1", "x-amzn-errortype": code },
      body: JSON.stringify({ __type: code, message }),
    };
  }
  const escaped = message.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return {
    status,
    headers: { "content-type": "application/xml" },
    body: `<Error><Code>${code}</Code><Message>${escaped}</Message></Error>`,
  };
}
