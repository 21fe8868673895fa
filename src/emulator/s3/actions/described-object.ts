import { S3Error } from "../errors.ts";
import type { StoredObject } from "../objects.ts";
import type { S3Call } from "./action.ts";

/**
 * The object whose tags or ACL are meant, the version that the query names or the current one. A
 * delete marker has neither: MethodNotAllowed, also where it is the current version (as recorded
 * from S3 by the tests of LocalStack).
 */
export function describedObject({ request, engine }: S3Call): StoredObject {
  const { bucket, key, query } = request;
  const versionId = query.get("versionId") ?? undefined;
  try {
    return engine.object({ bucket, key, versionId });
  } catch (error) {
    const isMarker = error instanceof S3Error && "x-amz-delete-marker" in error.headers;
    if (!isMarker) throw error;
    const detail = { Method: request.method, ResourceType: "DeleteMarker" };
    throw new S3Error("MethodNotAllowed", detail).withHeaders(error.headers);
  }
}

/** The header that names the version, in a bucket that has versions. */
export function versionHeader(
  { request, engine }: S3Call,
  { versionId }: StoredObject,
): Record<string, string> {
  const { versioning } = engine.bucket(request.bucket);
  return versioning === "Disabled" ? {} : { "x-amz-version-id": versionId };
}
