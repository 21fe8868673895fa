import { keyBytesOf } from "../key-bytes.ts";
import { fromMarker, listPage } from "../listing.ts";
import { commonPrefixElement, objectElement } from "../protocol/list-elements.ts";
import { invalidArgument, listParametersOf } from "../protocol/list-parameters.ts";
import { ownerElement } from "../protocol/owner.ts";
import { xmlResponse } from "../protocol/response.ts";
import { onlyVersionId, refuseOtherVersion } from "../protocol/version.ts";
import { optionalElement, textElement, xmlDocument } from "../protocol/xml-writer.ts";
import type { Action } from "./action.ts";

/** Buckets are not versioned: each object has one version, `null`, the latest. */
export const listObjectVersions: Action = ({ request, engine, limits, context }) => {
  const { objects } = engine.bucket(request.bucket);
  const { query } = request;
  const parameters = listParametersOf(query, limits.listKeysMax);
  const keyMarker = query.get("key-marker") ?? "";
  const versionMarker = query.get("version-id-marker") ?? "";
  checkVersionMarker(keyMarker, versionMarker);
  const prefix = keyBytesOf(parameters.prefix);
  const delimiter = keyBytesOf(parameters.delimiter);
  const page = listPage(objects, {
    prefix,
    delimiter,
    from: keyMarker === "" ? "" : fromMarker(keyBytesOf(keyMarker), { prefix, delimiter }),
    limit: parameters.pageSize,
  });
  const nextKey = page.next === undefined ? undefined : page.last;
  const lastIsKey = nextKey !== undefined && nextKey === page.entries.at(-1)?.[0];
  const version = textElement("VersionId", onlyVersionId) + textElement("IsLatest", "true");
  const options = { parameters, extra: version + ownerElement(context.accountId) };
  return xmlResponse(
    xmlDocument(
      "ListVersionsResult",
      textElement("Name", request.bucket),
      textElement("Prefix", parameters.encode(parameters.prefix)),
      textElement("KeyMarker", parameters.encode(keyMarker)),
      textElement("VersionIdMarker", versionMarker),
      optionalElement("NextKeyMarker", nextKey && parameters.encodeBytes(nextKey)),
      optionalElement("NextVersionIdMarker", lastIsKey ? onlyVersionId : undefined),
      textElement("MaxKeys", parameters.pageSize),
      optionalElement("Delimiter", parameters.encode(parameters.delimiter) || undefined),
      optionalElement("EncodingType", parameters.encodingType),
      textElement("IsTruncated", String(page.next !== undefined)),
      ...page.entries.map((entry) => objectElement("Version", entry, options)),
      ...page.commonPrefixes.map((common) => commonPrefixElement(common, parameters)),
    ),
  );
};

function checkVersionMarker(keyMarker: string, versionMarker: string): void {
  if (versionMarker === "") return;
  if (keyMarker === "") {
    const reason = "A version-id marker cannot be specified without a key marker.";
    throw invalidArgument("version-id-marker", versionMarker, reason);
  }
  refuseOtherVersion(versionMarker);
}
