import { objectDescriptionOf } from "../protocol/object-description.ts";
import { refuseUnimplementedHeaders } from "../protocol/object-headers.ts";
import { xmlResponse } from "../protocol/response.ts";
import { uploadChecksumOf } from "../protocol/upload-checksum.ts";
import { textElement } from "../../wire/xml.ts";
import { xmlDocument } from "../protocol/xml-writer.ts";
import type { Action } from "./action.ts";

export const createMultipartUpload: Action = ({ request, engine, limits, context }) => {
  const { headers, bucket, key } = request;
  refuseUnimplementedHeaders(headers);
  const description = objectDescriptionOf(headers, limits, context.accountId);
  const upload = engine.uploads.create(request, description, uploadChecksumOf(headers));
  const response = xmlResponse(
    xmlDocument(
      "InitiateMultipartUploadResult",
      textElement("Bucket", bucket),
      textElement("Key", key),
      textElement("UploadId", upload.id),
    ),
  );
  response.headers["x-amz-server-side-encryption"] = "AES256";
  if (upload.checksum.origin === "asked") {
    response.headers["x-amz-checksum-algorithm"] = upload.checksum.algorithm;
    response.headers["x-amz-checksum-type"] = upload.checksum.type;
  }
  return response;
};
