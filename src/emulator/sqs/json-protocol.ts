import { operationOf } from "../wire/aws-json.ts";
import type { WireRequest, WireResponse } from "../wire/http.ts";
import type { Call } from "./call.ts";
import { coralErrors, SqsError, sqsErrors } from "./errors.ts";
import { objectOf, type JsonObject } from "./fields.ts";

/** Every request in AWS JSON 1.0 has this before its operation's name. */
const targetPrefix = "AmazonSQS.";

export function isJsonRequest({ headers }: Pick<WireRequest, "headers">): boolean {
  return operationOf(headers, targetPrefix) !== undefined;
}

/** A request in AWS JSON 1.0. */
export function jsonCall(request: WireRequest): Call {
  return {
    operation: operationOf(request.headers, targetPrefix) ?? "",
    readInput: () => parseInput(request.body),
    render: renderOutput,
    renderError: (error, requestId) => renderError(error, request, requestId),
  };
}

function parseInput(body: Buffer): JsonObject {
  if (body.length === 0) return {};
  let json: unknown;
  try {
    json = JSON.parse(body.toString("utf8"));
  } catch {
    throw new SqsError("SerializationException", "The request body is not valid JSON.");
  }
  return objectOf(json, "The request body");
}

function renderOutput(output: JsonObject, requestId: string): WireResponse {
  return { status: 200, headers: headersOf(requestId), body: JSON.stringify(output) };
}

/**
 * An error in AWS JSON 1.0. A client in query-compatible mode also gets the code that the Query
 * protocol had for it, and that protocol's status; without it every client error is a 400.
 */
function renderError(
  error: SqsError,
  request: Pick<WireRequest, "headers">,
  requestId: string,
): WireResponse {
  const [queryCode, queryStatus] = sqsErrors[error.shape];
  const isSenders = queryStatus < 500;
  const isQueryMode = request.headers["x-amzn-query-mode"] === "true";
  return {
    status: isSenders && !isQueryMode ? 400 : queryStatus,
    headers: {
      ...headersOf(requestId),
      ...(isQueryMode && {
        "x-amzn-query-error": `${queryCode};${isSenders ? "Sender" : "Receiver"}`,
      }),
    },
    body: JSON.stringify({ __type: typeOf(error), message: error.message }),
  };
}

function typeOf({ shape }: SqsError): string {
  return `${coralErrors.has(shape) ? "com.amazon.coral.service" : "com.amazonaws.sqs"}#${shape}`;
}

function headersOf(requestId: string): Readonly<Record<string, string>> {
  return { "content-type": "application/x-amz-json-1.0", "x-amzn-requestid": requestId };
}
