import type { WriteCondition } from "../conditions.ts";
import { S3Error } from "../errors.ts";
import type { S3Limits } from "../../../core/limits/s3.ts";
import { xmlResponse } from "../protocol/response.ts";
import { receiveUpload } from "../protocol/upload.ts";
import { onlyVersionId, refuseOtherVersion } from "../protocol/version.ts";
import { readXml } from "../protocol/xml-reader.ts";
import type { XmlElement } from "../protocol/xml-reader.ts";
import { element, optionalElement, textElement, xmlDocument } from "../protocol/xml-writer.ts";
import type { Action, S3Call } from "./action.ts";

interface Deletion {
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
  const results = deletions.map((deletion) => {
    const failure = attempt(call, deletion);
    if (failure) return errorElement(deletion, failure);
    if (quiet === "true") return "";
    return element("Deleted", textElement("Key", deletion.key), versionElement(deletion));
  });
  return xmlResponse(xmlDocument("DeleteResult", ...results));
};

function attempt({ request, engine, rates }: S3Call, deletion: Deletion): S3Error | undefined {
  try {
    refuseOtherVersion(deletion.versionId ?? onlyVersionId);
    rates.take("write", request.bucket, deletion.key);
    engine.deleteObject({ bucket: request.bucket, key: deletion.key }, deletion.condition);
    return undefined;
  } catch (error) {
    if (error instanceof S3Error) return error;
    throw error;
  }
}

function errorElement(deletion: Deletion, { code, message }: S3Error): string {
  return element(
    "Error",
    textElement("Key", deletion.key),
    versionElement(deletion),
    textElement("Code", code),
    textElement("Message", message),
  );
}

function versionElement({ versionId }: Deletion): string {
  return optionalElement("VersionId", versionId);
}

/**
 * Reads `<Delete><Quiet/><Object><Key/><VersionId/><ETag/></Object>…</Delete>` and nothing else.
 */
function readDelete(
  root: XmlElement,
  limits: S3Limits,
): { readonly quiet: string; readonly deletions: readonly Deletion[] } {
  if (root.name !== "Delete") throw new S3Error("MalformedXML");
  let quiet = "false";
  const deletions: Deletion[] = [];
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

function readDeletion(object: XmlElement): Deletion {
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
    condition: etag === undefined ? { kind: "none" } : { kind: "etag", etag },
  };
}
