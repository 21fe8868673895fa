import { hash } from "node:crypto";
import type { EngineContext } from "../context.ts";
import type { BodyStore } from "./body-store.ts";
import { isBucketName } from "./bucket-name.ts";
import { checkWriteCondition } from "./conditions.ts";
import type { WriteCondition } from "./conditions.ts";
import { S3Error } from "./errors.ts";
import { keyBytesOf } from "./key-bytes.ts";
import { KeyIndex } from "./key-index.ts";
import type { S3Limits } from "../../core/limits/s3.ts";
import { MultipartUploads } from "./multipart/uploads.ts";
import type {
  Bucket,
  BucketConfiguration,
  NewObject,
  ObjectAddress,
  ObjectContent,
  ObjectVersion,
  StoredObject,
  Versioning,
} from "./objects.ts";
import type { ChangeRecord, VersionChange } from "./storage/change-record.ts";
import type { ObjectStorage } from "./storage/object-storage.ts";
import { SpilledBodies } from "./storage/spilled-bodies.ts";
import { newVersionId, nullVersionId } from "./versions/version-id.ts";
import { VersionHistory } from "./versions/version-history.ts";
import {
  addVersion,
  findVersion,
  isVersionIdOf,
  latestVersion,
  removeVersion,
} from "./versions/versions.ts";
import { invalidVersionId, objectVersion } from "./versions/named-version.ts";

/** One version of an object, or the current one where no version is named. */
export interface VersionAddress extends ObjectAddress {
  readonly versionId?: string | undefined;
}

/** What a deletion did: a delete marker is one that was laid down or taken away. */
export interface Deletion {
  /** Undefined in a bucket that has no versions. */
  readonly versionId: string | undefined;
  readonly deleteMarker: "none" | "added" | "removed";
  /** Whether there was anything to delete. */
  readonly found: boolean;
}

/**
 * Buckets and objects, strongly consistent: each call is whole before the next begins. Expected
 * failures are thrown as S3Error.
 */
export class S3Engine {
  /** By name. */
  readonly buckets: KeyIndex<Bucket>;
  readonly uploads: MultipartUploads;
  readonly #context: EngineContext;
  readonly #limits: S3Limits;
  readonly bodies: BodyStore;
  readonly #record: ChangeRecord;

  constructor(
    context: EngineContext,
    limits: S3Limits,
    { buckets, bodies, record }: ObjectStorage = new SpilledBodies(),
  ) {
    this.#context = context;
    this.#limits = limits;
    this.buckets = buckets;
    this.bodies = bodies;
    this.#record = record;
    this.uploads = new MultipartUploads(this, { context, limits, bodies, record });
  }

  /**
   * In us-east-1 the owner may create a bucket again; elsewhere that is BucketAlreadyOwnedByYou.
   * Source: CreateBucket API reference, "Errors".
   */
  createBucket(name: string, region: string): void {
    if (!isBucketName(name)) throw new S3Error("InvalidBucketName", { BucketName: name });
    if (this.buckets.get(name)) {
      if (region === "us-east-1") return;
      throw new S3Error("BucketAlreadyOwnedByYou", { BucketName: name });
    }
    if (this.buckets.size >= this.#limits.bucketsMax) throw new S3Error("TooManyBuckets");
    const createdAtMs = this.nowInSeconds();
    const bucket: Bucket = {
      name,
      region,
      createdAtMs,
      configurations: new Map(),
      versioning: "Disabled",
      sizeBytes: 0,
      nextSequence: 1,
      objects: new KeyIndex(),
      history: new VersionHistory(),
      uploads: new KeyIndex(),
    };
    this.buckets.set(name, bucket);
    this.#record.bucket(bucket);
  }

  bucket(name: string): Bucket {
    const bucket = this.buckets.get(name);
    if (bucket) return bucket;
    if (!isBucketName(name)) throw new S3Error("InvalidBucketName", { BucketName: name });
    throw new S3Error("NoSuchBucket", { BucketName: name });
  }

  /** Uploads in progress are no obstacle: they are aborted. */
  deleteBucket(name: string): void {
    const bucket = this.bucket(name);
    const { objects, history, uploads, versioning } = bucket;
    if (objects.size + history.size > 0) {
      const detail = { BucketName: name };
      if (versioning === "Disabled") throw new S3Error("BucketNotEmpty", detail);
      throw new S3Error("BucketNotEmpty", detail, versionedBucketNotEmpty);
    }
    this.buckets.delete(name);
    this.#record.bucketGone(bucket);
    for (const [, { parts }] of uploads.from("")) {
      for (const [, { body }] of parts.from("")) body.release();
    }
  }

  /** Source: S3 User Guide, "Using versioning in S3 buckets". */
  setVersioning(name: string, versioning: Exclude<Versioning, "Disabled">): void {
    const bucket = this.bucket(name);
    bucket.versioning = versioning;
    this.#record.bucket(bucket);
  }

  /** Puts a configuration in place of what has its name; without one, takes that away. */
  setConfiguration(
    bucket: Bucket,
    name: string,
    configuration: BucketConfiguration | undefined,
  ): void {
    if (configuration) bucket.configurations.set(name, configuration);
    else bucket.configurations.delete(name);
    this.#record.bucket(bucket);
  }

  /** Changes what is said of an object, which the bucket has under the key. */
  describeObject(
    { bucket, key }: ObjectAddress,
    object: StoredObject,
    said: Partial<Pick<StoredObject, "tags" | "acl">>,
  ): void {
    Object.assign(object, said);
    this.#record.version(this.bucket(bucket), this.keyBytes(key), { version: object });
  }

  putObject(address: ObjectAddress, upload: NewObject, condition: WriteCondition): StoredObject {
    const { bytes } = upload;
    if (bytes.length > this.#limits.putObjectBytesMax) {
      this.bucket(address.bucket);
      throw new S3Error("EntityTooLarge", {
        ProposedSize: bytes.length,
        MaxSizeAllowed: this.#limits.putObjectBytesMax,
      });
    }
    // Written out: a spread would take longer than the rest of the call.
    return this.writeObject(address, condition, () => ({
      body: this.bodies.append(bytes),
      etag: `"${hash("md5", bytes, "hex")}"`,
      checksum: upload.checksum,
      headers: upload.headers,
      storageClass: upload.storageClass ?? "STANDARD",
      tags: upload.tags,
      acl: upload.acl,
    }));
  }

  /** Writes an object, whose body is stored only after all else has been found in order. */
  writeObject(
    address: ObjectAddress,
    condition: WriteCondition,
    store: () => ObjectContent,
  ): StoredObject {
    const bucket = this.bucket(address.bucket);
    const key = this.keyBytes(address.key);
    if (condition.kind !== "none") {
      checkWriteCondition(condition, bucket.objects.get(key), address.key);
    }
    const content = store();
    const sequence = bucket.nextSequence++;
    const object: StoredObject = {
      kind: "object",
      versionId: this.#versionIdFor(bucket, sequence),
      sequence,
      body: content.body,
      etag: content.etag,
      lastModifiedMs: this.nowInSeconds(),
      headers: content.headers,
      checksum: content.checksum,
      checksumType: content.checksumType ?? "FULL_OBJECT",
      storageClass: content.storageClass ?? "STANDARD",
      parts: content.parts,
      tags: content.tags,
      acl: content.acl,
      saved: undefined,
    };
    this.#add(bucket, key, { version: object, completed: content.completed });
    return object;
  }

  /**
   * Throws NoSuchKey, or for a named version NoSuchVersion, InvalidArgument for an id that was
   * never given out, and MethodNotAllowed for a delete marker.
   */
  object(address: VersionAddress): StoredObject {
    const bucket = this.bucket(address.bucket);
    const key = this.keyBytes(address.key);
    const { versionId } = address;
    if (versionId !== undefined) return objectVersion(bucket, key, { ...address, versionId });
    const object = bucket.objects.get(key);
    if (object) return object;
    const error = new S3Error("NoSuchKey", { Key: address.key });
    const marker = bucket.history.size === 0 ? undefined : latestVersion(bucket, key);
    if (!marker) throw error;
    throw error.withHeaders({
      "x-amz-delete-marker": "true",
      "x-amz-version-id": marker.versionId,
    });
  }

  /**
   * Without a version: in a bucket with versioning lays down a delete marker, else takes the object
   * away. With one: takes that version away for good. Deleting what is not there succeeds, unless a
   * condition was set, which is one on the current object.
   */
  deleteObject(address: VersionAddress, condition: WriteCondition): Deletion {
    const bucket = this.bucket(address.bucket);
    const key = this.keyBytes(address.key);
    if (condition.kind !== "none") {
      checkWriteCondition(condition, bucket.objects.get(key), address.key);
    }
    if (address.versionId !== undefined) return this.#deleteVersion(bucket, key, address.versionId);
    if (bucket.versioning === "Disabled") {
      const removed = bucket.objects.get(key);
      if (removed) this.#remove(bucket, key, removed);
      return { versionId: undefined, deleteMarker: "none", found: removed !== undefined };
    }
    const found = bucket.objects.get(key) !== undefined;
    const sequence = bucket.nextSequence++;
    const versionId = this.#versionIdFor(bucket, sequence);
    const lastModifiedMs = this.nowInSeconds();
    const version = { kind: "delete-marker", versionId, sequence, lastModifiedMs } as const;
    this.#add(bucket, key, { version });
    return { versionId, deleteMarker: "added", found };
  }

  #deleteVersion(bucket: Bucket, key: string, versionId: string): Deletion {
    if (!isVersionIdOf(bucket, versionId)) throw invalidVersionId(versionId);
    const version = findVersion(bucket, key, versionId);
    if (version) this.#remove(bucket, key, version);
    return {
      versionId: bucket.versioning === "Disabled" ? undefined : versionId,
      deleteMarker: version?.kind === "delete-marker" ? "removed" : "none",
      found: version !== undefined,
    };
  }

  #add(bucket: Bucket, key: string, { version, completed }: VersionChange): void {
    const replaced = addVersion(bucket, key, version);
    this.#record.version(bucket, key, { version, replaced, completed });
    if (replaced?.kind === "object") replaced.body.release();
  }

  #remove(bucket: Bucket, key: string, version: ObjectVersion): void {
    removeVersion(bucket, key, version);
    this.#record.versionGone(bucket, key, version);
    if (version.kind === "object") version.body.release();
  }

  #versionIdFor({ versioning }: Bucket, sequence: number): string {
    return versioning === "Enabled" ? newVersionId(sequence, this.#context.random) : nullVersionId;
  }

  /** Throws KeyTooLongError. */
  keyBytes(key: string): string {
    const bytes = keyBytesOf(key);
    if (bytes.length <= this.#limits.keyBytesMax) return bytes;
    throw new S3Error("KeyTooLongError", {
      Size: bytes.length,
      MaxSizeAllowed: this.#limits.keyBytesMax,
    });
  }

  /** The time as S3 notes it down, which has no finer part. */
  nowInSeconds(): number {
    return Math.floor(this.#context.clock.epochMs() / 1_000) * 1_000;
  }
}

const versionedBucketNotEmpty =
  "The bucket you tried to delete is not empty. You must delete all versions in the bucket.";
