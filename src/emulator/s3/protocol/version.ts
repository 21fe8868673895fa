import type { Bucket, StoredObject } from "../objects.ts";
import { invalidArgument } from "./list-parameters.ts";

/** The version that a request asks for; undefined: the current one. */
export function versionIdOf(query: URLSearchParams): string | undefined {
  const versionId = query.get("versionId");
  if (versionId !== "") return versionId ?? undefined;
  throw invalidArgument("versionId", "", "Version id cannot be the empty string");
}

/**
 * Names the version that a write has made. In a bucket whose versioning is suspended that is
 * `null`, and not said.
 */
export function setNewVersionHeader(
  headers: Record<string, string>,
  bucket: Bucket,
  object: StoredObject,
): void {
  if (bucket.versioning === "Enabled") headers["x-amz-version-id"] = object.versionId;
}
