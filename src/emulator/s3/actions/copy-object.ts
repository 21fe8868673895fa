import { checksumAlgorithmNamed, checksumOf } from "../checksum/checksum.ts";
import type { Checksum } from "../checksum/checksum.ts";
import { checkReadConditions, preconditionFailed } from "../conditions.ts";
import { S3Error } from "../errors.ts";
import type { ObjectAddress, StoredObject } from "../objects.ts";
import { invalidArgument } from "../protocol/list-parameters.ts";
import { refuseUnimplementedHeaders, storedHeaders } from "../protocol/object-headers.ts";
import { xmlResponse } from "../protocol/response.ts";
import { refuseOtherVersions } from "../protocol/version.ts";
import { writeConditionOf } from "../protocol/write-condition.ts";
import { isoDate, textElement, xmlDocument } from "../protocol/xml-writer.ts";
import type { Action } from "./action.ts";

type Headers = Readonly<Record<string, string>>;

export const copyObject: Action = ({ request, engine, limits }) => {
  const { headers } = request;
  refuseUnimplementedHeaders(headers);
  const from = copySource(headers["x-amz-copy-source"] ?? "");
  const source = engine.object(from);
  checkSourceConditions(headers, source);
  const replaces = metadataDirective(headers) === "REPLACE";
  if (!replaces && from.bucket === request.bucket && from.key === request.key) {
    throw new S3Error("InvalidRequest", {}, copyOntoItself);
  }
  const bytes = source.body.read(0, source.body.sizeBytes);
  const copy = engine.putObject(
    request,
    {
      bytes,
      headers: replaces ? storedHeaders(headers, limits) : source.headers,
      checksum: checksumOfCopy(headers, bytes, source),
    },
    writeConditionOf(headers),
  );
  const { algorithm, value } = copy.checksum;
  return xmlResponse(
    xmlDocument(
      "CopyObjectResult",
      textElement("ETag", copy.etag),
      textElement("LastModified", isoDate(copy.lastModifiedMs)),
      textElement("ChecksumType", "FULL_OBJECT"),
      textElement(`Checksum${algorithm}`, value),
    ),
  );
};

const copyOntoItself =
  "This copy request is illegal because it is trying to copy an object to itself without " +
  "changing the object's metadata, storage class, website redirect location or " +
  "encryption attributes.";

/** `/bucket/key?versionId=null`, percent-encoded, the first slash optional. */
function copySource(header: string): ObjectAddress {
  const [, bucket, encoded, version] = /^\/?([^/]+)\/([^?]+)(?:\?(.*))?$/.exec(header) ?? [];
  const key = decoded(encoded);
  if (bucket === undefined || key === undefined) {
    const reason = "Copy Source must mention the source bucket and key: sourcebucket/sourcekey";
    throw invalidArgument("x-amz-copy-source", header, reason);
  }
  refuseOtherVersions(new URLSearchParams(version ?? ""));
  return { bucket, key };
}

function decoded(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function checkSourceConditions(headers: Headers, source: StoredObject): void {
  const outcome = checkReadConditions(
    {
      ifMatch: headers["x-amz-copy-source-if-match"],
      ifNoneMatch: headers["x-amz-copy-source-if-none-match"],
      ifModifiedSince: headers["x-amz-copy-source-if-modified-since"],
      ifUnmodifiedSince: headers["x-amz-copy-source-if-unmodified-since"],
    },
    source,
  );
  // A read would answer 304 here; a copy cannot.
  if (outcome === "not-modified") throw preconditionFailed("x-amz-copy-source-If-None-Match");
}

function metadataDirective(headers: Headers): string {
  const directive = headers["x-amz-metadata-directive"] ?? "COPY";
  if (directive === "COPY" || directive === "REPLACE") return directive;
  throw invalidArgument("x-amz-metadata-directive", directive, "Unknown metadata directive.");
}

function checksumOfCopy(headers: Headers, bytes: Buffer, source: StoredObject): Checksum {
  const name = headers["x-amz-checksum-algorithm"];
  if (name === undefined) return source.checksum;
  const algorithm = checksumAlgorithmNamed(name);
  if (!algorithm) throw new S3Error("NotImplemented", { Header: "x-amz-checksum-algorithm" });
  return algorithm === source.checksum.algorithm ? source.checksum : checksumOf(bytes, algorithm);
}
