import { keyBytesOf } from "../key-bytes.ts";
import { fromMarker, listPage } from "../listing.ts";
import type { Bucket } from "../objects.ts";
import {
  commonPrefixElement,
  deleteMarkerElement,
  objectElement,
} from "../protocol/list-elements.ts";
import { invalidArgument, listParametersOf } from "../protocol/list-parameters.ts";
import type { ListParameters } from "../protocol/list-parameters.ts";
import { ownerElement } from "../protocol/owner.ts";
import { xmlResponse } from "../protocol/response.ts";
import { optionalElement, textElement } from "../../wire/xml.ts";
import { xmlDocument } from "../protocol/xml-writer.ts";
import { nullVersionId, sequenceOfVersion } from "../versions/version-id.ts";
import { findVersion, isVersionIdOf, versionsFrom } from "../versions/versions.ts";
import type { ListedVersion, VersionMarker } from "../versions/versions.ts";
import type { Action } from "./action.ts";

/** Versions and delete markers by key, each key's newest first. */
export const listObjectVersions: Action = ({ request, engine, limits, context }) => {
  const bucket = engine.bucket(request.bucket);
  const { query } = request;
  const parameters = listParametersOf(query, limits.listKeysMax);
  const keyMarker = query.get("key-marker") ?? "";
  const versionMarker = query.get("version-id-marker") ?? "";
  const prefix = keyBytesOf(parameters.prefix);
  const delimiter = keyBytesOf(parameters.delimiter);
  const key = keyBytesOf(keyMarker);
  const after = versionMarkerOf(bucket, key, versionMarker);
  const behindKey = keyMarker === "" ? "" : fromMarker(key, { prefix, delimiter });
  // A marker within a common prefix stands for all of it, and so for all versions of its key.
  const goesOnInKey =
    versionMarker !== "" && behindKey === fromMarker(key, { prefix, delimiter: "" });
  const page = listPage(
    { from: (from) => versionsFrom(bucket, from, after) },
    { prefix, delimiter, from: goesOnInKey ? key : behindKey, limit: parameters.pageSize },
  );
  const owner = ownerElement(context.accountId);
  const nextKey = page.next === undefined ? undefined : page.last;
  const lastEntry = page.entries.at(-1);
  const lastIsKey = nextKey !== undefined && nextKey === lastEntry?.[0];
  return xmlResponse(
    xmlDocument(
      "ListVersionsResult",
      textElement("Name", request.bucket),
      textElement("Prefix", parameters.encode(parameters.prefix)),
      textElement("KeyMarker", parameters.encode(keyMarker)),
      textElement("VersionIdMarker", versionMarker),
      optionalElement("NextKeyMarker", nextKey && parameters.encodeBytes(nextKey)),
      optionalElement(
        "NextVersionIdMarker",
        lastIsKey ? lastEntry?.[1].version.versionId : undefined,
      ),
      textElement("MaxKeys", parameters.pageSize),
      optionalElement("Delimiter", parameters.encode(parameters.delimiter) || undefined),
      optionalElement("EncodingType", parameters.encodingType),
      textElement("IsTruncated", String(page.next !== undefined)),
      ...page.entries.map(([at, listed]) => versionElement([at, listed], parameters, owner)),
      ...page.commonPrefixes.map((common) => commonPrefixElement(common, parameters)),
    ),
  );
};

function versionElement(
  [key, { version, isLatest }]: readonly [key: string, listed: ListedVersion],
  parameters: ListParameters,
  owner: string,
): string {
  const ids =
    textElement("VersionId", version.versionId) + textElement("IsLatest", String(isLatest));
  const options = { parameters, extra: ids + owner };
  return version.kind === "object"
    ? objectElement("Version", [key, version], options)
    : deleteMarkerElement([key, version], options);
}

/**
 * Where the versions of the key go on. A version that is gone since still tells by its id; a `null`
 * version that is gone does not, and its key is listed again from its newest version.
 */
function versionMarkerOf(bucket: Bucket, key: string, marker: string): VersionMarker | undefined {
  if (marker === "") return undefined;
  if (key === "") {
    const reason = "A version-id marker cannot be specified without a key marker.";
    throw invalidArgument("version-id-marker", marker, reason);
  }
  if (!isVersionIdOf(bucket, marker)) {
    throw invalidArgument("version-id-marker", marker, "Invalid version id specified");
  }
  const sequence =
    marker === nullVersionId
      ? findVersion(bucket, key, nullVersionId)?.sequence
      : sequenceOfVersion(marker);
  return sequence === undefined ? undefined : { key, sequence };
}
