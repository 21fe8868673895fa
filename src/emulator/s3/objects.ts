import type { StoredBody } from "./body-store.ts";
import type { Checksum } from "./checksum/checksum.ts";
import type { KeyIndex } from "./key-index.ts";

export interface ObjectAddress {
  readonly bucket: string;
  readonly key: string;
}

/** What is uploaded: the body and what describes it. */
export interface NewObject {
  readonly bytes: Buffer;
  readonly headers: ObjectHeaders;
  readonly checksum: Checksum;
}

/**
 * The response headers that an upload laid down: content-type, content-encoding and their like, and
 * the user's own x-amz-meta-*. Lower-case names.
 */
export type ObjectHeaders = Readonly<Record<string, string>>;

export interface StoredObject {
  readonly body: StoredBody;
  /** With its quotation marks, as on the wire: the MD5 of the body. */
  readonly etag: string;
  /** Whole seconds, since S3's dates have no finer part. */
  readonly lastModifiedMs: number;
  readonly headers: ObjectHeaders;
  readonly checksum: Checksum;
}

export interface Bucket {
  readonly name: string;
  readonly region: string;
  readonly createdAtMs: number;
  /** By key bytes (see key-bytes.ts). */
  readonly objects: KeyIndex<StoredObject>;
}
