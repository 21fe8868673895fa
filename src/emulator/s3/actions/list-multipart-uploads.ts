import { keyBytesOf } from "../key-bytes.ts";
import type { KeyIndex } from "../key-index.ts";
import { fromMarker, listPage } from "../listing.ts";
import type { MultipartUpload } from "../multipart/upload.ts";
import { commonPrefixElement } from "../protocol/list-elements.ts";
import { invalidArgument, listParametersOf, pageSizeOf } from "../protocol/list-parameters.ts";
import { initiatorElement, ownerElement } from "../protocol/owner.ts";
import { xmlResponse } from "../protocol/response.ts";
import { element, optionalElement, textElement } from "../../wire/xml.ts";
import { isoDate, xmlDocument } from "../protocol/xml-writer.ts";
import { atOrAfter, entryKey, keyOfEntry } from "../versions/entry-key.ts";
import { sequenceOfUpload } from "../versions/version-id.ts";
import type { Action } from "./action.ts";

/** Uploads in progress by key, and of one key by age. */
export const listMultipartUploads: Action = ({ request, engine, limits, context }) => {
  const { uploads } = engine.bucket(request.bucket);
  const { query } = request;
  const parameters = listParametersOf(query, limits.listUploadsMax);
  const maxUploads = pageSizeOf(query, "max-uploads", limits.listUploadsMax);
  const keyMarker = query.get("key-marker") ?? "";
  // Without a key marker an upload marker means nothing. Source: API reference.
  const uploadMarker = keyMarker === "" ? "" : (query.get("upload-id-marker") ?? "");
  const prefix = keyBytesOf(parameters.prefix);
  const delimiter = keyBytesOf(parameters.delimiter);
  const key = keyBytesOf(keyMarker);
  const behindKey = keyMarker === "" ? "" : fromMarker(key, { prefix, delimiter });
  const goesOnInKey =
    uploadMarker !== "" && behindKey === fromMarker(key, { prefix, delimiter: "" });
  const after = uploadMarker === "" ? undefined : { key, sequence: sequenceOfMarker(uploadMarker) };
  const page = listPage(
    { from: (from) => uploadsFrom(uploads, from, after) },
    { prefix, delimiter, from: goesOnInKey ? key : behindKey, limit: maxUploads },
  );
  const nextKey = page.next === undefined ? undefined : page.last;
  const last = page.entries.at(-1);
  const people = initiatorElement(context.accountId) + ownerElement(context.accountId);
  return xmlResponse(
    xmlDocument(
      "ListMultipartUploadsResult",
      textElement("Bucket", request.bucket),
      textElement("KeyMarker", parameters.encode(keyMarker)),
      textElement("UploadIdMarker", uploadMarker),
      optionalElement("NextKeyMarker", nextKey && parameters.encodeBytes(nextKey)),
      optionalElement("NextUploadIdMarker", nextKey === last?.[0] ? last?.[1].id : undefined),
      optionalElement("Delimiter", parameters.encode(parameters.delimiter) || undefined),
      textElement("Prefix", parameters.encode(parameters.prefix)),
      textElement("MaxUploads", maxUploads),
      optionalElement("EncodingType", parameters.encodingType),
      textElement("IsTruncated", String(page.next !== undefined)),
      ...page.entries.map(([, upload]) => {
        return uploadElement(upload, { key: parameters.encode(upload.key), people });
      }),
      ...page.commonPrefixes.map((common) => commonPrefixElement(common, parameters)),
    ),
  );
};

function* uploadsFrom(
  uploads: KeyIndex<MultipartUpload>,
  key: string,
  after: { readonly key: string; readonly sequence: number } | undefined,
): Generator<readonly [key: string, upload: MultipartUpload], void> {
  const start = after?.key === key ? entryKey(key, after.sequence + 1) : atOrAfter(key);
  for (const [entry, upload] of uploads.from(start)) yield [keyOfEntry(entry), upload];
}

function sequenceOfMarker(uploadMarker: string): number {
  const sequence = sequenceOfUpload(uploadMarker);
  if (sequence !== undefined) return sequence;
  throw invalidArgument("upload-id-marker", uploadMarker, "Invalid uploadId marker");
}

function uploadElement(
  { id, initiatedAtMs, checksum, description }: MultipartUpload,
  { key, people }: { readonly key: string; readonly people: string },
): string {
  const isAsked = checksum.origin === "asked";
  return element(
    "Upload",
    textElement("Key", key),
    textElement("UploadId", id),
    people,
    textElement("StorageClass", description.storageClass ?? "STANDARD"),
    textElement("Initiated", isoDate(initiatedAtMs)),
    isAsked ? textElement("ChecksumAlgorithm", checksum.algorithm) : "",
    isAsked ? textElement("ChecksumType", checksum.type) : "",
  );
}
