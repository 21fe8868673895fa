import { failedCondition, preconditionFailed } from "../conditions.ts";
import type { S3Engine, VersionAddress } from "../engine.ts";
import { S3Error } from "../errors.ts";
import type { StoredObject } from "../objects.ts";
import { invalidArgument } from "./list-parameters.ts";
import { archiveClasses } from "./object-description.ts";
import { versionIdOf } from "./version.ts";

type Headers = Readonly<Record<string, string>>;

export interface CopySource {
  readonly address: VersionAddress;
  readonly object: StoredObject;
  /** For the answer; undefined in a bucket without versions. */
  readonly versionId: string | undefined;
}

/** The object that CopyObject and UploadPartCopy copy from, if its conditions allow. */
export function copySourceOf(headers: Headers, engine: S3Engine): CopySource {
  const address = parseCopySource(headers["x-amz-copy-source"] ?? "");
  const object = sourceObject(engine, address);
  if (archiveClasses.has(object.storageClass)) {
    throw new S3Error(
      "InvalidObjectState",
      { StorageClass: object.storageClass },
      "Operation is not valid for the source object's storage class",
    );
  }
  const conditions = {
    ifMatch: headers["x-amz-copy-source-if-match"],
    ifNoneMatch: headers["x-amz-copy-source-if-none-match"],
    ifModifiedSince: headers["x-amz-copy-source-if-modified-since"],
    ifUnmodifiedSince: headers["x-amz-copy-source-if-unmodified-since"],
  };
  const failed = failedCondition(conditions, object, engine.nowInSeconds());
  // A read would answer some of these with 304; a copy cannot.
  if (failed) throw preconditionFailed(`x-amz-copy-source-${failed}`);
  const versioned = engine.bucket(address.bucket).versioning !== "Disabled";
  return { address, object, versionId: versioned ? object.versionId : undefined };
}

function sourceObject(engine: S3Engine, address: VersionAddress): StoredObject {
  try {
    return engine.object(address);
  } catch (error) {
    if (!(error instanceof S3Error) || error.code !== "MethodNotAllowed") throw error;
    throw new S3Error(
      "InvalidRequest",
      {},
      "The source of a copy request may not specifically refer to a delete marker by version id.",
    );
  }
}

/** `/bucket/key?versionId=id`, percent-encoded, the first slash optional. */
function parseCopySource(header: string): VersionAddress {
  const [, bucket, encoded, version] = /^\/?([^/]+)\/([^?]+)(?:\?(.*))?$/.exec(header) ?? [];
  const key = decoded(encoded);
  if (bucket === undefined || key === undefined) {
    const reason = "Copy Source must mention the source bucket and key: sourcebucket/sourcekey";
    throw invalidArgument("x-amz-copy-source", header, reason);
  }
  return { bucket, key, versionId: versionIdOf(new URLSearchParams(version ?? "")) };
}

function decoded(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
