import { justAfter, keyBytesOf } from "../key-bytes.ts";
import { listPage } from "../listing.ts";
import { commonPrefixElement, objectElement } from "../protocol/list-elements.ts";
import { listParametersOf, readToken, writeToken } from "../protocol/list-parameters.ts";
import { ownerElement } from "../protocol/owner.ts";
import { xmlResponse } from "../protocol/response.ts";
import { optionalElement, textElement } from "../../wire/xml.ts";
import { xmlDocument } from "../protocol/xml-writer.ts";
import type { Action } from "./action.ts";

/** A continuation token goes before `start-after`. Source: ListObjectsV2 API reference. */
export const listObjectsV2: Action = ({ request, engine, limits, context }) => {
  const { objects } = engine.bucket(request.bucket);
  const { query } = request;
  const parameters = listParametersOf(query, limits.listKeysMax);
  const token = query.get("continuation-token") ?? undefined;
  const startAfter = query.get("start-after") ?? "";
  const page = listPage(objects, {
    prefix: keyBytesOf(parameters.prefix),
    delimiter: keyBytesOf(parameters.delimiter),
    from: token === undefined ? firstFrom(startAfter) : readToken(token),
    limit: parameters.pageSize,
  });
  const owner = query.get("fetch-owner") === "true" ? ownerElement(context.accountId) : "";
  const options = { parameters, extra: owner };
  return xmlResponse(
    xmlDocument(
      "ListBucketResult",
      textElement("Name", request.bucket),
      textElement("Prefix", parameters.encode(parameters.prefix)),
      optionalElement("StartAfter", startAfter === "" ? undefined : parameters.encode(startAfter)),
      optionalElement("ContinuationToken", token),
      optionalElement("NextContinuationToken", page.next && writeToken(page.next)),
      textElement("KeyCount", page.entries.length + page.commonPrefixes.length),
      textElement("MaxKeys", parameters.pageSize),
      optionalElement("Delimiter", parameters.encode(parameters.delimiter) || undefined),
      optionalElement("EncodingType", parameters.encodingType),
      textElement("IsTruncated", String(page.next !== undefined)),
      ...page.entries.map((entry) => objectElement("Contents", entry, options)),
      ...page.commonPrefixes.map((prefix) => commonPrefixElement(prefix, parameters)),
    ),
  );
};

function firstFrom(startAfter: string): string {
  return startAfter === "" ? "" : justAfter(keyBytesOf(startAfter));
}
