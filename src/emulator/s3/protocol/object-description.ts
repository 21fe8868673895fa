import type { S3Limits } from "../../../core/limits/s3.ts";
import { aclOfHeaders } from "../acl.ts";
import { S3Error } from "../errors.ts";
import type { ObjectDescription, Tag } from "../objects.ts";
import { checkTags, readTagHeader } from "../tags.ts";
import { storedHeaders } from "./object-headers.ts";

type Headers = Readonly<Record<string, string>>;

/** The classes that PutObject takes in a general purpose bucket. */
const storageClasses = new Set([
  "STANDARD",
  "REDUCED_REDUNDANCY",
  "STANDARD_IA",
  "ONEZONE_IA",
  "INTELLIGENT_TIERING",
  "GLACIER",
  "DEEP_ARCHIVE",
  "GLACIER_IR",
]);

/** Their objects can be read only after a restoration, which is not here. */
export const archiveClasses: ReadonlySet<string> = new Set(["GLACIER", "DEEP_ARCHIVE"]);

/** What PutObject, CreateMultipartUpload and a replacing CopyObject say of the object. */
export function objectDescriptionOf(
  headers: Headers,
  limits: S3Limits,
  accountId: string,
): Required<ObjectDescription> {
  return {
    headers: storedHeaders(headers, limits),
    storageClass: storageClassOf(headers),
    tags: tagsOf(headers, limits),
    acl: aclOfHeaders(headers, accountId),
  };
}

/** The tags of `x-amz-tagging`. Throws InvalidArgument, InvalidTag and BadRequest. */
function tagsOf(headers: Headers, limits: S3Limits): readonly Tag[] | undefined {
  const header = headers["x-amz-tagging"];
  if (header === undefined || header === "") return undefined;
  const tags = readTagHeader(header);
  checkTags(tags, limits.objectTagsMax, limits);
  return tags;
}

/** Throws InvalidStorageClass. */
function storageClassOf(headers: Headers): string {
  const asked = headers["x-amz-storage-class"];
  if (asked === undefined) return "STANDARD";
  if (storageClasses.has(asked)) return asked;
  throw new S3Error("InvalidStorageClass", { StorageClassRequested: asked });
}
