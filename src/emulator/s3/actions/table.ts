import { S3Error } from "../errors.ts";
import type { S3Request } from "../protocol/request.ts";
import type { RateClass } from "../request-rate.ts";
import type { Action } from "./action.ts";
import { copyObject } from "./copy-object.ts";
import { createBucket } from "./create-bucket.ts";
import { deleteBucket } from "./delete-bucket.ts";
import { deleteObject } from "./delete-object.ts";
import { deleteObjects } from "./delete-objects.ts";
import { getBucketLocation } from "./get-bucket-location.ts";
import { getObject } from "./get-object.ts";
import { headBucket } from "./head-bucket.ts";
import { headObject } from "./head-object.ts";
import { listBuckets } from "./list-buckets.ts";
import { listObjectVersions } from "./list-object-versions.ts";
import { listObjectsV2 } from "./list-objects-v2.ts";
import { listObjects } from "./list-objects.ts";
import { notImplemented } from "./not-implemented.ts";
import { putObject } from "./put-object.ts";

export interface Operation {
  readonly action: Action;
  /** What must be in the query, `@` before a header; empty: nothing. */
  readonly needs: string;
  /** The request rate that it counts against before it is carried out. */
  readonly rate: RateClass | "none";
}

/**
 * Every operation that is here, by scope and method; the first whose needs are met is carried out.
 * To add one: write its action in a file of its own, add its row, and take it out of
 * not-implemented.ts.
 */
const operations: Readonly<Record<string, readonly Operation[]>> = {
  "service GET": [{ needs: "", rate: "none", action: listBuckets }],
  "bucket GET": [
    { needs: "list-type", rate: "read", action: listObjectsV2 },
    { needs: "versions", rate: "read", action: listObjectVersions },
    { needs: "location", rate: "none", action: getBucketLocation },
    { needs: "", rate: "read", action: listObjects },
  ],
  "bucket HEAD": [{ needs: "", rate: "none", action: headBucket }],
  "bucket PUT": [{ needs: "", rate: "none", action: createBucket }],
  // DeleteObjects counts each of its keys by itself.
  "bucket POST": [{ needs: "delete", rate: "none", action: deleteObjects }],
  "bucket DELETE": [{ needs: "", rate: "none", action: deleteBucket }],
  "object GET": [{ needs: "", rate: "read", action: getObject }],
  "object HEAD": [{ needs: "", rate: "read", action: headObject }],
  "object PUT": [
    { needs: "@x-amz-copy-source", rate: "write", action: copyObject },
    { needs: "", rate: "write", action: putObject },
  ],
  "object DELETE": [{ needs: "", rate: "write", action: deleteObject }],
};

/** Throws NotImplemented with the operation's name, or MethodNotAllowed where S3 has none. */
export function operationFor(request: S3Request): Operation {
  const scope = request.bucket === "" ? "service" : request.key === "" ? "bucket" : "object";
  const key = `${scope} ${request.method}`;
  // Nearly every request has no sub-resource: the SDK's `x-id` is none.
  if (request.query.size > (request.query.has("x-id") ? 1 : 0)) {
    const row = notImplemented[key]?.find(([needs]) => isMet(needs, request));
    if (row) throw unimplemented(row[1]);
  }
  const operation = operations[key]?.find(({ needs }) => isMet(needs, request));
  if (operation) return operation;
  if (key === "bucket POST") throw unimplemented("PostObject");
  throw new S3Error("MethodNotAllowed", { Method: request.method });
}

function isMet(needs: string, { query, headers }: S3Request): boolean {
  if (needs === "") return true;
  return needs.split(" ").every((need) => {
    return need.startsWith("@") ? headers[need.slice(1)] !== undefined : query.has(need);
  });
}

function unimplemented(name: string): S3Error {
  return new S3Error("NotImplemented", {}, `The operation ${name} is not implemented.`);
}
