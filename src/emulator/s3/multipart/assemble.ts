import { hash } from "node:crypto";
import type { S3Limits } from "../../../core/limits/s3.ts";
import { JoinedBody } from "../body-store.ts";
import { checksumHeader, checksumOf } from "../checksum/checksum.ts";
import type { Checksum } from "../checksum/checksum.ts";
import { combinedCrc, isCrc } from "../checksum/combine-crc.ts";
import { S3Error } from "../errors.ts";
import type { ObjectContent } from "../objects.ts";
import { partKey } from "./upload.ts";
import type { MultipartUpload, UploadedPart } from "./upload.ts";

/** What CompleteMultipartUpload says: which parts, and what they should come to. */
export interface Completion {
  readonly parts: readonly NamedPart[];
  /** Of the whole object. */
  readonly checksum: Checksum | undefined;
  readonly checksumType: string | undefined;
  readonly sizeBytes: number | undefined;
}

export interface NamedPart {
  readonly number: number;
  readonly etag: string;
  readonly checksum: Checksum | undefined;
}

/**
 * The object that the named parts make. Throws InvalidPartOrder, InvalidPart, EntityTooSmall and
 * what else CompleteMultipartUpload refuses, in this order.
 */
export function assembleParts(
  upload: MultipartUpload,
  completion: Completion,
  limits: S3Limits,
): { readonly parts: readonly UploadedPart[]; readonly content: ObjectContent } {
  const { type, origin } = upload.checksum;
  checkOrder(upload, completion.parts);
  if (completion.checksumType !== undefined) {
    const expected = origin === "asked" ? type : "null";
    if (completion.checksumType !== expected) throw otherChecksumMode(expected);
  }
  const parts = completion.parts.map((named) => namedPart(upload, named));
  checkSizes(parts, limits);
  const body = new JoinedBody(parts.map((part) => part.body));
  if (completion.sizeBytes !== undefined && completion.sizeBytes !== body.sizeBytes) {
    throw new S3Error(
      "InvalidRequest",
      {},
      `The provided 'x-amz-mp-object-size' header value ${completion.sizeBytes} ` +
        `does not match what was computed: ${body.sizeBytes}`,
    );
  }
  const checksum = checksumOfParts(upload, parts);
  checkChecksum(completion.checksum, checksum);
  return {
    parts,
    content: {
      ...upload.description,
      body,
      etag: `"${md5OfMd5s(parts)}-${parts.length}"`,
      checksum,
      checksumType: type,
      parts: parts.map((part) => {
        const checksum = origin === "asked" ? part.checksum : undefined;
        return { number: part.number, sizeBytes: part.body.sizeBytes, checksum };
      }),
    },
  };
}

function checkOrder({ id }: MultipartUpload, parts: readonly NamedPart[]): void {
  if (parts.length === 0) {
    throw new S3Error("InvalidRequest", {}, "You must specify at least one part");
  }
  for (let at = 1; at < parts.length; at++) {
    if ((parts[at - 1] as NamedPart).number < (parts[at] as NamedPart).number) continue;
    throw new S3Error("InvalidPartOrder", { UploadId: id });
  }
}

function namedPart(upload: MultipartUpload, named: NamedPart): UploadedPart {
  const { algorithm, type, origin } = upload.checksum;
  const part = upload.parts.get(partKey(named.number));
  if (!part || bare(part.etag) !== bare(named.etag)) throw invalidPart(upload, named);
  if (origin === "default") return part;
  if (named.checksum === undefined) {
    if (type === "FULL_OBJECT") return part;
    throw new S3Error(
      "InvalidRequest",
      {},
      `The upload was created using a ${algorithm.toLowerCase()} checksum. The complete request ` +
        "must include the checksum for each part. " +
        `It was missing for part ${named.number} in the request.`,
    );
  }
  const { checksum } = part;
  if (named.checksum.algorithm === algorithm && named.checksum.value === checksum.value) {
    return part;
  }
  throw invalidPart(upload, named);
}

function invalidPart({ id }: MultipartUpload, { etag, number }: NamedPart): S3Error {
  return new S3Error("InvalidPart", { UploadId: id, PartNumber: number, ETag: bare(etag) });
}

function checkSizes(parts: readonly UploadedPart[], limits: S3Limits): void {
  const small = parts.slice(0, -1).find(({ body }) => body.sizeBytes < limits.partBytesMin);
  if (small) {
    throw new S3Error("EntityTooSmall", {
      ProposedSize: small.body.sizeBytes,
      MinSizeAllowed: limits.partBytesMin,
      PartNumber: small.number,
      ETag: bare(small.etag),
    });
  }
  const sizeBytes = parts.reduce((sum, { body }) => sum + body.sizeBytes, 0);
  if (sizeBytes > limits.multipartObjectBytesMax) {
    throw new S3Error("EntityTooLarge", {
      ProposedSize: sizeBytes,
      MaxSizeAllowed: limits.multipartObjectBytesMax,
    });
  }
}

function checksumOfParts(upload: MultipartUpload, parts: readonly UploadedPart[]): Checksum {
  const { algorithm, type } = upload.checksum;
  if (type === "COMPOSITE") {
    const digests = parts.map(({ checksum }) => Buffer.from(checksum.value, "base64"));
    const { value } = checksumOf(Buffer.concat(digests), algorithm);
    return { algorithm, value: `${value}-${parts.length}` };
  }
  // CreateMultipartUpload takes FULL_OBJECT for the CRCs alone.
  if (!isCrc(algorithm)) throw new RangeError(`${algorithm} cannot be combined`);
  const crcs = parts.map(({ checksum, body }) => ({ checksum, sizeBytes: body.sizeBytes }));
  return { algorithm, value: combinedCrc(algorithm, crcs) };
}

/** What is sent comes without the number of the parts. */
function checkChecksum(sent: Checksum | undefined, computed: Checksum): void {
  if (sent === undefined) return;
  const same =
    sent.algorithm === computed.algorithm && sent.value === computed.value.replace(/-\d+$/, "");
  if (same) return;
  throw new S3Error(
    "BadDigest",
    {},
    `The ${checksumHeader(sent.algorithm).replace("x-amz-checksum-", "")} you specified did not ` +
      "match the calculated checksum.",
  );
}

function otherChecksumMode(expected: string): S3Error {
  return new S3Error(
    "InvalidRequest",
    {},
    `The upload was created using the ${expected} checksum mode. ` +
      "The complete request must use the same checksum mode.",
  );
}

function md5OfMd5s(parts: readonly UploadedPart[]): string {
  const digests = parts.map(({ etag }) => Buffer.from(bare(etag), "hex"));
  return hash("md5", Buffer.concat(digests), "hex");
}

function bare(etag: string): string {
  return etag.replaceAll('"', "");
}
