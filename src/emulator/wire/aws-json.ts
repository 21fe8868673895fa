import type { Random } from "../../core/random.ts";
import { requestId } from "./request-id.ts";
import type { WireRequest, WireResponse } from "./http.ts";

/** What each answer of a service has in common. */
export interface AwsJsonFrame {
  readonly contentType: string;
  /** Gives the request ids. */
  readonly random: Random;
}

export interface AwsJsonFailure {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** The operation that `x-amz-target` names for a service, or undefined. */
export function operationOf(
  headers: WireRequest["headers"],
  targetPrefix: string,
): string | undefined {
  const target = headers["x-amz-target"];
  return target?.startsWith(targetPrefix) ? target.slice(targetPrefix.length) : undefined;
}

export function awsJsonAnswer(body: string | Buffer, frame: AwsJsonFrame): WireResponse {
  return {
    status: 200,
    headers: { "content-type": frame.contentType, "x-amzn-requestid": requestId(frame.random) },
    body,
  };
}

/** The type goes into the body and, for clients that read only headers, into one of them. */
export function awsJsonError(failure: AwsJsonFailure, frame: AwsJsonFrame): WireResponse {
  const { status, code, message } = failure;
  return {
    status,
    headers: {
      "content-type": frame.contentType,
      "x-amzn-requestid": requestId(frame.random),
      "x-amzn-errortype": code,
    },
    body: JSON.stringify({ __type: code, message }),
  };
}

/** An output in AWS JSON: bytes as base64, times as seconds, nothing for undefined. */
export function toAwsJson(value: unknown): string {
  return JSON.stringify(wireForm(value));
}

function wireForm(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1_000;
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(wireForm);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => [name, wireForm(member)]);
  return Object.fromEntries(members);
}
