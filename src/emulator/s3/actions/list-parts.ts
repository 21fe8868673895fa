import { justAfter } from "../key-bytes.ts";
import { listPage } from "../listing.ts";
import type { UploadedPart } from "../multipart/upload.ts";
import { partKey } from "../multipart/upload.ts";
import { checksumElement } from "../protocol/list-elements.ts";
import { integerOf, pageSizeOf } from "../protocol/list-parameters.ts";
import { initiatorElement, ownerElement } from "../protocol/owner.ts";
import { xmlResponse } from "../protocol/response.ts";
import { element, textElement } from "../../wire/xml.ts";
import { isoDate, xmlDocument } from "../protocol/xml-writer.ts";
import type { Action } from "./action.ts";
import { uploadAddressOf } from "./upload-part.ts";

export const listParts: Action = ({ request, engine, limits, context }) => {
  const { query, bucket, key } = request;
  const { id, parts, checksum, description } = engine.uploads.find(uploadAddressOf(request));
  const marker = integerOf("part-number-marker", query.get("part-number-marker")) ?? 0;
  const maxParts = pageSizeOf(query, "max-parts", limits.listPartsMax);
  const page = listPage(parts, {
    prefix: "",
    delimiter: "",
    from: justAfter(partKey(marker)),
    limit: maxParts,
  });
  const isAsked = checksum.origin === "asked";
  const shown = page.entries.map(([, part]) => part);
  return xmlResponse(
    xmlDocument(
      "ListPartsResult",
      textElement("Bucket", bucket),
      textElement("Key", key),
      textElement("UploadId", id),
      initiatorElement(context.accountId),
      ownerElement(context.accountId),
      textElement("StorageClass", description.storageClass ?? "STANDARD"),
      textElement("PartNumberMarker", marker),
      textElement("NextPartNumberMarker", shown.at(-1)?.number ?? 0),
      textElement("MaxParts", maxParts),
      textElement("IsTruncated", String(page.next !== undefined)),
      isAsked ? textElement("ChecksumAlgorithm", checksum.algorithm) : "",
      isAsked ? textElement("ChecksumType", checksum.type) : "",
      ...shown.map((part) => partElement(part, isAsked ? checksumElement(part.checksum) : "")),
    ),
  );
};

function partElement(part: UploadedPart, checksum: string): string {
  return element(
    "Part",
    textElement("PartNumber", part.number),
    textElement("LastModified", isoDate(part.lastModifiedMs)),
    textElement("ETag", part.etag),
    textElement("Size", part.body.sizeBytes),
    checksum,
  );
}
