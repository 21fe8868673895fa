/**
 * What S3 bounds, each value with its unit and source. Every one can be overridden; the defaults
 * are AWS's own.
 */
export interface S3Limits {
  /**
   * PUT, COPY, POST and DELETE requests a second on one partitioned prefix, beyond which the
   * answer is 503 SlowDown. Source: S3 User Guide, "Best practices design patterns: optimizing
   * performance".
   */
  readonly writesPerSecondPerPrefix: number;
  /** GET, HEAD and list requests a second on one partitioned prefix. Source: as above. */
  readonly readsPerSecondPerPrefix: number;
  /**
   * How many leading `/`-separated segments of a key name its partitioned prefix. S3 splits by
   * heat, at places it does not tell; one segment is the cautious guess. 0 makes the bucket one
   * partition.
   */
  readonly partitionedPrefixSegments: number;
  /** Bytes of one PutObject. Source: S3 User Guide, "Uploading objects" (5 GiB). */
  readonly putObjectBytesMax: number;
  /** UTF-8 bytes of a key. Source: S3 User Guide, "Naming Amazon S3 objects". */
  readonly keyBytesMax: number;
  /**
   * UTF-8 bytes of user-defined metadata, names and values. Source: "Working with object
   * metadata".
   */
  readonly metadataBytesMax: number;
  /** Entries on one page of a listing. Source: ListObjectsV2 API reference. */
  readonly listKeysMax: number;
  /** Keys of one DeleteObjects. Source: DeleteObjects API reference. */
  readonly deleteObjectsKeysMax: number;
  /** General purpose buckets of an account. Source: "General purpose bucket quotas". */
  readonly bucketsMax: number;
}

export const defaultS3Limits: S3Limits = {
  writesPerSecondPerPrefix: 3_500,
  readsPerSecondPerPrefix: 5_500,
  partitionedPrefixSegments: 1,
  putObjectBytesMax: 5 * 1_073_741_824,
  keyBytesMax: 1_024,
  metadataBytesMax: 2_048,
  listKeysMax: 1_000,
  deleteObjectsKeysMax: 1_000,
  bucketsMax: 10_000,
};
