import { validateHeaderName, validateHeaderValue } from "node:http";
import { S3Error } from "../errors.ts";
import type { S3Limits } from "../../../core/limits/s3.ts";
import type { ChecksumType, ObjectHeaders, StoredObject } from "../objects.ts";
import { checksumHeader } from "../checksum/checksum.ts";
import type { Checksum } from "../checksum/checksum.ts";

type Headers = Readonly<Record<string, string>>;

const metadataPrefix = "x-amz-meta-";
const systemHeaders = [
  "cache-control",
  "content-disposition",
  "content-language",
  "expires",
  "x-amz-website-redirect-location",
] as const;

/** The headers of an upload that are stored with the object. Throws MetadataTooLarge. */
export function storedHeaders(headers: Headers, limits: S3Limits): ObjectHeaders {
  const stored: Record<string, string> = {
    "content-type": headers["content-type"] || "binary/octet-stream",
  };
  for (const name of systemHeaders) {
    const value = headers[name];
    if (value !== undefined) stored[name] = value;
  }
  const encoding = withoutAwsChunked(headers["content-encoding"]);
  if (encoding !== "") stored["content-encoding"] = encoding;
  let metadataBytes = 0;
  for (const name in headers) {
    if (!name.startsWith(metadataPrefix)) continue;
    const value = headers[name] as string;
    stored[name] = value;
    metadataBytes += name.length - metadataPrefix.length + Buffer.byteLength(value);
  }
  if (metadataBytes > limits.metadataBytesMax) {
    throw new S3Error("MetadataTooLarge", {
      Size: metadataBytes,
      MaxSizeAllowed: limits.metadataBytesMax,
    });
  }
  return stored;
}

/**
 * What did not come as a header may not do as one. Throws InvalidArgument, in the words that S3 has
 * for `response-content-disposition` and its like.
 */
export function checkRepresentable(headers: Headers): void {
  for (const [name, value] of Object.entries(headers)) {
    try {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    } catch {
      throw new S3Error(
        "InvalidArgument",
        { ArgumentName: name, ArgumentValue: value },
        "Header value cannot be represented using ISO-8859-1.",
      );
    }
  }
}

/** aws-chunked codes the transfer, not the object. */
function withoutAwsChunked(encoding = ""): string {
  if (!encoding.includes("aws-chunked")) return encoding;
  const codings = encoding.split(",").map((coding) => coding.trim());
  return codings.filter((coding) => coding !== "aws-chunked").join(",");
}

/**
 * Headers of PutObject, CopyObject and the reads that ask for what is not here, with what is
 * harmless.
 */
const refusable: readonly (readonly [name: string, harmless: readonly string[]])[] = [
  ["x-amz-object-lock-legal-hold", []],
  ["x-amz-object-lock-mode", []],
  ["x-amz-object-lock-retain-until-date", []],
  ["x-amz-server-side-encryption", ["AES256"]],
  ["x-amz-server-side-encryption-customer-algorithm", []],
  ["x-amz-write-offset-bytes", []],
];

/** Throws NotImplemented for a header whose meaning would otherwise be passed over in silence. */
export function refuseUnimplementedHeaders(headers: Headers): void {
  for (const [name, harmless] of refusable) {
    const value = headers[name];
    if (value !== undefined && !harmless.includes(value)) {
      throw new S3Error("NotImplemented", { Header: name, Value: value });
    }
  }
}

/** The headers that describe an object on GET and HEAD. The caller owns the answer. */
export function describingHeaders(object: StoredObject): Record<string, string> {
  const headers: Record<string, string> = {
    ...object.headers,
    etag: object.etag,
    "last-modified": new Date(object.lastModifiedMs).toUTCString(),
    "accept-ranges": "bytes",
    "x-amz-server-side-encryption": "AES256",
  };
  // S3 does not name the class that nearly every object is of.
  if (object.storageClass !== "STANDARD") headers["x-amz-storage-class"] = object.storageClass;
  if (object.tags) headers["x-amz-tagging-count"] = String(object.tags.length);
  return headers;
}

export function setChecksumHeaders(
  headers: Record<string, string>,
  checksum: Checksum,
  type: ChecksumType = "FULL_OBJECT",
): void {
  headers[checksumHeader(checksum.algorithm)] = checksum.value;
  headers["x-amz-checksum-type"] = type;
}
