import { slicesOf, storeSlices } from "../../src/emulator/s3/body-store.ts";
import type { S3Engine } from "../../src/emulator/s3/engine.ts";
import { keyTextOf } from "../../src/emulator/s3/key-bytes.ts";
import { S3Error } from "../../src/emulator/s3/errors.ts";
import type { MultipartUpload } from "../../src/emulator/s3/multipart/upload.ts";
import type { Bucket, ObjectVersion, StoredObject } from "../../src/emulator/s3/objects.ts";
import { versionsFrom } from "../../src/emulator/s3/versions/versions.ts";
import { checksumOf } from "../../src/emulator/s3/checksum/checksum.ts";

/** What a client can do that changes the state; numbers choose among what there is. */
export type S3Step =
  | { readonly kind: "create" | "delete-bucket" | "enable" | "suspend"; readonly bucket: string }
  | { readonly kind: "configure"; readonly bucket: string; readonly document: string }
  | { readonly kind: "put"; readonly bucket: string; readonly key: string; readonly size: number }
  | { readonly kind: "delete" | "tag" | "copy" | "begin"; bucket: string; key: string }
  | { readonly kind: "delete-version"; readonly bucket: string; readonly nth: number }
  | UploadStep;

type UploadStep =
  | { readonly kind: "complete" | "abort"; readonly bucket: string; readonly nth: number }
  | { readonly kind: "part"; bucket: string; nth: number; number: number; size: number }
  | { readonly kind: "part-copy"; bucket: string; nth: number; number: number; key: string };

const always = { kind: "none" } as const;
const buckets = ["bucket-a", "bucket-b"];

/** Does it, as far as it can be done. */
export function carryOut(engine: S3Engine, step: S3Step): void {
  try {
    attempt(engine, step);
  } catch (error) {
    if (!(error instanceof S3Error)) throw error;
  }
}

function attempt(engine: S3Engine, step: S3Step): void {
  switch (step.kind) {
    case "create":
      return engine.createBucket(step.bucket, "us-east-1");
    case "delete-bucket":
      return engine.deleteBucket(step.bucket);
    case "enable":
    case "suspend":
      return engine.setVersioning(step.bucket, step.kind === "enable" ? "Enabled" : "Suspended");
    case "configure": {
      const document = step.document === "" ? undefined : { document: step.document };
      return engine.setConfiguration(engine.bucket(step.bucket), "cors", document);
    }
    case "put": {
      const bytes = Buffer.alloc(step.size, `${step.key}${step.size}`);
      const headers = { "content-type": "text/plain" };
      engine.putObject(step, { bytes, headers, checksum: checksumOf(bytes, "CRC32") }, always);
      return;
    }
    case "delete":
      return void engine.deleteObject(step, always);
    case "tag": {
      const object = engine.object(step);
      const tags = object.tags ? undefined : [{ key: "a", value: "b" }];
      return engine.describeObject(step, object, { tags });
    }
    case "copy": {
      const source = engine.object(step);
      const address = { bucket: buckets.find((name) => name !== step.bucket) ?? "", key: step.key };
      const body = () => storeSlices(slicesOf(source.body), engine.bodies);
      const { headers, etag, checksum } = source;
      engine.writeObject(address, always, () => ({ headers, etag, checksum, body: body() }));
      return;
    }
    case "begin": {
      const checksum = { algorithm: "CRC32", type: "FULL_OBJECT", origin: "default" } as const;
      return void engine.uploads.create(step, { headers: { "x-amz-meta-a": "1" } }, checksum);
    }
    case "delete-version": {
      const versions = [...versionsFrom(engine.bucket(step.bucket), "")];
      const chosen = versions[step.nth % versions.length];
      if (!chosen) return;
      const [key, { version }] = chosen;
      const { versionId } = version;
      return void engine.deleteObject(
        { bucket: step.bucket, key: keyTextOf(key), versionId },
        always,
      );
    }
    case "part":
    case "part-copy":
    case "complete":
    case "abort":
      return attemptUpload(engine, step);
  }
}

function attemptUpload(engine: S3Engine, step: UploadStep): void {
  const uploads = [...engine.bucket(step.bucket).uploads.from("")];
  const upload = uploads[step.nth % uploads.length]?.[1];
  if (!upload) return;
  const address = { bucket: step.bucket, key: upload.key, uploadId: upload.id };
  if (step.kind === "abort") return engine.uploads.abort(address);
  if (step.kind === "part") {
    const bytes = Buffer.alloc(step.size, `part ${step.number}`);
    const source = { kind: "bytes" as const, bytes };
    const part = { number: step.number, source, checksum: undefined };
    return void engine.uploads.addPart(step.bucket, upload, part);
  }
  if (step.kind === "part-copy") {
    const { body } = engine.object(step);
    const source = { kind: "slices" as const, slices: [...slicesOf(body)] };
    const part = { number: step.number, source, checksum: undefined };
    return void engine.uploads.addPart(step.bucket, upload, part);
  }
  const parts = [...upload.parts.from("")].slice(0, 2);
  const named = parts.map(([, { number, etag }]) => ({ number, etag, checksum: undefined }));
  const expected = { checksum: undefined, checksumType: undefined, sizeBytes: undefined };
  engine.uploads.complete(address, { parts: named, ...expected }, always);
}

/** All that a client could find out, but for ids and sequence numbers: equal states, equal text. */
export function stateOf(engine: Pick<S3Engine, "buckets">): string {
  const all = [...engine.buckets.from("")].map(([, bucket]) => bucketState(bucket));
  return JSON.stringify(all, undefined, 1);
}

function bucketState(bucket: Bucket): unknown {
  const { name, region, createdAtMs, versioning, sizeBytes, configurations } = bucket;
  return {
    name,
    region,
    createdAtMs,
    versioning,
    sizeBytes,
    configurations: [...configurations],
    versions: [...versionsFrom(bucket, "")].map(([key, { version, isLatest }]) => ({
      key,
      isLatest,
      ...versionState(version),
    })),
    uploads: [...bucket.uploads.from("")].map(([, upload]) => uploadState(upload)),
  };
}

function versionState(version: ObjectVersion): object {
  const hasId = version.versionId !== "null";
  return version.kind === "object"
    ? { ...describedState(version), hasId }
    : { kind: version.kind, lastModifiedMs: version.lastModifiedMs, hasId };
}

function describedState(object: StoredObject): object {
  const { versionId: _, sequence: __, saved: ___, body, ...said } = object;
  return { ...said, body: body.read(0, body.sizeBytes).toString() };
}

function uploadState(upload: MultipartUpload): object {
  const { id: _, sequence: __, saved: ___, ...said } = upload;
  const parts = [...said.parts.from("")].map(([, part]) => {
    const { saved: ____, body, ...rest } = part;
    return { ...rest, body: body.read(0, body.sizeBytes).toString() };
  });
  return { ...said, parts };
}
