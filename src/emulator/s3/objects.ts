import type { StoredBody } from "./body-store.ts";
import type { Checksum } from "./checksum/checksum.ts";
import type { KeyIndex } from "./key-index.ts";
import type { MultipartUpload } from "./multipart/upload.ts";
import type { Saved, SavedBucket } from "./storage/change-record.ts";
import type { VersionHistory } from "./versions/version-history.ts";

export interface ObjectAddress {
  readonly bucket: string;
  readonly key: string;
}

/** What an upload says of an object beside its body. */
export interface ObjectDescription {
  readonly headers: ObjectHeaders;
  /** STANDARD where there is none. */
  readonly storageClass?: string;
  readonly tags?: readonly Tag[] | undefined;
  /** As GetObjectAcl answers; the owner's full control where there is none. */
  readonly acl?: string | undefined;
}

/** What is uploaded: the body and what describes it. */
export interface NewObject extends ObjectDescription {
  readonly bytes: Buffer;
  readonly checksum: Checksum;
}

/** An object that is about to be: its body is stored already. */
export interface ObjectContent extends ObjectDescription {
  readonly body: StoredBody;
  readonly etag: string;
  readonly checksum: Checksum;
  /** FULL_OBJECT where there is none. */
  readonly checksumType?: ChecksumType;
  readonly parts?: readonly ObjectPart[];
  /** The upload that ends with it. */
  readonly completed?: MultipartUpload;
}

/** Over the bytes of the body, or over the checksums of its parts, with `-` and their number. */
export type ChecksumType = "FULL_OBJECT" | "COMPOSITE";

/** One part of a body that came by a multipart upload. */
export interface ObjectPart {
  readonly number: number;
  readonly sizeBytes: number;
  /** Undefined where the upload asked for no checksum. */
  readonly checksum: Checksum | undefined;
}

/** One tag of an object. */
export interface Tag {
  readonly key: string;
  readonly value: string;
}

/**
 * A configuration as GetBucket… answers it: the whole document, or null for one that was deleted
 * where AWS has a default. Replaced as a whole, so that what is derived from it can be kept by it.
 */
export interface BucketConfiguration {
  readonly document: string | null;
  /** A header that came with it and goes out with it. */
  readonly header?: string;
}

/**
 * The response headers that an upload laid down: content-type, content-encoding and their like, and
 * the user's own x-amz-meta-*. Lower-case names.
 */
export type ObjectHeaders = Readonly<Record<string, string>>;

export interface StoredObject extends Saved {
  readonly kind: "object";
  /** See versions/version-id.ts. */
  readonly versionId: string;
  /** When it was written, in the bucket's own order: greater is later. */
  readonly sequence: number;
  readonly body: StoredBody;
  /**
   * With its quotation marks, as on the wire: the MD5 of the body, or that of its parts' MD5s with
   * `-` and their number.
   */
  readonly etag: string;
  /** Whole seconds, since S3's dates have no finer part. */
  readonly lastModifiedMs: number;
  readonly headers: ObjectHeaders;
  readonly checksum: Checksum;
  readonly checksumType: ChecksumType;
  readonly storageClass: string;
  /** Undefined where the object was written at once. */
  readonly parts: readonly ObjectPart[] | undefined;
  /** None: undefined. */
  tags: readonly Tag[] | undefined;
  /** As in NewObject. */
  acl: string | undefined;
}

/** Says that a key was deleted: a version without a body. */
export interface DeleteMarker extends Saved {
  readonly kind: "delete-marker";
  readonly versionId: string;
  readonly sequence: number;
  readonly lastModifiedMs: number;
}

export type ObjectVersion = StoredObject | DeleteMarker;

/** `Disabled` is what a bucket is until it is told otherwise, and never again. */
export type Versioning = "Disabled" | "Enabled" | "Suspended";

export interface Bucket {
  readonly name: string;
  readonly region: string;
  readonly createdAtMs: number;
  /** By sub-resource (`cors`), with the id where there are several (`metrics m1`). */
  readonly configurations: Map<string, BucketConfiguration>;
  versioning: Versioning;
  /** Of all versions of all objects; the parts of uploads in progress are not among them. */
  sizeBytes: number;
  /** Orders versions and uploads: what the next of them gets. */
  nextSequence: number;
  /** The objects that are there for who asks for no version. By key bytes (see key-bytes.ts). */
  readonly objects: KeyIndex<StoredObject>;
  /** All versions behind those, and all delete markers. */
  readonly history: VersionHistory;
  /** In progress, by key and age (see versions/entry-key.ts). */
  readonly uploads: KeyIndex<MultipartUpload>;
  /** See Saved. */
  saved?: SavedBucket | undefined;
}
