import { checksumOf, defaultChecksumAlgorithm } from "../checksum/checksum.ts";
import {
  refuseUnimplementedHeaders,
  setChecksumHeaders,
  storedHeaders,
} from "../protocol/object-headers.ts";
import { emptyResponse } from "../protocol/response.ts";
import { receiveUpload } from "../protocol/upload.ts";
import { writeConditionOf } from "../protocol/write-condition.ts";
import type { Action } from "./action.ts";

export const putObject: Action = ({ request, engine, limits }) => {
  const { headers } = request;
  refuseUnimplementedHeaders(headers);
  const { bytes, checksum } = receiveUpload(request);
  const object = engine.putObject(
    request,
    {
      bytes,
      headers: storedHeaders(headers, limits),
      checksum: checksum ?? checksumOf(bytes, defaultChecksumAlgorithm),
    },
    writeConditionOf(headers),
  );
  const response = emptyResponse(200, {
    etag: object.etag,
    "x-amz-server-side-encryption": "AES256",
  });
  setChecksumHeaders(response.headers, object.checksum);
  return response;
};
