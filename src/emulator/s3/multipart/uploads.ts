import { hash } from "node:crypto";
import type { S3Limits } from "../../../core/limits/s3.ts";
import type { EngineContext } from "../../context.ts";
import { storeSlices } from "../body-store.ts";
import type { BodySlice, BodyStore, StoredBody } from "../body-store.ts";
import { checksumOf } from "../checksum/checksum.ts";
import type { Checksum } from "../checksum/checksum.ts";
import type { WriteCondition } from "../conditions.ts";
import type { S3Engine } from "../engine.ts";
import { S3Error } from "../errors.ts";
import { KeyIndex } from "../key-index.ts";
import type { Bucket, ObjectAddress, ObjectDescription, StoredObject } from "../objects.ts";
import type { ChangeRecord } from "../storage/change-record.ts";
import { entryKey } from "../versions/entry-key.ts";
import { newUploadId, sequenceOfUpload } from "../versions/version-id.ts";
import { assembleParts } from "./assemble.ts";
import type { Completion } from "./assemble.ts";
import { partKey } from "./upload.ts";
import type { MultipartUpload, UploadChecksum, UploadedPart } from "./upload.ts";

export interface UploadAddress extends ObjectAddress {
  readonly uploadId: string;
}

/** What the uploads need of the engine that they belong to. */
interface UploadsWith {
  readonly context: EngineContext;
  readonly limits: S3Limits;
  readonly bodies: BodyStore;
  readonly record: ChangeRecord;
}

/** A part as it is uploaded, or copied from another object. */
export interface NewPart {
  readonly number: number;
  readonly source:
    | { readonly kind: "bytes"; readonly bytes: Buffer }
    | { readonly kind: "slices"; readonly slices: readonly BodySlice[] };
  /** What the client sent, verified. */
  readonly checksum: Checksum | undefined;
}

/**
 * Multipart uploads, from their beginning to the object or the abortion. A part costs O(log n) in
 * the number of uploads and of parts; completion reads no body.
 */
export class MultipartUploads {
  readonly #engine: S3Engine;
  readonly #with: UploadsWith;

  constructor(engine: S3Engine, uploadsWith: UploadsWith) {
    this.#engine = engine;
    this.#with = uploadsWith;
  }

  create(
    address: ObjectAddress,
    description: ObjectDescription,
    checksum: UploadChecksum,
  ): MultipartUpload {
    const bucket = this.#engine.bucket(address.bucket);
    const key = this.#engine.keyBytes(address.key);
    const sequence = bucket.nextSequence++;
    const upload: MultipartUpload = {
      id: newUploadId(sequence, this.#with.context.random),
      key: address.key,
      sequence,
      initiatedAtMs: this.#engine.nowInSeconds(),
      description,
      checksum,
      startedOver: bucket.objects.get(key) ? "object" : "nothing",
      parts: new KeyIndex(),
    };
    bucket.uploads.set(entryKey(key, sequence), upload);
    this.#with.record.upload(bucket, upload);
    return upload;
  }

  /** Throws NoSuchUpload. */
  find({ bucket, key, uploadId }: UploadAddress): MultipartUpload {
    const { uploads } = this.#engine.bucket(bucket);
    const sequence = sequenceOfUpload(uploadId);
    const at = sequence === undefined ? "" : entryKey(this.#engine.keyBytes(key), sequence);
    const upload = uploads.get(at);
    if (upload?.id === uploadId) return upload;
    throw new S3Error("NoSuchUpload", { UploadId: uploadId });
  }

  /** Throws NoSuchUpload, or InvalidArgument for a part number out of range. */
  findForPart(address: UploadAddress, number: number): MultipartUpload {
    const upload = this.find(address);
    const { partsMax } = this.#with.limits;
    if (Number.isInteger(number) && number >= 1 && number <= partsMax) return upload;
    throw new S3Error(
      "InvalidArgument",
      { ArgumentName: "partNumber", ArgumentValue: String(number) },
      `Part number must be an integer between 1 and ${partsMax}, inclusive`,
    );
  }

  /** Takes the place of the part that had the number before. */
  addPart(bucketName: string, upload: MultipartUpload, part: NewPart): UploadedPart {
    const bucket = this.#engine.bucket(bucketName);
    const { partBytesMax } = this.#with.limits;
    const sizeBytes = sizeOf(part.source);
    if (sizeBytes > partBytesMax) {
      throw new S3Error("EntityTooLarge", {
        ProposedSize: sizeBytes,
        MaxSizeAllowed: partBytesMax,
      });
    }
    const bytes = part.source.kind === "bytes" ? part.source.bytes : joined(part.source.slices);
    const uploaded: UploadedPart = {
      number: part.number,
      body: this.#store(part.source),
      etag: `"${hash("md5", bytes, "hex")}"`,
      lastModifiedMs: this.#engine.nowInSeconds(),
      checksum:
        part.checksum?.algorithm === upload.checksum.algorithm
          ? part.checksum
          : checksumOf(bytes, upload.checksum.algorithm),
    };
    this.#with.record.part(bucket, upload, uploaded);
    upload.parts.set(partKey(part.number), uploaded)?.body.release();
    return uploaded;
  }

  /**
   * Makes the object out of the parts that are named, in constant time for each; the other parts
   * are dropped. Throws NoSuchUpload, InvalidPart and its like, PreconditionFailed.
   */
  complete(
    address: UploadAddress,
    completion: Completion,
    condition: WriteCondition,
  ): StoredObject {
    const upload = this.find(address);
    const bucket = this.#engine.bucket(address.bucket);
    const current = bucket.objects.get(this.#engine.keyBytes(upload.key));
    checkForConflict(upload, condition, current);
    const used = new Set<StoredBody>();
    const object = this.#engine.writeObject(address, condition, () => {
      const { parts, content } = assembleParts(upload, completion, this.#with.limits);
      for (const { body } of parts) used.add(body);
      return { ...upload.description, ...content, completed: upload };
    });
    this.#remove(bucket, upload);
    for (const [, { body }] of upload.parts.from("")) if (!used.has(body)) body.release();
    return object;
  }

  abort(address: UploadAddress): void {
    const upload = this.find(address);
    const bucket = this.#engine.bucket(address.bucket);
    this.#remove(bucket, upload);
    this.#with.record.uploadGone(bucket, upload);
    for (const [, { body }] of upload.parts.from("")) body.release();
  }

  #remove(bucket: Bucket, upload: MultipartUpload): void {
    bucket.uploads.delete(entryKey(this.#engine.keyBytes(upload.key), upload.sequence));
  }

  #store(source: NewPart["source"]): StoredBody {
    const { bodies } = this.#with;
    return source.kind === "bytes"
      ? bodies.append(source.bytes)
      : storeSlices(source.slices, bodies);
  }
}

/**
 * A conditional completion loses against a write or a deletion of the key since the upload began.
 * Source: S3 User Guide, "Conditional writes".
 */
function checkForConflict(
  upload: MultipartUpload,
  condition: WriteCondition,
  current: StoredObject | undefined,
): void {
  const conflicts =
    condition.kind === "absent"
      ? !current && upload.startedOver === "object"
      : condition.kind === "etag"
        ? current?.etag.replaceAll('"', "") === condition.etag.replaceAll('"', "") &&
          current.sequence > upload.sequence
        : false;
  if (!conflicts) return;
  throw new S3Error("ConditionalRequestConflict", {
    Condition: condition.kind === "absent" ? "If-None-Match" : "If-Match",
    Key: upload.key,
  });
}

function sizeOf(source: NewPart["source"]): number {
  if (source.kind === "bytes") return source.bytes.length;
  return source.slices.reduce((sum, { from, to }) => sum + to - from, 0);
}

function joined(slices: readonly BodySlice[]): Buffer {
  const [only] = slices;
  if (slices.length === 1 && only) return only.body.read(only.from, only.to);
  return Buffer.concat(slices.map(({ body, from, to }) => body.read(from, to)));
}
