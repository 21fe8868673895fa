import type { StoredBody } from "../body-store.ts";
import type { Checksum, ChecksumAlgorithm } from "../checksum/checksum.ts";
import type { KeyIndex } from "../key-index.ts";
import type { ChecksumType, ObjectDescription } from "../objects.ts";
import type { Saved } from "../storage/change-record.ts";

/** How the completed object will be summed up. */
export interface UploadChecksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly type: ChecksumType;
  /** Whether the client asked for it: else it is the service's own, and parts do not show it. */
  readonly origin: "asked" | "default";
}

/** An upload in progress. */
export interface MultipartUpload extends Saved {
  readonly id: string;
  /** As text. */
  readonly key: string;
  /** In the bucket's order of versions and uploads. */
  readonly sequence: number;
  readonly initiatedAtMs: number;
  readonly description: ObjectDescription;
  readonly checksum: UploadChecksum;
  /** Whether the key had an object when the upload began. */
  readonly startedOver: "object" | "nothing";
  /** By number (see partKey). */
  readonly parts: KeyIndex<UploadedPart>;
}

export interface UploadedPart extends Saved {
  readonly number: number;
  readonly body: StoredBody;
  /** With its quotation marks: the MD5 of the part. */
  readonly etag: string;
  readonly lastModifiedMs: number;
  /** In the upload's algorithm. */
  readonly checksum: Checksum;
}

/** Sorts as the number does. */
export function partKey(number: number): string {
  return String(number).padStart(10, "0");
}
