import { checksumOf, defaultChecksumAlgorithm } from "../checksum/checksum.ts";
import { objectDescriptionOf } from "../protocol/object-description.ts";
import { refuseUnimplementedHeaders, setChecksumHeaders } from "../protocol/object-headers.ts";
import { emptyResponse } from "../protocol/response.ts";
import { receiveUpload } from "../protocol/upload.ts";
import { setNewVersionHeader } from "../protocol/version.ts";
import { writeConditionOf } from "../protocol/write-condition.ts";
import type { Action } from "./action.ts";
import { announceCreated } from "./announce.ts";

export const putObject: Action = (call) => {
  const { request, engine, limits, context } = call;
  const { headers } = request;
  refuseUnimplementedHeaders(headers);
  const { bytes, checksum } = receiveUpload(request);
  const description = objectDescriptionOf(headers, limits, context.accountId);
  const object = engine.putObject(
    request,
    {
      bytes,
      checksum: checksum ?? checksumOf(bytes, defaultChecksumAlgorithm),
      // Written out: a spread would take a microsecond.
      headers: description.headers,
      storageClass: description.storageClass,
      tags: description.tags,
      acl: description.acl,
    },
    writeConditionOf(headers),
  );
  announceCreated(call, "ObjectCreated:Put", { key: request.key, object });
  const response = emptyResponse(200, {
    etag: object.etag,
    "x-amz-server-side-encryption": "AES256",
  });
  setChecksumHeaders(response.headers, object.checksum);
  setNewVersionHeader(response.headers, engine.bucket(request.bucket), object);
  return response;
};
