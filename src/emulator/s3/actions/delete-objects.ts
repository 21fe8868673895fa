import { errorOf } from "../../faults/answer-call.ts";
import { faultError } from "../fault-errors.ts";
import type { WriteCondition } from "../conditions.ts";
import type { Deletion } from "../engine.ts";
import { S3Error } from "../errors.ts";
import type { S3Limits } from "../../../core/limits/s3.ts";
import { xmlResponse } from "../protocol/response.ts";
import { receiveUpload } from "../protocol/upload.ts";
import { deleteConditionOf } from "../protocol/write-condition.ts";
import { readXml } from "../protocol/xml-reader.ts";
import type { XmlElement } from "../protocol/xml-reader.ts";
import { element, optionalElement, textElement } from "../../wire/xml.ts";
import { xmlDocument } from "../protocol/xml-writer.ts";
import type { Action, S3Call } from "./action.ts";
import { announceRemoved } from "./announce.ts";

interface NamedObject {
  readonly key: string;
  readonly versionId: string | undefined;
  readonly condition: WriteCondition;
}

/** Each key succeeds or fails by itself, within a 200. Source: DeleteObjects API reference. */
export const deleteObjects: Action = (call) => {
  const { request, engine, limits } = call;
  engine.bucket(request.bucket);
  const { bytes, checksum } = receiveUpload(request);
  if (!checksum && request.headers["content-md5"] === undefined) {
    throw new S3Error(
      "InvalidRequest",
      {},
      "Missing required header for this request: Content-MD5 OR x-amz-checksum-*",
    );
  }
  const { quiet, deletions } = readDelete(readXml(bytes.toString("utf8")), limits);
  const { faults } = call.context;
  const site = { service: "s3", operation: "DeleteObjects", resource: request.bucket } as const;
  const isThreatened = faults.threatens("record", site);
  const results = deletions.map((named) => {
    const struck = isThreatened ? errorOf(faults.strike("record", site)) : undefined;
    const outcome = struck ? faultError(struck) : attempt(call, named);
    if (outcome instanceof S3Error) return errorElement(named, outcome);
    return quiet === "true" ? "" : deletedElement(named, outcome);
  });
  return xmlResponse(xmlDocument("DeleteResult", ...results));
};

function attempt(call: S3Call, named: NamedObject): Deletion | S3Error {
  const { request, engine, rates } = call;
  const { key, versionId, condition } = named;
  try {
    rates.take("write", request.bucket, key);
    const deletion = engine.deleteObject({ bucket: request.bucket, key, versionId }, condition);
    announceRemoved(call, { bucket: request.bucket, key }, deletion);
    return deletion;
  } catch (error) {
    if (!(error instanceof S3Error)) throw error;
    // Here alone an id that was never given out is not the client's mistake.
    const isUnknownVersion = error.detail["ArgumentName"] === "versionId";
    return isUnknownVersion ? new S3Error("NoSuchVersion") : error;
  }
}

function deletedElement(named: NamedObject, { versionId, deleteMarker }: Deletion): string {
  const marker =
    deleteMarker === "none"
      ? ""
      : textElement("DeleteMarker", "true") + optionalElement("DeleteMarkerVersionId", versionId);
  return element("Deleted", textElement("Key", named.key), versionElement(named), marker);
}

function errorElement(deletion: NamedObject, { code, message }: S3Error): string {
  return element(
    "Error",
    textElement("Key", deletion.key),
    versionElement(deletion),
    textElement("Code", code),
    textElement("Message", message),
  );
}

function versionElement({ versionId }: NamedObject): string {
  return optionalElement("VersionId", versionId);
}

/**
 * Reads `<Delete><Quiet/><Object><Key/><VersionId/><ETag/></Object>…</Delete>` and nothing else.
 */
function readDelete(
  root: XmlElement,
  limits: S3Limits,
): { readonly quiet: string; readonly deletions: readonly NamedObject[] } {
  if (root.name !== "Delete") throw new S3Error("MalformedXML");
  let quiet = "false";
  const deletions: NamedObject[] = [];
  for (const child of root.children) {
    if (child.name === "Quiet") quiet = child.text.trim();
    else if (child.name === "Object") deletions.push(readDeletion(child));
    else throw new S3Error("MalformedXML");
  }
  if (deletions.length === 0 || deletions.length > limits.deleteObjectsKeysMax) {
    throw new S3Error("MalformedXML");
  }
  return { quiet, deletions };
}

function readDeletion(object: XmlElement): NamedObject {
  const fields = new Map(object.children.map(({ name, text }) => [name, text]));
  for (const name of fields.keys()) {
    if (name === "LastModifiedTime" || name === "Size") {
      throw new S3Error("NotImplemented", { Element: name });
    }
    if (name !== "Key" && name !== "VersionId" && name !== "ETag")
      throw new S3Error("MalformedXML");
  }
  const key = fields.get("Key");
  const etag = fields.get("ETag");
  if (key === undefined || key === "" || fields.size !== object.children.length) {
    throw new S3Error("MalformedXML");
  }
  return {
    key,
    versionId: fields.get("VersionId"),
    condition: deleteConditionOf(etag),
  };
}
