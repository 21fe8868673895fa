import { S3Error } from "../errors.ts";
import type { S3Request } from "../protocol/request.ts";
import type { RateClass } from "../request-rate.ts";
import type { Action } from "./action.ts";
import { configurationOperation } from "./configuration-operations.ts";
import { getBucketVersioning, putBucketVersioning } from "./bucket-versioning.ts";
import { abortMultipartUpload, completeMultipartUpload } from "./complete-multipart-upload.ts";
import { copyObject } from "./copy-object.ts";
import { createBucket } from "./create-bucket.ts";
import { createMultipartUpload } from "./create-multipart-upload.ts";
import { deleteBucket } from "./delete-bucket.ts";
import { deleteObject } from "./delete-object.ts";
import { deleteObjects } from "./delete-objects.ts";
import { getBucketLocation } from "./get-bucket-location.ts";
import { getObjectAttributes } from "./get-object-attributes.ts";
import { getObject } from "./get-object.ts";
import { headBucket } from "./head-bucket.ts";
import { headObject } from "./head-object.ts";
import { listBuckets } from "./list-buckets.ts";
import { listMultipartUploads } from "./list-multipart-uploads.ts";
import { listObjectVersions } from "./list-object-versions.ts";
import { listObjectsV2 } from "./list-objects-v2.ts";
import { listObjects } from "./list-objects.ts";
import { listParts } from "./list-parts.ts";
import { notImplemented } from "./not-implemented.ts";
import { deleteObjectTagging, getObjectTagging, putObjectTagging } from "./object-tagging.ts";
import { getObjectAcl, putObjectAcl } from "./object-acl.ts";
import { postObject } from "./post-object.ts";
import { preflight } from "./preflight.ts";
import { putObject } from "./put-object.ts";
import { uploadPart, uploadPartCopy } from "./upload-part.ts";

export interface Operation {
  /** As AWS names it: PutObject. */
  readonly name: string;
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
  "service GET": [{ name: "ListBuckets", needs: "", rate: "none", action: listBuckets }],
  "bucket GET": [
    { name: "ListObjectsV2", needs: "list-type", rate: "read", action: listObjectsV2 },
    { name: "ListObjectVersions", needs: "versions", rate: "read", action: listObjectVersions },
    { name: "GetBucketLocation", needs: "location", rate: "none", action: getBucketLocation },
    {
      name: "ListMultipartUploads",
      needs: "uploads",
      rate: "read",
      action: listMultipartUploads,
    },
    { name: "GetBucketVersioning", needs: "versioning", rate: "none", action: getBucketVersioning },
    { name: "ListObjects", needs: "", rate: "read", action: listObjects },
  ],
  "bucket HEAD": [{ name: "HeadBucket", needs: "", rate: "none", action: headBucket }],
  "bucket PUT": [
    { name: "PutBucketVersioning", needs: "versioning", rate: "none", action: putBucketVersioning },
    { name: "CreateBucket", needs: "", rate: "none", action: createBucket },
  ],
  // DeleteObjects counts each of its keys by itself, PostObject the key in its form.
  "bucket POST": [
    { name: "DeleteObjects", needs: "delete", rate: "none", action: deleteObjects },
    { name: "PostObject", needs: "", rate: "none", action: postObject },
  ],
  "bucket DELETE": [{ name: "DeleteBucket", needs: "", rate: "none", action: deleteBucket }],
  "object GET": [
    { name: "GetObjectAcl", needs: "acl", rate: "read", action: getObjectAcl },
    { name: "GetObjectTagging", needs: "tagging", rate: "read", action: getObjectTagging },
    {
      name: "GetObjectAttributes",
      needs: "attributes",
      rate: "read",
      action: getObjectAttributes,
    },
    { name: "ListParts", needs: "uploadId", rate: "read", action: listParts },
    { name: "GetObject", needs: "", rate: "read", action: getObject },
  ],
  "object HEAD": [{ name: "HeadObject", needs: "", rate: "read", action: headObject }],
  "object PUT": [
    { name: "PutObjectAcl", needs: "acl", rate: "write", action: putObjectAcl },
    { name: "PutObjectTagging", needs: "tagging", rate: "write", action: putObjectTagging },
    {
      name: "UploadPartCopy",
      needs: "partNumber @x-amz-copy-source",
      rate: "write",
      action: uploadPartCopy,
    },
    { name: "UploadPart", needs: "partNumber", rate: "write", action: uploadPart },
    { name: "UploadPart", needs: "uploadId", rate: "write", action: uploadPart },
    { name: "CopyObject", needs: "@x-amz-copy-source", rate: "write", action: copyObject },
    { name: "PutObject", needs: "", rate: "write", action: putObject },
  ],
  "object POST": [
    {
      name: "CreateMultipartUpload",
      needs: "uploads",
      rate: "write",
      action: createMultipartUpload,
    },
    {
      name: "CompleteMultipartUpload",
      needs: "uploadId",
      rate: "write",
      action: completeMultipartUpload,
    },
  ],
  "object DELETE": [
    { name: "DeleteObjectTagging", needs: "tagging", rate: "write", action: deleteObjectTagging },
    {
      name: "AbortMultipartUpload",
      needs: "uploadId",
      rate: "write",
      action: abortMultipartUpload,
    },
    { name: "DeleteObject", needs: "", rate: "write", action: deleteObject },
  ],
};

/** A browser's question, and no operation of the API. */
const preflightOperation: Operation = {
  name: "Preflight",
  needs: "",
  rate: "none",
  action: preflight,
};

/** Throws NotImplemented with the operation's name, or MethodNotAllowed where S3 has none. */
export function operationFor(request: S3Request): Operation {
  const scope = request.bucket === "" ? "service" : request.key === "" ? "bucket" : "object";
  if (request.method === "OPTIONS") return preflightOperation;
  const key = `${scope} ${request.method}`;
  // Nearly every request has no sub-resource: the SDK's `x-id` is none.
  const hasSubresource = request.query.size > (request.query.has("x-id") ? 1 : 0);
  if (hasSubresource) {
    const configuration = scope === "bucket" ? configurationOperation(request) : undefined;
    if (configuration) return configuration;
    const row = notImplemented[key]?.find(([needs]) => isMet(needs, request));
    if (row) throw unimplemented(row[1]);
  }
  const operation = operations[key]?.find(
    ({ needs }) => (hasSubresource || !needsQuery(needs)) && isMet(needs, request),
  );
  if (operation) return operation;
  throw new S3Error("MethodNotAllowed", { Method: request.method });
}

function needsQuery(needs: string): boolean {
  return needs !== "" && !needs.startsWith("@");
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
