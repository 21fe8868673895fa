import { keyBytesOf } from "../key-bytes.ts";
import { fromMarker, listPage } from "../listing.ts";
import { commonPrefixElement, objectElement } from "../protocol/list-elements.ts";
import { listParametersOf } from "../protocol/list-parameters.ts";
import { ownerElement } from "../protocol/owner.ts";
import { xmlResponse } from "../protocol/response.ts";
import { optionalElement, textElement } from "../../wire/xml.ts";
import { xmlDocument } from "../protocol/xml-writer.ts";
import type { Action } from "./action.ts";

/**
 * NextMarker comes only with a delimiter: else it is the last key. Source: ListObjects API
 * reference.
 */
export const listObjects: Action = ({ request, engine, limits, context }) => {
  const { objects } = engine.bucket(request.bucket);
  const parameters = listParametersOf(request.query, limits.listKeysMax);
  const marker = request.query.get("marker") ?? "";
  const prefix = keyBytesOf(parameters.prefix);
  const delimiter = keyBytesOf(parameters.delimiter);
  const page = listPage(objects, {
    prefix,
    delimiter,
    from: marker === "" ? "" : fromMarker(keyBytesOf(marker), { prefix, delimiter }),
    limit: parameters.pageSize,
  });
  const truncated = page.next !== undefined;
  const nextMarker = truncated && delimiter !== "" ? page.last : undefined;
  const options = { parameters, extra: ownerElement(context.accountId) };
  return xmlResponse(
    xmlDocument(
      "ListBucketResult",
      textElement("Name", request.bucket),
      textElement("Prefix", parameters.encode(parameters.prefix)),
      textElement("Marker", parameters.encode(marker)),
      optionalElement("NextMarker", nextMarker && parameters.encodeBytes(nextMarker)),
      textElement("MaxKeys", parameters.pageSize),
      optionalElement("Delimiter", parameters.encode(parameters.delimiter) || undefined),
      optionalElement("EncodingType", parameters.encodingType),
      textElement("IsTruncated", String(truncated)),
      ...page.entries.map((entry) => objectElement("Contents", entry, options)),
      ...page.commonPrefixes.map((common) => commonPrefixElement(common, parameters)),
    ),
  );
};
