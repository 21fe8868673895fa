import type { S3Limits } from "../../../core/limits/s3.ts";
import { slicesOf } from "../body-store.ts";
import type { StoredBody } from "../body-store.ts";
import { checksumHeader } from "../checksum/checksum.ts";
import type { Checksum } from "../checksum/checksum.ts";
import { S3Error } from "../errors.ts";
import type { MultipartUpload } from "../multipart/upload.ts";
import type { UploadAddress } from "../multipart/uploads.ts";
import { copySourceOf } from "../protocol/copy-source.ts";
import { checksumElement } from "../protocol/list-elements.ts";
import { invalidArgument } from "../protocol/list-parameters.ts";
import { refuseUnimplementedHeaders } from "../protocol/object-headers.ts";
import type { S3Request } from "../protocol/request.ts";
import { emptyResponse, xmlResponse } from "../protocol/response.ts";
import { receiveUpload } from "../protocol/upload.ts";
import { textElement } from "../../wire/xml.ts";
import { isoDate, xmlDocument } from "../protocol/xml-writer.ts";
import type { Action } from "./action.ts";

export const uploadPart: Action = ({ request, engine }) => {
  refuseUnimplementedHeaders(request.headers);
  const number = partNumberOf(request);
  const upload = engine.uploads.findForPart(uploadAddressOf(request), number);
  const { bytes, checksum } = receiveUpload(request);
  checkAlgorithm(upload, checksum);
  const source = { kind: "bytes" as const, bytes };
  const part = engine.uploads.addPart(request.bucket, upload, { number, source, checksum });
  const response = emptyResponse(200, {
    etag: part.etag,
    "x-amz-server-side-encryption": "AES256",
  });
  const shown = checksum ?? (upload.checksum.origin === "asked" ? part.checksum : undefined);
  if (shown) response.headers[checksumHeader(shown.algorithm)] = shown.value;
  return response;
};

/** A part may be a range of another object; its checksum is taken here. */
export const uploadPartCopy: Action = ({ request, engine, limits }) => {
  const { headers } = request;
  refuseUnimplementedHeaders(headers);
  const source = copySourceOf(headers, engine);
  const number = partNumberOf(request);
  const upload = engine.uploads.findForPart(uploadAddressOf(request), number);
  const { body } = source.object;
  const { from, to } = copyRange(headers["x-amz-copy-source-range"], body, limits);
  const part = engine.uploads.addPart(request.bucket, upload, {
    number,
    source: { kind: "slices", slices: [...slicesOf(body, from, to)] },
    checksum: undefined,
  });
  const response = xmlResponse(
    xmlDocument(
      "CopyPartResult",
      textElement("LastModified", isoDate(part.lastModifiedMs)),
      textElement("ETag", part.etag),
      upload.checksum.origin === "asked" ? checksumElement(part.checksum) : "",
    ),
  );
  response.headers["x-amz-server-side-encryption"] = "AES256";
  if (source.versionId !== undefined) {
    response.headers["x-amz-copy-source-version-id"] = source.versionId;
  }
  return response;
};

/** Throws InvalidArgument where there is no uploadId. */
export function uploadAddressOf({ bucket, key, query }: S3Request): UploadAddress {
  const uploadId = query.get("uploadId");
  if (uploadId !== null) return { bucket, key, uploadId };
  const reason = "This operation does not accept partNumber without uploadId";
  throw invalidArgument("partNumber", query.get("partNumber") ?? "", reason);
}

function partNumberOf({ query }: S3Request): number {
  const text = query.get("partNumber") ?? "";
  return /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
}

/** A part is summed up as the upload said, or not at all where the whole object will be. */
function checkAlgorithm({ checksum }: MultipartUpload, sent: Checksum | undefined): void {
  if (checksum.origin === "default" || sent?.algorithm === checksum.algorithm) return;
  if (sent === undefined && checksum.type === "FULL_OBJECT") return;
  throw new S3Error(
    "InvalidRequest",
    {},
    "Checksum Type mismatch occurred, expected checksum Type: " +
      `${checksum.algorithm.toLowerCase()}, actual checksum Type: ` +
      (sent?.algorithm.toLowerCase() ?? "null"),
  );
}

/** Unlike a read, a copy takes no range but one that lies wholly within its source. */
function copyRange(
  header: string | undefined,
  { sizeBytes }: StoredBody,
  limits: S3Limits,
): { readonly from: number; readonly to: number } {
  if (header === undefined) {
    if (sizeBytes <= limits.copySourceBytesMax) return { from: 0, to: sizeBytes };
    const reason =
      "The specified copy source is larger than the maximum allowable size for a copy source: " +
      limits.copySourceBytesMax;
    throw new S3Error("InvalidRequest", {}, reason);
  }
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(header) ?? [];
  if (first === undefined || Number(last) < Number(first)) {
    throw invalidArgument("x-amz-copy-source-range", header, malformedCopyRange);
  }
  if (Number(last) < sizeBytes) return { from: Number(first), to: Number(last) + 1 };
  const reason = `Range specified is not valid for source object of size: ${sizeBytes}`;
  throw invalidArgument("x-amz-copy-source-range", header, reason);
}

const malformedCopyRange =
  "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last " +
  "are the zero-based offsets of the first and last bytes to copy";
