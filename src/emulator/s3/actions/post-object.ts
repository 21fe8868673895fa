import { checksumOf, defaultChecksumAlgorithm } from "../checksum/checksum.ts";
import { S3Error } from "../errors.ts";
import { readUploadForm } from "../protocol/form-data.ts";
import type { UploadForm } from "../protocol/form-data.ts";
import { invalidArgument } from "../protocol/list-parameters.ts";
import { objectDescriptionOf } from "../protocol/object-description.ts";
import { checkRepresentable, refuseUnimplementedHeaders } from "../protocol/object-headers.ts";
import { checkPostPolicy } from "../protocol/post-policy.ts";
import type { S3Request } from "../protocol/request.ts";
import { emptyResponse } from "../protocol/response.ts";
import type { S3Response } from "../protocol/response.ts";
import { sentChecksum } from "../protocol/upload.ts";
import { setNewVersionHeader } from "../protocol/version.ts";
import { textElement } from "../../wire/xml.ts";
import { urlEncodeKey, xmlDocument } from "../protocol/xml-writer.ts";
import type { Action } from "./action.ts";
import { announceCreated } from "./announce.ts";

/**
 * The upload of a browser's form. Source: S3 API reference, "POST Object". Of the fields, `tagging`
 * (XML) is not taken; `x-amz-tagging` is.
 */
export const postObject: Action = (call) => {
  const { request, engine, limits, context, rates } = call;
  const bucket = engine.bucket(request.bucket);
  const form = readUploadForm(request.headers["content-type"] ?? "", request.body);
  checkPostPolicy(form, bucket.name, context.clock.epochMs());
  const key = keyOf(form);
  rates.take("write", bucket.name, key);
  const headers = headersOf(form);
  refuseUnimplementedHeaders(headers);
  const { bytes } = form.file;
  const checksum = sentChecksum(headers) ?? checksumOf(bytes, defaultChecksumAlgorithm);
  if (checksumOf(bytes, checksum.algorithm).value !== checksum.value) {
    const reason = `The ${checksum.algorithm} you specified did not match the calculated checksum.`;
    throw new S3Error("BadDigest", {}, reason);
  }
  const description = objectDescriptionOf(headers, limits, context.accountId);
  checkRepresentable(description.headers);
  const object = engine.putObject(
    { bucket: bucket.name, key },
    { ...description, bytes, checksum },
    { kind: "none" },
  );
  announceCreated(call, "ObjectCreated:Post", { key, object });
  const response = answerOf(form, { bucket: bucket.name, key, etag: object.etag }, request);
  response.headers["etag"] = object.etag;
  setNewVersionHeader(response.headers, bucket, object);
  return response;
};

/** `${filename}` stands for the name that the file had with the user. */
function keyOf({ fields, file }: UploadForm): string {
  const key = fields["key"];
  if (key === undefined || key === "") {
    const reason =
      "Bucket POST must contain a field named 'key'.  If it is specified, please " +
      "check the order of the fields.";
    throw invalidArgument("key", "", reason);
  }
  return key.replaceAll("${filename}", file.name);
}

/** The fields mean what the headers of PutObject do. */
function headersOf({ fields, file }: UploadForm): Readonly<Record<string, string>> {
  const type = fields["content-type"] ?? file.contentType;
  const acl = fields["x-amz-acl"] ?? fields["acl"];
  return {
    ...fields,
    ...(type !== undefined && { "content-type": type }),
    ...(acl !== undefined && { "x-amz-acl": acl }),
  };
}

interface Posted {
  readonly bucket: string;
  readonly key: string;
  readonly etag: string;
}

function answerOf({ fields }: UploadForm, posted: Posted, request: S3Request): S3Response {
  const { bucket, key, etag } = posted;
  const redirect = fields["success_action_redirect"] ?? fields["redirect"];
  if (redirect !== undefined && URL.canParse(redirect)) {
    const location = new URL(redirect);
    for (const [name, value] of Object.entries({ bucket, key, etag })) {
      location.searchParams.set(name, value);
    }
    return emptyResponse(303, { location: location.href });
  }
  const isHosted = request.headers["host"]?.startsWith(`${bucket}.`) === true;
  const path = isHosted ? urlEncodeKey(key) : `${bucket}/${urlEncodeKey(key)}`;
  const location = `${request.origin}/${path}`;
  const status = fields["success_action_status"];
  if (status !== "201") return emptyResponse(status === "200" ? 200 : 204, { location });
  const document = xmlDocument(
    "PostResponse",
    textElement("Location", location),
    textElement("Bucket", bucket),
    textElement("Key", key),
    textElement("ETag", etag),
  );
  return { status: 201, headers: { "content-type": "application/xml", location }, body: document };
}
