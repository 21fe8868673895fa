import { hash } from "node:crypto";
import type { WireRequest } from "../wire/http.ts";

/** What of a request its signature covers. */
export interface Signed {
  readonly request: Pick<WireRequest, "method" | "target" | "headers" | "body">;
  /** Lower-case, in the order of the signature. */
  readonly signedHeaders: readonly string[];
  /** S3 encodes a path once, every other service twice. */
  readonly service: string;
  readonly payloadHash: string;
}

/** The canonical form of a request (IAM User Guide, "Create a signed AWS API request"). */
export function canonicalRequest(signed: Signed): string {
  const { request, signedHeaders, service, payloadHash } = signed;
  const mark = request.target.indexOf("?");
  const path = mark < 0 ? request.target : request.target.slice(0, mark);
  const query = mark < 0 ? "" : request.target.slice(mark + 1);
  const headers = signedHeaders.map((name) => `${name}:${canonicalValue(request.headers[name])}\n`);
  return [
    request.method,
    canonicalPath(path, service),
    canonicalQuery(query),
    headers.join(""),
    signedHeaders.join(";"),
    payloadHash,
  ].join("\n");
}

/**
 * The payload's part in the signature. S3 takes what the client says (a hash, which S3 itself holds
 * against the body, or that the payload is not signed); every other service hashes the body.
 */
export function payloadHashOf(service: string, body: Buffer, said: string | undefined): string {
  return service === "s3" && said !== undefined ? said : hash("sha256", body, "hex");
}

/** Name and value pairs of a query, decoded. A plus is a plus: form encoding is for bodies. */
export function queryPairs(query: string): readonly (readonly [name: string, value: string])[] {
  if (query === "") return [];
  return query.split("&").map((pair) => {
    const at = pair.indexOf("=");
    if (at < 0) return [decode(pair), ""] as const;
    return [decode(pair.slice(0, at)), decode(pair.slice(at + 1))] as const;
  });
}

function canonicalPath(path: string, service: string): string {
  const segments = (path === "" ? "/" : path).split("/");
  if (service === "s3") return segments.map((segment) => encode(decode(segment))).join("/");
  return segments.map((segment) => encode(encode(decode(segment)))).join("/");
}

function canonicalQuery(query: string): string {
  return queryPairs(query)
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort((a, b) => compare(a[0], b[0]) || compare(a[1], b[1]))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

function canonicalValue(value: string | undefined): string {
  return (value ?? "").trim().replaceAll(/\s+/g, " ");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
