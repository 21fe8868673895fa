import type { JournalPlace } from "../../storage/journal.ts";
import type { MultipartUpload, UploadedPart } from "../multipart/upload.ts";
import type { Bucket, ObjectVersion } from "../objects.ts";

/** Where a record has a thing's latest entry. It moves. */
export interface SavedEntry {
  place: JournalPlace;
}

/** A bucket's entry, and below which number are all sequence numbers that it may give out. */
export interface SavedBucket extends SavedEntry {
  readonly sequencesTo: number;
}

/** A thing that a record keeps: what the record knows of it travels with it. */
export interface Saved {
  saved?: SavedEntry | undefined;
}

export interface VersionChange {
  readonly version: ObjectVersion;
  /** What had its id before; its body is not released yet. */
  readonly replaced?: ObjectVersion | undefined;
  /** The upload that it was put together from: gone in the same moment. */
  readonly completed?: MultipartUpload | undefined;
}

/**
 * Told of every change that a restart must bring back, when it was made and before a body that it
 * sets free is released. Each call is whole: after a crash it happened or did not.
 */
export interface ChangeRecord {
  /** It is new, or other than it was in its own state: versioning, configurations. */
  bucket(bucket: Bucket): void;
  /** With its uploads in progress; there was no more in it. */
  bucketGone(bucket: Bucket): void;
  /** A version is new, or its tags or its ACL are. `key` are key bytes. */
  version(bucket: Bucket, key: string, change: VersionChange): void;
  versionGone(bucket: Bucket, key: string, version: ObjectVersion): void;
  upload(bucket: Bucket, upload: MultipartUpload): void;
  /** With its parts. */
  uploadGone(bucket: Bucket, upload: MultipartUpload): void;
  /** In place of the part that had the number, if one had. */
  part(bucket: Bucket, upload: MultipartUpload, part: UploadedPart): void;
}

/** Where nothing outlives the process. */
export const noRecord: ChangeRecord = {
  bucket: () => {},
  bucketGone: () => {},
  version: () => {},
  versionGone: () => {},
  upload: () => {},
  uploadGone: () => {},
  part: () => {},
};
