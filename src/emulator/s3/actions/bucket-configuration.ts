import {
  deletedConfiguration,
  documentOf,
  nameOf,
  receiveDocument,
  storedDocument,
} from "../configurations/documents.ts";
import type { ConfigurationRow } from "../configurations/table.ts";
import { S3Error } from "../errors.ts";
import { invalidArgument, readToken, writeToken } from "../protocol/list-parameters.ts";
import { emptyResponse, xmlResponse } from "../protocol/response.ts";
import { childText } from "../protocol/xml-reader.ts";
import { optionalElement, textElement } from "../../wire/xml.ts";
import { xmlDocument } from "../protocol/xml-writer.ts";
import type { Action, S3Call } from "./action.ts";

/** The four actions that every row of the table has in common, as far as S3 has them. */

export function getConfiguration(row: ConfigurationRow): Action {
  return (call) => {
    const bucket = call.engine.bucket(call.request.bucket);
    const response = xmlResponse(documentOf(bucket, row, idOf(row, call)));
    if (row.header) {
      const [name, otherwise] = row.header;
      response.headers[name] = bucket.configurations.get(row.subresource)?.header ?? otherwise;
    }
    return response;
  };
}

export function putConfiguration(row: ConfigurationRow): Action {
  return (call) => {
    const { request, engine, limits } = call;
    const bucket = engine.bucket(request.bucket);
    const id = idOf(row, call);
    const root = receiveDocument(request, row, limits);
    if (row.operations.list !== undefined) {
      if (childText(root, "Id") !== id) throw new S3Error("IdMismatch");
      const known = bucket.configurations.has(nameOf(row.subresource, id));
      if (!known && idsOf(call, row).length >= limits.configurationsMax) {
        throw new S3Error("TooManyConfigurations");
      }
    }
    const header = row.header && (request.headers[row.header[0]] ?? row.header[1]);
    const document = storedDocument(root);
    engine.setConfiguration(
      bucket,
      nameOf(row.subresource, id),
      header === undefined ? { document } : { document, header },
    );
    const response = emptyResponse(row.putStatus ?? 200);
    if (row.header && header !== undefined) response.headers[row.header[0]] = header;
    return response;
  };
}

export function removeConfiguration(row: ConfigurationRow): Action {
  return (call) => {
    const bucket = call.engine.bucket(call.request.bucket);
    const id = idOf(row, call);
    // Of those that have an id, what is not there cannot be deleted.
    if (id !== "") documentOf(bucket, row, id);
    call.engine.setConfiguration(bucket, nameOf(row.subresource, id), deletedConfiguration(row));
    return emptyResponse(204);
  };
}

/** One page, in the order of the ids. */
export function listConfigurations(row: ConfigurationRow, listRoot: string): Action {
  return (call) => {
    const { request, engine, limits } = call;
    const bucket = engine.bucket(request.bucket);
    const token = request.query.get("continuation-token");
    const from = token === null ? "" : readToken(token);
    const ids = idsOf(call, row).filter((id) => id >= from);
    const page = ids.slice(0, limits.configurationsListMax);
    const next = ids[limits.configurationsListMax];
    return xmlResponse(
      xmlDocument(
        listRoot,
        textElement("IsTruncated", String(next !== undefined)),
        optionalElement("ContinuationToken", token ?? undefined),
        optionalElement("NextContinuationToken", next && writeToken(next)),
        ...page.map((id) => withoutProlog(documentOf(bucket, row, id))),
      ),
    );
  };
}

/** Sorted. A listing of at most a thousand, seldom asked for. */
function idsOf({ engine, request }: S3Call, row: ConfigurationRow): readonly string[] {
  const start = `${row.subresource} `;
  return [...engine.bucket(request.bucket).configurations.keys()]
    .filter((name) => name.startsWith(start))
    .map((name) => name.slice(start.length))
    .toSorted();
}

/** The id that the query names; empty for what a bucket has one of. */
function idOf(row: ConfigurationRow, { request }: S3Call): string {
  if (row.operations.list === undefined) return "";
  const id = request.query.get("id") ?? "";
  if (/^[\w.-]{1,64}$/.test(id)) return id;
  throw invalidArgument("id", id, "The configuration id is missing or not valid.");
}

/** A stored document as an element of another. */
function withoutProlog(document: string): string {
  return document.replace(/^<\?xml[^>]*>\s*/, "").replace(/ xmlns="[^"]*"/, "");
}
