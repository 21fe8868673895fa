import { completionOf } from "../protocol/completion.ts";
import { checksumElement } from "../protocol/list-elements.ts";
import { emptyResponse, xmlResponse } from "../protocol/response.ts";
import { setNewVersionHeader } from "../protocol/version.ts";
import { writeConditionOf } from "../protocol/write-condition.ts";
import { textElement } from "../../wire/xml.ts";
import { xmlDocument } from "../protocol/xml-writer.ts";
import type { Action } from "./action.ts";
import { announceCreated } from "./announce.ts";
import { uploadAddressOf } from "./upload-part.ts";

/** Answers when all is done: never with an error within a 200, as S3 may after a long while. */
export const completeMultipartUpload: Action = (call) => {
  const { request, engine } = call;
  const { headers, bucket, key } = request;
  const address = uploadAddressOf(request);
  engine.uploads.find(address);
  const condition = writeConditionOf(headers);
  const object = engine.uploads.complete(address, completionOf(request), condition);
  announceCreated(call, "ObjectCreated:CompleteMultipartUpload", { key, object });
  const location = `http://${headers["host"] ?? "localhost"}/${bucket}/${encodeURIComponent(key)}`;
  const response = xmlResponse(
    xmlDocument(
      "CompleteMultipartUploadResult",
      textElement("Location", location),
      textElement("Bucket", bucket),
      textElement("Key", key),
      textElement("ETag", object.etag),
      checksumElement(object.checksum),
      textElement("ChecksumType", object.checksumType),
    ),
  );
  response.headers["x-amz-server-side-encryption"] = "AES256";
  setNewVersionHeader(response.headers, engine.bucket(bucket), object);
  return response;
};

export const abortMultipartUpload: Action = ({ request, engine }) => {
  engine.uploads.abort(uploadAddressOf(request));
  return emptyResponse(204);
};
