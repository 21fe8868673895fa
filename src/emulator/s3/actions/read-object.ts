import { checkReadConditions } from "../conditions.ts";
import { S3Error } from "../errors.ts";
import type { StoredObject } from "../objects.ts";
import {
  describingHeaders,
  refuseUnimplementedHeaders,
  setChecksumHeaders,
} from "../protocol/object-headers.ts";
import { refuseOtherVersions } from "../protocol/version.ts";
import { parseRange } from "../range.ts";
import type { S3Call } from "./action.ts";

export interface ObjectRead {
  readonly status: 200 | 206 | 304;
  readonly headers: Record<string, string>;
  readonly object: StoredObject;
  /** Bytes [from, to) of the body. */
  readonly range: { readonly from: number; readonly to: number };
}

/** What GetObject and HeadObject share: conditions, range, headers. */
export function readObject({ request, engine }: S3Call): ObjectRead {
  const { headers: asked, query } = request;
  refuseUnimplementedHeaders(asked);
  refuseOtherVersions(query);
  if (query.has("partNumber")) throw new S3Error("NotImplemented", { Parameter: "partNumber" });
  const object = engine.object(request);
  const conditions = {
    ifMatch: asked["if-match"],
    ifNoneMatch: asked["if-none-match"],
    ifModifiedSince: asked["if-modified-since"],
    ifUnmodifiedSince: asked["if-unmodified-since"],
  };
  const { sizeBytes } = object.body;
  const headers = describingHeaders(object);
  const whole = { from: 0, to: sizeBytes };
  if (checkReadConditions(conditions, object) === "not-modified") {
    return { status: 304, headers, object, range: whole };
  }
  overrideHeaders(headers, query);
  const range = parseRange(asked["range"], sizeBytes);
  if (range === "unsatisfiable") {
    throw new S3Error("InvalidRange", {
      RangeRequested: asked["range"] ?? "",
      ActualObjectSize: sizeBytes,
    });
  }
  if (range === "whole") {
    headers["content-length"] = String(sizeBytes);
    // The checksum is over the whole object: beside a part it could only be misread.
    if (asked["x-amz-checksum-mode"]?.toUpperCase() === "ENABLED") {
      setChecksumHeaders(headers, object.checksum);
    }
    return { status: 200, headers, object, range: whole };
  }
  headers["content-length"] = String(range.to - range.from);
  headers["content-range"] = `bytes ${range.from}-${range.to - 1}/${sizeBytes}`;
  return { status: 206, headers, object, range };
}

const overridable = [
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "content-type",
  "expires",
] as const;

/**
 * `response-content-type` and its like. Source: GetObject API reference, "Overriding response
 * header values".
 */
function overrideHeaders(headers: Record<string, string>, query: URLSearchParams): void {
  if (query.size === 0) return;
  for (const name of overridable) {
    const value = query.get(`response-${name}`);
    if (value !== null) headers[name] = value;
  }
}
