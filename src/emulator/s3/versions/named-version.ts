import { S3Error } from "../errors.ts";
import type { Bucket, StoredObject } from "../objects.ts";
import { findVersion, isVersionIdOf } from "./versions.ts";

/**
 * Throws NoSuchVersion, InvalidArgument for an id that was never given out, and MethodNotAllowed
 * for a delete marker.
 */
export function objectVersion(
  bucket: Bucket,
  key: string,
  address: { readonly key: string; readonly versionId: string },
): StoredObject {
  const { versionId } = address;
  if (!isVersionIdOf(bucket, versionId)) throw invalidVersionId(versionId);
  const version = findVersion(bucket, key, versionId);
  if (!version) {
    throw new S3Error("NoSuchVersion", { Key: address.key, VersionId: versionId });
  }
  if (version.kind === "object") return version;
  const detail = { Method: "GET", ResourceType: "DeleteMarker" };
  throw new S3Error("MethodNotAllowed", detail).withHeaders({
    allow: "DELETE",
    "last-modified": new Date(version.lastModifiedMs).toUTCString(),
    "x-amz-delete-marker": "true",
    "x-amz-version-id": versionId,
  });
}

export function invalidVersionId(versionId: string): S3Error {
  const detail = { ArgumentName: "versionId", ArgumentValue: versionId };
  return new S3Error("InvalidArgument", detail, "Invalid version id specified");
}
