import { checksumOf } from "../../src/emulator/s3/checksum/checksum.ts";
import { outcomeOf } from "./s3-wire.ts";
import type { S3Wire } from "./s3-wire.ts";

type Headers = Readonly<Record<string, string>>;

/** Multipart uploads to `/bkt/k`, step by step. */
export interface S3Uploads {
  /** Answers with the upload's id. */
  begin(headers?: Headers, key?: string): string;
  /** Uploads a part and answers with what CompleteMultipartUpload says of it. */
  part(uploadId: string, number: number, sent: { body: string; headers?: Headers }): string;
  /** Answers with the outcome (see outcomeOf). */
  complete(uploadId: string, parts: readonly string[], headers?: Headers): string;
}

export function s3Uploads({ send }: Pick<S3Wire, "send">): S3Uploads {
  return {
    begin(headers = {}, key = "k") {
      const body = send(`POST /bkt/${key}?uploads`, { headers }).body.toString();
      return /<UploadId>(.*)<\/UploadId>/.exec(body)?.[1] ?? body;
    },
    part(uploadId, number, { body, headers = {} }) {
      const query = `partNumber=${number}&uploadId=${uploadId}`;
      const answer = send(`PUT /bkt/k?${query}`, { body, headers });
      const crc = headers["x-amz-checksum-crc32"];
      const checksum = crc === undefined ? "" : `<ChecksumCRC32>${crc}</ChecksumCRC32>`;
      const etag = `<ETag>${answer.headers["etag"]}</ETag>`;
      return `<Part><PartNumber>${number}</PartNumber>${etag}${checksum}</Part>`;
    },
    complete(uploadId, parts, headers = {}) {
      const body = `<CompleteMultipartUpload>${parts.join("")}</CompleteMultipartUpload>`;
      return outcomeOf(send(`POST /bkt/k?uploadId=${uploadId}`, { body, headers }));
    },
  };
}

/** The header of the CRC32 of a body. */
export function crc32Header(body: string): Headers {
  return { "x-amz-checksum-crc32": checksumOf(Buffer.from(body), "CRC32").value };
}
