import { limitValues, type LimitTable, type LimitValues } from "./limit.ts";

/** The limits that S3 holds its clients to. */
export const s3LimitTable = {
  writesPerSecondPerPrefix: {
    value: 3_500,
    unit: "PUT, COPY, POST and DELETE requests/s on one partitioned prefix, then 503 SlowDown",
    source: "S3 User Guide: optimizing performance",
  },
  readsPerSecondPerPrefix: {
    value: 5_500,
    unit: "GET, HEAD and list requests/s on one partitioned prefix, then 503 SlowDown",
    source: "S3 User Guide: optimizing performance",
  },
  partitionedPrefixSegments: {
    value: 1,
    unit: "leading /-parted segments of a key that name its prefix; 0: the bucket is one",
    source: "none: S3 splits by heat, where it does not tell; one segment is the cautious guess",
  },
  putObjectBytesMax: {
    value: 5 * 1_073_741_824,
    unit: "bytes of one PutObject",
    source: "S3 User Guide: uploading objects",
  },
  copySourceBytesMax: {
    value: 5 * 1_073_741_824,
    unit: "bytes of the source of one CopyObject",
    source: "CopyObject API reference",
  },
  partBytesMin: {
    value: 5 * 1_048_576,
    unit: "bytes of a part of a multipart upload that is not its last",
    source: "S3 User Guide: multipart upload limits",
  },
  partBytesMax: {
    value: 5 * 1_073_741_824,
    unit: "bytes of a part of a multipart upload",
    source: "S3 User Guide: multipart upload limits",
  },
  partsMax: {
    value: 10_000,
    unit: "parts of a multipart upload, and the greatest part number",
    source: "S3 User Guide: multipart upload limits",
  },
  multipartObjectBytesMax: {
    value: 10_000 * 5 * 1_073_741_824,
    unit: "bytes of an object that came by a multipart upload",
    source: "S3 User Guide: multipart upload limits (48.8 TiB)",
  },
  keyBytesMax: {
    value: 1_024,
    unit: "UTF-8 bytes of a key",
    source: "S3 User Guide: naming objects",
  },
  metadataBytesMax: {
    value: 2_048,
    unit: "UTF-8 bytes of user-defined metadata, names and values",
    source: "S3 User Guide: working with object metadata",
  },
  listKeysMax: { value: 1_000, unit: "entries a page", source: "ListObjectsV2 API reference" },
  listPartsMax: {
    value: 1_000,
    unit: "parts a page, of ListParts and of GetObjectAttributes",
    source: "ListParts API reference",
  },
  listUploadsMax: {
    value: 1_000,
    unit: "multipart uploads a page",
    source: "ListMultipartUploads API reference",
  },
  deleteObjectsKeysMax: {
    value: 1_000,
    unit: "keys of one DeleteObjects",
    source: "DeleteObjects API reference",
  },
  bucketsMax: {
    value: 10_000,
    unit: "general purpose buckets of an account",
    source: "S3 User Guide: general purpose bucket quotas",
  },
  objectTagsMax: { value: 10, unit: "tags of an object", source: "S3 User Guide: object tags" },
  bucketTagsMax: { value: 50, unit: "tags of a bucket", source: "PutBucketTagging API reference" },
  tagKeyCharactersMax: {
    value: 128,
    unit: "Unicode characters of a tag's key",
    source: "S3 User Guide: object tags",
  },
  tagValueCharactersMax: {
    value: 256,
    unit: "Unicode characters of a tag's value",
    source: "S3 User Guide: object tags",
  },
  policyBytesMax: {
    value: 20_480,
    unit: "bytes of a bucket policy",
    source: "S3 User Guide: bucket policies",
  },
  lifecycleRulesMax: {
    value: 1_000,
    unit: "rules of a lifecycle configuration",
    source: "PutBucketLifecycleConfiguration API reference",
  },
  corsRulesMax: {
    value: 100,
    unit: "rules of a CORS configuration",
    source: "PutBucketCors API reference",
  },
  configurationsMax: {
    value: 1_000,
    unit: "analytics, inventory, metrics or intelligent-tiering configurations of a bucket, each",
    source: "PutBucketMetricsConfiguration API reference and its like",
  },
  configurationsListMax: {
    value: 100,
    unit: "analytics, inventory, metrics or intelligent-tiering configurations a page",
    source: "ListBucketMetricsConfigurations API reference",
  },
  presignedSecondsMax: {
    value: 604_800,
    unit: "s that a presigned URL may be valid",
    source: "S3 API reference: authenticating requests, using query parameters",
  },
  notificationDelayMs: {
    value: 0,
    unit: "ms from a change to its event notification",
    source: "none: S3 says typically seconds; 0, so that a test need not wait",
  },
} as const satisfies LimitTable;

export type S3Limits = LimitValues<typeof s3LimitTable>;

/** AWS's values, some of them replaced. */
export function s3Limits(changed: Partial<S3Limits> = {}): S3Limits {
  return limitValues(s3LimitTable, changed);
}
