import { checksumAlgorithms } from "../checksum/checksum.ts";
import type { Checksum } from "../checksum/checksum.ts";
import { S3Error } from "../errors.ts";
import type { Completion, NamedPart } from "../multipart/assemble.ts";
import type { S3Request } from "./request.ts";
import { sentChecksum } from "./upload.ts";
import { readXml } from "./xml-reader.ts";
import type { XmlElement } from "./xml-reader.ts";

/**
 * Reads a CompleteMultipartUpload: `<Part><PartNumber/><ETag/><ChecksumCRC32/></Part>…`, and in
 * the headers what the whole object should come to. Throws MalformedXML.
 */
export function completionOf({ headers, body }: S3Request): Completion {
  const size = headers["x-amz-mp-object-size"];
  return {
    parts: body.length === 0 ? [] : namedParts(readXml(body.toString("utf8"))),
    checksum: sentChecksum(withoutPartCounts(headers)),
    checksumType: headers["x-amz-checksum-type"],
    sizeBytes: size === undefined ? undefined : Number(size),
  };
}

/** A composite checksum may come with `-` and the number of the parts. */
function withoutPartCounts(headers: S3Request["headers"]): S3Request["headers"] {
  const entries = Object.entries(headers).filter(([name]) => name.startsWith("x-amz-checksum-"));
  return Object.fromEntries(entries.map(([name, text]) => [name, text.replace(/-\d+$/, "")]));
}

function namedParts(root: XmlElement): readonly NamedPart[] {
  if (root.name !== "CompleteMultipartUpload") throw new S3Error("MalformedXML");
  return root.children.map((part) => {
    if (part.name !== "Part") throw new S3Error("MalformedXML");
    const fields = new Map(part.children.map(({ name, text }) => [name, text.trim()]));
    const number = fields.get("PartNumber");
    const etag = fields.get("ETag");
    if (number === undefined || etag === undefined || !/^\d{1,9}$/.test(number)) {
      throw new S3Error("MalformedXML");
    }
    return { number: Number(number), etag, checksum: checksumIn(fields) };
  });
}

function checksumIn(fields: ReadonlyMap<string, string>): Checksum | undefined {
  for (const algorithm of checksumAlgorithms) {
    const value = fields.get(`Checksum${algorithm}`);
    if (value !== undefined) return { algorithm, value };
  }
  return undefined;
}
