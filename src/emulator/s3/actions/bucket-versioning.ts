import { S3Error } from "../errors.ts";
import { emptyResponse, xmlResponse } from "../protocol/response.ts";
import { receiveUpload } from "../protocol/upload.ts";
import { readXml } from "../protocol/xml-reader.ts";
import { optionalElement } from "../../wire/xml.ts";
import { xmlDocument } from "../protocol/xml-writer.ts";
import type { Action } from "./action.ts";

export const getBucketVersioning: Action = ({ request, engine }) => {
  const { versioning } = engine.bucket(request.bucket);
  const status = versioning === "Disabled" ? undefined : versioning;
  return xmlResponse(xmlDocument("VersioningConfiguration", optionalElement("Status", status)));
};

/** Versioning, once enabled, can only be suspended. MFA Delete is not here. */
export const putBucketVersioning: Action = ({ request, engine }) => {
  engine.bucket(request.bucket);
  const root = readXml(receiveUpload(request).bytes.toString("utf8"));
  if (root.name !== "VersioningConfiguration") throw new S3Error("MalformedXML");
  const fields = new Map(root.children.map(({ name, text }) => [name, text.trim()]));
  if (fields.get("MfaDelete") === "Enabled") {
    throw new S3Error("NotImplemented", { Element: "MfaDelete" });
  }
  const status = fields.get("Status");
  if (status === undefined) throw new S3Error("IllegalVersioningConfigurationException");
  if (status !== "Enabled" && status !== "Suspended") throw new S3Error("MalformedXML");
  engine.setVersioning(request.bucket, status);
  return emptyResponse(200);
};
