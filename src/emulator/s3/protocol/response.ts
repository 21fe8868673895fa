import type { Random } from "../../../core/random.ts";
import type { S3Error } from "../errors.ts";
import type { S3Request } from "./request.ts";
import { element, optionalElement, textElement, xmlDeclaration } from "../../wire/xml.ts";

/** Headers are the response's own and still get the ids of the request. */
export interface S3Response {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer | string;
}

/** A body that is too large to be put together first. */
export interface S3Stream {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly pieces: AsyncIterable<Buffer>;
}

export type S3Answer = S3Response | S3Stream;

export function xmlResponse(body: string): S3Response {
  return { status: 200, headers: { "content-type": "application/xml" }, body };
}

export function emptyResponse(status: number, headers: Record<string, string> = {}): S3Response {
  return { status, headers, body: "" };
}

export interface RequestIds {
  readonly requestId: string;
  readonly hostId: string;
}

/** Ids in AWS's form: 16 characters, and the longer one of the host that served the request. */
export function requestIds(random: Random): RequestIds {
  const requestId = (hex8(random.uint32()) + hex8(random.uint32())).toUpperCase();
  return { requestId, hostId: `${requestId}${hostIdTail}` };
}

const hostIdTail = "aforoAforoAforoAforoAforoAforoAforoAforoAforoAforo/aforoA==";

/**
 * The answer to a failed request; HEAD has no body to say it in. Source: "REST error responses".
 */
export function errorResponse(
  error: S3Error,
  about: Pick<S3Request, "method" | "bucket" | "key">,
  ids: RequestIds,
): S3Response {
  if (about.method === "HEAD") return emptyResponse(error.status, { ...error.headers });
  const detail = Object.entries(error.detail);
  const named = "Key" in error.detail || "BucketName" in error.detail;
  const resource = about.bucket === "" ? "/" : `/${about.bucket}/${about.key}`;
  const body = element(
    "Error",
    textElement("Code", error.code),
    textElement("Message", error.message),
    ...detail.map(([name, value]) => textElement(name, value)),
    optionalElement("Resource", named ? undefined : resource),
    textElement("RequestId", ids.requestId),
    textElement("HostId", ids.hostId),
  );
  return {
    status: error.status,
    headers: { ...error.headers, "content-type": "application/xml" },
    body: xmlDeclaration + body,
  };
}

function hex8(value: number): string {
  return value.toString(16).padStart(8, "0");
}
