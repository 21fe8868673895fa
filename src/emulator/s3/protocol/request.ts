import type { WireRequest } from "../../wire/http.ts";
import { S3Error } from "../errors.ts";
import { bucketOfHost } from "./host.ts";

/** A request as S3 understands it: what it is about, and what it says of that. */
export interface S3Request {
  readonly method: string;
  /** Empty where the request is to the service itself. */
  readonly bucket: string;
  /** Decoded; empty where the request is to the bucket. */
  readonly key: string;
  readonly query: URLSearchParams;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** As `http://127.0.0.1:4566`. */
  readonly origin: string;
}

/**
 * Reads bucket and key from `http://host/bucket/key` (path style), or from
 * `http://bucket.localhost/key` and its like (virtual-hosted style, see host.ts). Throws
 * InvalidURI.
 */
export function parseRequest(request: WireRequest, baseHosts: readonly string[] = []): S3Request {
  const { method, target, headers, body, origin } = request;
  const mark = target.indexOf("?");
  const path = (mark < 0 ? target : target.slice(0, mark)).slice(1);
  const query = new URLSearchParams(mark < 0 ? "" : target.slice(mark + 1));
  const hosted = bucketOfHost(headers["host"] ?? "", baseHosts);
  if (hosted !== undefined) {
    return { method, bucket: hosted, key: decode(path), query, headers, body, origin };
  }
  const slash = path.indexOf("/");
  const bucket = decode(slash < 0 ? path : path.slice(0, slash));
  const key = slash < 0 ? "" : decode(path.slice(slash + 1));
  if (bucket === "" && key !== "") throw new S3Error("InvalidURI");
  return { method, bucket, key, query, headers, body, origin };
}

function decode(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error("InvalidURI");
  }
}
