import { S3Error } from "../errors.ts";

/** Without versioning an object has one version, and this is its id. */
export const onlyVersionId = "null";

/** Throws where a request asks for another version than the only one. */
export function refuseOtherVersions(query: URLSearchParams): void {
  refuseOtherVersion(query.get("versionId") ?? onlyVersionId);
}

export function refuseOtherVersion(versionId: string): void {
  if (versionId === onlyVersionId) return;
  throw new S3Error(
    "InvalidArgument",
    { ArgumentName: "versionId", ArgumentValue: versionId },
    "Invalid version id specified",
  );
}
