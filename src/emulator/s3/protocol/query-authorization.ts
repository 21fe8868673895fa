import type { S3Limits } from "../../../core/limits/s3.ts";
import { S3Error } from "../errors.ts";
import type { S3Request } from "./request.ts";

const version4 = [
  "X-Amz-Algorithm",
  "X-Amz-Credential",
  "X-Amz-Signature",
  "X-Amz-Date",
  "X-Amz-SignedHeaders",
  "X-Amz-Expires",
] as const;
const version2 = ["Signature", "Expires", "AWSAccessKeyId"] as const;
const authorization = new Set(
  [...version4, "X-Amz-Security-Token"].map((name) => name.toLowerCase()),
);

/**
 * The request that a presigned URL stands for: headers that were moved into the query come back
 * into their place. Throws what S3 answers for a URL that is malformed or out of date; signatures
 * are not looked at. A URL that is not presigned is the request itself.
 *
 * A checksum in the query is passed over, as S3 does: the SDK signs that of an empty body, which no
 * upload would match. Sources: S3 API reference, "Authenticating requests: using query parameters";
 * for the checksum, what S3 was seen to store through such URLs.
 */
export function readPresigned(request: S3Request, nowMs: number, limits: S3Limits): S3Request {
  const { query } = request;
  if (version4.some((name) => query.has(name))) {
    checkVersion4(query, nowMs, limits);
  } else if (version2.some((name) => query.has(name))) {
    checkVersion2(query, nowMs);
  } else {
    return request;
  }
  const headers = { ...request.headers };
  const rest = new URLSearchParams();
  for (const [name, value] of query) {
    const header = name.toLowerCase();
    if (authorization.has(header) || (version2 as readonly string[]).includes(name)) continue;
    if (!isHeader(header)) rest.append(name, value);
    else if (!/^x-amz-(?:sdk-)?checksum-(?!mode$)/.test(header)) headers[header] ??= value;
  }
  return { ...request, headers, query: rest };
}

function isHeader(name: string): boolean {
  return name.startsWith("x-amz-") || name === "content-type" || name === "content-md5";
}

function checkVersion4(query: URLSearchParams, nowMs: number, limits: S3Limits): void {
  if (!version4.every((name) => query.has(name))) {
    throw malformed(
      "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, " +
        "X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
    );
  }
  if (!/^AWS4-(?:HMAC|ECDSA-P256)-SHA256$/.test(query.get("X-Amz-Algorithm") ?? "")) {
    throw malformed('X-Amz-Algorithm only supports "AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256"');
  }
  const signedAtMs = longDate(query.get("X-Amz-Date") ?? "");
  const expires = query.get("X-Amz-Expires") ?? "";
  const seconds = Number(expires);
  if (expires === "" || !Number.isInteger(seconds)) {
    throw malformed("X-Amz-Expires should be a number");
  }
  if (seconds < 0) throw malformed("X-Amz-Expires must be non-negative");
  if (seconds > limits.presignedSecondsMax) {
    throw malformed(
      "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires " +
        `must be less than ${limits.presignedSecondsMax} seconds`,
    );
  }
  const endsAtMs = signedAtMs + seconds * 1_000;
  if (nowMs > endsAtMs) throw expired({ "X-Amz-Expires": expires }, endsAtMs, nowMs);
}

function checkVersion2(query: URLSearchParams, nowMs: number): void {
  if (!version2.every((name) => query.has(name))) {
    const reason =
      "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters";
    throw new S3Error("AccessDenied", {}, reason);
  }
  const expires = Number(query.get("Expires"));
  if (!Number.isInteger(expires)) {
    const reason = `Invalid date (should be seconds since epoch): ${query.get("Expires")}`;
    throw new S3Error("AccessDenied", {}, reason);
  }
  if (nowMs > expires * 1_000) throw expired({}, expires * 1_000, nowMs);
}

/** `20260102T030405Z`. */
function longDate(text: string): number {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (match) {
    const [year = 0, month = 0, day = 0, hour, minute, second] = match.slice(1).map(Number);
    return Date.UTC(year, month - 1, day, hour, minute, second);
  }
  throw malformed("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
}

function expired(detail: Record<string, string>, endsAtMs: number, nowMs: number): S3Error {
  const second = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
  return new S3Error(
    "AccessDenied",
    { ...detail, Expires: second(endsAtMs), ServerTime: second(nowMs) },
    "Request has expired",
  );
}

function malformed(reason: string): S3Error {
  return new S3Error("AuthorizationQueryParametersError", {}, reason);
}
