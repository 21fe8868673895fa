import { slicesOf, storeSlices } from "../body-store.ts";
import { bodyChecksum, bodyEtag } from "../checksum/body-digest.ts";
import { checksumAlgorithmNamed } from "../checksum/checksum.ts";
import type { Checksum } from "../checksum/checksum.ts";
import { S3Error } from "../errors.ts";
import type { ObjectDescription, StoredObject } from "../objects.ts";
import { copySourceOf } from "../protocol/copy-source.ts";
import type { CopySource } from "../protocol/copy-source.ts";
import { invalidArgument } from "../protocol/list-parameters.ts";
import { objectDescriptionOf } from "../protocol/object-description.ts";
import { refuseUnimplementedHeaders } from "../protocol/object-headers.ts";
import { xmlResponse } from "../protocol/response.ts";
import { setNewVersionHeader } from "../protocol/version.ts";
import { writeConditionOf } from "../protocol/write-condition.ts";
import { textElement } from "../../wire/xml.ts";
import { isoDate, xmlDocument } from "../protocol/xml-writer.ts";
import type { Action, S3Call } from "./action.ts";
import { announceCreated } from "./announce.ts";

type Headers = Readonly<Record<string, string>>;

/** A copy is one object at once, whatever parts its source had. */
export const copyObject: Action = (call) => {
  const { request, engine, limits } = call;
  const { headers } = request;
  refuseUnimplementedHeaders(headers);
  const bucket = engine.bucket(request.bucket);
  const source = copySourceOf(headers, engine);
  const { object } = source;
  const description = describeCopy(call, object);
  refuseCopyOntoItself(call, source);
  if (object.body.sizeBytes > limits.copySourceBytesMax) {
    const reason =
      "The specified copy source is larger than the maximum allowable size for a copy source: " +
      limits.copySourceBytesMax;
    throw new S3Error("InvalidRequest", {}, reason);
  }
  const checksum = checksumOfCopy(headers, object);
  const copy = engine.writeObject(request, writeConditionOf(headers), () => ({
    ...description,
    body: storeSlices(slicesOf(object.body), engine.bodies),
    etag: object.parts ? bodyEtag(object.body) : object.etag,
    checksum,
  }));
  announceCreated(call, "ObjectCreated:Copy", { key: request.key, object: copy });
  const response = xmlResponse(
    xmlDocument(
      "CopyObjectResult",
      textElement("ETag", copy.etag),
      textElement("LastModified", isoDate(copy.lastModifiedMs)),
      textElement("ChecksumType", copy.checksumType),
      textElement(`Checksum${copy.checksum.algorithm}`, copy.checksum.value),
    ),
  );
  response.headers["x-amz-server-side-encryption"] = "AES256";
  setNewVersionHeader(response.headers, bucket, copy);
  if (source.versionId !== undefined) {
    response.headers["x-amz-copy-source-version-id"] = source.versionId;
  }
  return response;
};

/** Of the source or of the request, as the directives say; the storage class is the request's. */
function describeCopy(
  { request, limits, context }: S3Call,
  source: StoredObject,
): ObjectDescription {
  const { headers } = request;
  const sent = objectDescriptionOf(headers, limits, context.accountId);
  const isNewMetadata = directive(headers, "x-amz-metadata-directive") === "REPLACE";
  const hasNewTags = directive(headers, "x-amz-tagging-directive") === "REPLACE";
  return {
    ...sent,
    headers: isNewMetadata ? sent.headers : source.headers,
    tags: hasNewTags ? sent.tags : source.tags,
  };
}

function directive(
  headers: Headers,
  name: "x-amz-metadata-directive" | "x-amz-tagging-directive",
): "COPY" | "REPLACE" {
  const value = headers[name] ?? "COPY";
  if (value === "COPY" || value === "REPLACE") return value;
  const what = name === "x-amz-metadata-directive" ? "metadata" : "tagging";
  throw invalidArgument(name, value, `Unknown ${what} directive.`);
}

/** An older version may be copied onto its key as it is: that is how it is brought back. */
function refuseCopyOntoItself({ request, engine }: S3Call, { address, object }: CopySource): void {
  const { bucket, key, headers } = request;
  if (address.bucket !== bucket || address.key !== key) return;
  const changes =
    headers["x-amz-metadata-directive"] === "REPLACE" ||
    headers["x-amz-storage-class"] !== undefined ||
    headers["x-amz-server-side-encryption"] !== undefined ||
    headers["x-amz-website-redirect-location"] !== undefined;
  const current = engine.bucket(bucket).objects.get(engine.keyBytes(key));
  if (changes || current !== object) return;
  throw new S3Error("InvalidRequest", {}, copyOntoItself);
}

const copyOntoItself =
  "This copy request is illegal because it is trying to copy an object to itself without " +
  "changing the object's metadata, storage class, website redirect location or " +
  "encryption attributes.";

/** A composite checksum is of the parts, which a copy does not have. */
function checksumOfCopy(headers: Headers, source: StoredObject): Checksum {
  const name = headers["x-amz-checksum-algorithm"];
  const asked = name === undefined ? source.checksum.algorithm : checksumAlgorithmNamed(name);
  if (!asked) throw new S3Error("NotImplemented", { Header: "x-amz-checksum-algorithm" });
  if (asked === source.checksum.algorithm && source.checksumType === "FULL_OBJECT") {
    return source.checksum;
  }
  return bodyChecksum(source.body, asked);
}
