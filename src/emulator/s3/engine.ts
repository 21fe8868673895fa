import { hash } from "node:crypto";
import type { EngineContext } from "../context.ts";
import { memoryBodyStore } from "./body-store.ts";
import type { BodyStore } from "./body-store.ts";
import { isBucketName } from "./bucket-name.ts";
import { checkWriteCondition } from "./conditions.ts";
import type { WriteCondition } from "./conditions.ts";
import { S3Error } from "./errors.ts";
import { keyBytesOf } from "./key-bytes.ts";
import { KeyIndex } from "./key-index.ts";
import type { S3Limits } from "../../core/limits/s3.ts";
import type { Bucket, NewObject, ObjectAddress, StoredObject } from "./objects.ts";

/**
 * Buckets and objects, strongly consistent: each call is whole before the next begins. Expected
 * failures are thrown as S3Error.
 */
export class S3Engine {
  /** By name. */
  readonly buckets = new KeyIndex<Bucket>();
  readonly #context: EngineContext;
  readonly #limits: S3Limits;
  readonly #bodies: BodyStore;

  constructor(context: EngineContext, limits: S3Limits, bodies: BodyStore = memoryBodyStore) {
    this.#context = context;
    this.#limits = limits;
    this.#bodies = bodies;
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
    const createdAtMs = this.#nowInSeconds();
    this.buckets.set(name, { name, region, createdAtMs, objects: new KeyIndex() });
  }

  bucket(name: string): Bucket {
    const bucket = this.buckets.get(name);
    if (bucket) return bucket;
    if (!isBucketName(name)) throw new S3Error("InvalidBucketName", { BucketName: name });
    throw new S3Error("NoSuchBucket", { BucketName: name });
  }

  deleteBucket(name: string): void {
    if (this.bucket(name).objects.size > 0) {
      throw new S3Error("BucketNotEmpty", { BucketName: name });
    }
    this.buckets.delete(name);
  }

  putObject(address: ObjectAddress, upload: NewObject, condition: WriteCondition): StoredObject {
    const { objects } = this.bucket(address.bucket);
    const key = this.#keyBytes(address.key);
    const { bytes, headers, checksum } = upload;
    if (bytes.length > this.#limits.putObjectBytesMax) {
      throw new S3Error("EntityTooLarge", {
        ProposedSize: bytes.length,
        MaxSizeAllowed: this.#limits.putObjectBytesMax,
      });
    }
    if (condition.kind !== "none") checkWriteCondition(condition, objects.get(key), address.key);
    const object = {
      body: this.#bodies.append(bytes),
      etag: `"${hash("md5", bytes, "hex")}"`,
      lastModifiedMs: this.#nowInSeconds(),
      headers,
      checksum,
    };
    objects.set(key, object)?.body.release();
    return object;
  }

  object(address: ObjectAddress): StoredObject {
    const object = this.bucket(address.bucket).objects.get(this.#keyBytes(address.key));
    if (!object) throw new S3Error("NoSuchKey", { Key: address.key });
    return object;
  }

  /** Deleting what is not there succeeds, unless a condition was set. */
  deleteObject(address: ObjectAddress, condition: WriteCondition): void {
    const { objects } = this.bucket(address.bucket);
    const key = this.#keyBytes(address.key);
    if (condition.kind !== "none") checkWriteCondition(condition, objects.get(key), address.key);
    objects.delete(key)?.body.release();
  }

  #keyBytes(key: string): string {
    const bytes = keyBytesOf(key);
    if (bytes.length <= this.#limits.keyBytesMax) return bytes;
    throw new S3Error("KeyTooLongError", {
      Size: bytes.length,
      MaxSizeAllowed: this.#limits.keyBytesMax,
    });
  }

  #nowInSeconds(): number {
    return Math.floor(this.#context.clock.epochMs() / 1_000) * 1_000;
  }
}
