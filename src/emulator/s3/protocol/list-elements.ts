import type { Checksum } from "../checksum/checksum.ts";
import type { DeleteMarker, StoredObject } from "../objects.ts";
import type { ListParameters } from "./list-parameters.ts";
import { element, textElement } from "../../wire/xml.ts";
import { isoDate } from "./xml-writer.ts";

/** What every listing says of an object. `extra` comes after it, as the owner or the version. */
export function objectElement(
  name: "Contents" | "Version",
  [key, object]: readonly [key: string, object: StoredObject],
  options: { readonly parameters: ListParameters; readonly extra: string },
): string {
  return element(
    name,
    textElement("Key", options.parameters.encodeBytes(key)),
    textElement("LastModified", isoDate(object.lastModifiedMs)),
    textElement("ETag", object.etag),
    textElement("ChecksumAlgorithm", object.checksum.algorithm),
    textElement("ChecksumType", object.checksumType),
    textElement("Size", object.body.sizeBytes),
    textElement("StorageClass", object.storageClass),
    options.extra,
  );
}

/** What ListObjectVersions says of a delete marker. */
export function deleteMarkerElement(
  [key, marker]: readonly [key: string, marker: DeleteMarker],
  options: { readonly parameters: ListParameters; readonly extra: string },
): string {
  return element(
    "DeleteMarker",
    textElement("Key", options.parameters.encodeBytes(key)),
    textElement("LastModified", isoDate(marker.lastModifiedMs)),
    options.extra,
  );
}

export function checksumElement({ algorithm, value }: Checksum): string {
  return textElement(`Checksum${algorithm}`, value);
}

export function commonPrefixElement(prefix: string, parameters: ListParameters): string {
  return element("CommonPrefixes", textElement("Prefix", parameters.encodeBytes(prefix)));
}
