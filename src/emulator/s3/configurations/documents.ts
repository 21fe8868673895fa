import type { S3Limits } from "../../../core/limits/s3.ts";
import { S3Error } from "../errors.ts";
import type { Bucket, BucketConfiguration } from "../objects.ts";
import type { S3Request } from "../protocol/request.ts";
import { receiveUpload } from "../protocol/upload.ts";
import { readXml } from "../protocol/xml-reader.ts";
import type { XmlElement } from "../protocol/xml-reader.ts";
import { writtenElement, xmlDocument } from "../protocol/xml-writer.ts";
import type { ConfigurationRow } from "./table.ts";

/** The configuration as it is answered. Throws the row's error where there is none. */
export function documentOf(bucket: Bucket, row: ConfigurationRow, id = ""): string {
  const stored = bucket.configurations.get(nameOf(row.subresource, id));
  const document = stored ? stored.document : initialOf(row);
  if (document !== null) return document;
  throw new S3Error(row.absent ?? "NoSuchConfiguration", { BucketName: bucket.name });
}

/** What a bucket keeps of a deleted one: where it has one from the start, its absence. */
export function deletedConfiguration(row: ConfigurationRow): BucketConfiguration | undefined {
  return row.absent && row.initial !== undefined ? { document: null } : undefined;
}

/** The name under which a bucket keeps a configuration. */
export function nameOf(subresource: string, id: string): string {
  return id === "" ? subresource : `${subresource} ${id}`;
}

/** The XML of a request, verified. Throws MalformedXML. */
export function receiveXml(request: S3Request): XmlElement {
  return readXml(receiveUpload(request).bytes.toString("utf8"));
}

/** Reads a configuration from a request. Throws MalformedXML, and what the row's check throws. */
export function receiveDocument(
  request: S3Request,
  row: ConfigurationRow,
  limits: S3Limits,
): XmlElement {
  const root = receiveXml(request);
  checkContent(root, row);
  row.check?.(root, limits);
  return root;
}

/** A document as it is stored and answered. */
export function storedDocument(root: XmlElement): string {
  return xmlDocument(root.name, ...root.children.map((child) => writtenElement(child)));
}

function checkContent(root: XmlElement, row: Pick<ConfigurationRow, "root" | "content">): void {
  if (root.name !== row.root) throw new S3Error("MalformedXML");
  const counts = new Map<string, number>();
  for (const { name } of root.children) counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const name of counts.keys()) {
    if (!Object.hasOwn(row.content, name)) throw new S3Error("MalformedXML");
  }
  for (const [name, occurrence] of Object.entries(row.content)) {
    const count = counts.get(name) ?? 0;
    const tooMany = count > 1 && occurrence !== "at least once";
    if (tooMany || (count === 0 && occurrence !== "at most once")) {
      throw new S3Error("MalformedXML");
    }
  }
}

function initialOf(row: ConfigurationRow): string | null {
  return row.initial === undefined ? null : xmlDocument(row.root, row.initial);
}
