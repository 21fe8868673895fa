import type { S3Limits } from "../../../core/limits/s3.ts";
import type { ObjectPart, StoredObject } from "../objects.ts";
import { checksumElement } from "../protocol/list-elements.ts";
import { integerOf, invalidArgument } from "../protocol/list-parameters.ts";
import { refuseUnimplementedHeaders } from "../protocol/object-headers.ts";
import { xmlResponse } from "../protocol/response.ts";
import { versionIdOf } from "../protocol/version.ts";
import { element, optionalElement, textElement } from "../../wire/xml.ts";
import { xmlDocument } from "../protocol/xml-writer.ts";
import type { Action } from "./action.ts";

type Headers = Readonly<Record<string, string>>;
type AttributeWriter = (object: StoredObject, headers: Headers, limits: S3Limits) => string;

/** In the order of the answer. */
const attributes = {
  ETag: ({ etag }) => textElement("ETag", etag.replaceAll('"', "")),
  Checksum: ({ checksum, checksumType }) =>
    element(
      "Checksum",
      // Here alone a composite checksum comes without the number of the parts.
      checksumElement({ ...checksum, value: checksum.value.replace(/-\d+$/, "") }),
      textElement("ChecksumType", checksumType),
    ),
  ObjectParts: ({ parts }, headers, limits) => (parts ? objectParts(parts, headers, limits) : ""),
  StorageClass: ({ storageClass }) => textElement("StorageClass", storageClass),
  ObjectSize: ({ body }) => textElement("ObjectSize", body.sizeBytes),
} as const satisfies Readonly<Record<string, AttributeWriter>>;

export const getObjectAttributes: Action = ({ request, engine, limits }) => {
  const { headers, query } = request;
  refuseUnimplementedHeaders(headers);
  const asked = attributesAsked(headers["x-amz-object-attributes"]);
  const object = engine.object({ ...request, versionId: versionIdOf(query) });
  const writers: readonly (readonly [string, AttributeWriter])[] = Object.entries(attributes);
  const written = writers
    .filter(([name]) => asked.has(name))
    .map(([, write]) => write(object, headers, limits));
  const response = xmlResponse(xmlDocument("GetObjectAttributesResponse", ...written));
  response.headers["last-modified"] = new Date(object.lastModifiedMs).toUTCString();
  if (engine.bucket(request.bucket).versioning !== "Disabled") {
    response.headers["x-amz-version-id"] = object.versionId;
  }
  return response;
};

function attributesAsked(header = ""): ReadonlySet<string> {
  const names = header.split(",").map((name) => name.trim());
  const unknown = names.find((name) => !(name in attributes));
  if (unknown === undefined) return new Set(names);
  const reason = "Invalid attribute name specified.";
  throw invalidArgument("x-amz-object-attributes", header, reason);
}

/** Parts are listed one by one only where the upload asked for checksums. Source: API reference. */
function objectParts(parts: readonly ObjectPart[], headers: Headers, limits: S3Limits): string {
  const total = textElement("PartsCount", parts.length);
  if (parts[0]?.checksum === undefined) return element("ObjectParts", total);
  const markerName = "x-amz-part-number-marker";
  const marker = integerOf(markerName, headers[markerName]) ?? 0;
  const asked = integerOf("x-amz-max-parts", headers["x-amz-max-parts"]) ?? limits.listPartsMax;
  const maxParts = Math.min(asked, limits.listPartsMax);
  const behind = parts.filter(({ number }) => number > marker);
  const shown = behind.slice(0, maxParts);
  return element(
    "ObjectParts",
    total,
    textElement("PartNumberMarker", marker),
    optionalElement("NextPartNumberMarker", shown.at(-1)?.number),
    textElement("MaxParts", maxParts),
    textElement("IsTruncated", String(shown.length < behind.length)),
    ...shown.map(({ number, sizeBytes, checksum }) =>
      element(
        "Part",
        textElement("PartNumber", number),
        textElement("Size", sizeBytes),
        checksum ? checksumElement(checksum) : "",
      ),
    ),
  );
}
