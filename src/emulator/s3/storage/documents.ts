import type { MultipartUpload, UploadedPart } from "../multipart/upload.ts";
import type { Bucket, BucketConfiguration, DeleteMarker, StoredObject } from "../objects.ts";

/**
 * What the journal says, but for bodies. Buckets go by their names, versions by key bytes and
 * version id, uploads by their sequence number: the last document of each is what holds, and
 * `…-gone` ends it.
 */
export type Document =
  | BucketDocument
  | { readonly kind: "bucket-gone"; readonly bucket: string }
  | ObjectDocument
  | MarkerDocument
  | {
      readonly kind: "version-gone";
      readonly bucket: string;
      readonly key: string;
      readonly versionId: string;
    }
  | UploadDocument
  | { readonly kind: "upload-gone"; readonly bucket: string; readonly sequence: number }
  | PartDocument;

export interface BucketDocument extends Pick<Bucket, "region" | "createdAtMs" | "versioning"> {
  readonly kind: "bucket";
  readonly bucket: string;
  readonly configurations: readonly (readonly [name: string, BucketConfiguration])[];
  /** Below this are all sequence numbers that it has given out. */
  readonly sequencesTo: number;
}

/**
 * Where a body is: a number of bytes behind the document, or slices, with the body's id and its
 * bytes; several are joined.
 */
export type SavedBody = number | readonly (readonly [id: number, bodyBytes: number])[];

/** Undefined fields do not get into JSON. */
export interface ObjectDocument {
  readonly kind: "object";
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string;
  readonly sequence: number;
  readonly etag: string;
  readonly lastModifiedMs: number;
  readonly headers: StoredObject["headers"];
  readonly checksum: StoredObject["checksum"];
  /** FULL_OBJECT where there is none. */
  readonly checksumType?: StoredObject["checksumType"] | undefined;
  /** STANDARD where there is none. */
  readonly storageClass?: string | undefined;
  readonly parts?: StoredObject["parts"];
  readonly tags?: StoredObject["tags"];
  readonly acl?: string | undefined;
  readonly body: SavedBody;
  /** The sequence number of the upload that ended with it. */
  readonly completes?: number | undefined;
}

export interface MarkerDocument extends Pick<
  DeleteMarker,
  "versionId" | "sequence" | "lastModifiedMs"
> {
  readonly kind: "marker";
  readonly bucket: string;
  readonly key: string;
}

export interface UploadDocument extends Pick<
  MultipartUpload,
  "id" | "key" | "sequence" | "initiatedAtMs" | "description" | "checksum" | "startedOver"
> {
  readonly kind: "upload";
  readonly bucket: string;
}

export interface PartDocument extends Pick<
  UploadedPart,
  "number" | "etag" | "lastModifiedMs" | "checksum"
> {
  readonly kind: "part";
  readonly bucket: string;
  /** Of its upload. */
  readonly key: string;
  readonly sequence: number;
  readonly body: SavedBody;
}
