import { checkReadConditions } from "../conditions.ts";
import { S3Error } from "../errors.ts";
import type { StoredObject } from "../objects.ts";
import { archiveClasses } from "../protocol/object-description.ts";
import {
  checkRepresentable,
  describingHeaders,
  refuseUnimplementedHeaders,
  setChecksumHeaders,
} from "../protocol/object-headers.ts";
import { versionIdOf } from "../protocol/version.ts";
import { parseRange } from "../range.ts";
import type { S3Call } from "./action.ts";
import { partRange } from "./part-range.ts";

export interface ObjectRead {
  readonly status: 200 | 206 | 304;
  readonly headers: Record<string, string>;
  readonly object: StoredObject;
  /** Bytes [from, to) of the body. */
  readonly range: { readonly from: number; readonly to: number };
}

/** What GetObject and HeadObject share: version, conditions, range or part, headers. */
export function readObject(call: S3Call): ObjectRead {
  const { request, engine, limits } = call;
  const { headers: asked, query } = request;
  refuseUnimplementedHeaders(asked);
  const { bucket, key } = request;
  const object = engine.object({ bucket, key, versionId: versionIdOf(query) });
  const { sizeBytes } = object.body;
  if (archiveClasses.has(object.storageClass) && request.method === "GET") {
    throw new S3Error("InvalidObjectState", { StorageClass: object.storageClass });
  }
  const headers = describingHeaders(object);
  if (engine.bucket(request.bucket).versioning !== "Disabled") {
    headers["x-amz-version-id"] = object.versionId;
  }
  const whole = { from: 0, to: sizeBytes };
  if (isNotModified(call, object)) return { status: 304, headers, object, range: whole };
  overrideHeaders(headers, query);
  const isChecked = asked["x-amz-checksum-mode"]?.toUpperCase() === "ENABLED";
  const part = partRange(request, object, limits);
  if (part) {
    if (object.parts) headers["x-amz-mp-parts-count"] = String(object.parts.length);
    if (isChecked && part.checksum) {
      setChecksumHeaders(headers, part.checksum, object.checksumType);
    }
    return { ...ranged(headers, part.range, sizeBytes), object };
  }
  const range = parseRange(asked["range"], sizeBytes);
  if (range === "unsatisfiable") throw unsatisfiable(asked["range"] ?? "", sizeBytes);
  if (range !== "whole") return { ...ranged(headers, range, sizeBytes), object };
  headers["content-length"] = String(sizeBytes);
  // The checksum is over the whole object: beside a range it could only be misread.
  if (isChecked) setChecksumHeaders(headers, object.checksum, object.checksumType);
  return { status: 200, headers, object, range: whole };
}

function isNotModified({ request, engine }: S3Call, object: StoredObject): boolean {
  const { headers } = request;
  const conditions = {
    ifMatch: headers["if-match"],
    ifNoneMatch: headers["if-none-match"],
    ifModifiedSince: headers["if-modified-since"],
    ifUnmodifiedSince: headers["if-unmodified-since"],
  };
  return checkReadConditions(conditions, object, engine.nowInSeconds()) === "not-modified";
}

function ranged(
  headers: Record<string, string>,
  range: ObjectRead["range"],
  sizeBytes: number,
): Omit<ObjectRead, "object"> {
  headers["content-length"] = String(range.to - range.from);
  if (range.to > range.from) {
    headers["content-range"] = `bytes ${range.from}-${range.to - 1}/${sizeBytes}`;
  }
  return { status: 206, headers, range };
}

function unsatisfiable(header: string, sizeBytes: number): S3Error {
  const detail = { RangeRequested: header, ActualObjectSize: sizeBytes };
  return new S3Error("InvalidRange", detail).withHeaders({
    "content-range": `bytes */${sizeBytes}`,
  });
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
    if (value === null) continue;
    checkRepresentable({ [name]: value });
    headers[name] = value;
  }
}
