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
} as const satisfies LimitTable;

export type S3Limits = LimitValues<typeof s3LimitTable>;

/** AWS's values, some of them replaced. */
export function s3Limits(changed: Partial<S3Limits> = {}): S3Limits {
  return limitValues(s3LimitTable, changed);
}
