import { hash } from "node:crypto";
import { checksumAlgorithmNamed, checksumOf, isBase64Of, isDigest } from "../checksum/checksum.ts";
import type { Checksum } from "../checksum/checksum.ts";
import { S3Error } from "../errors.ts";
import { decodeAwsChunked } from "./aws-chunked.ts";
import type { S3Request } from "./request.ts";

export interface Upload {
  readonly bytes: Buffer;
  /** The checksum that the client sent, verified; undefined where it sent none. */
  readonly checksum: Checksum | undefined;
}

const checksumPrefix = "x-amz-checksum-";
/** These share the prefix of the checksums and are none. */
const notChecksums = new Set(["algorithm", "type", "mode"]);

/**
 * The body of a request, freed of its aws-chunked coding and verified against all that the client
 * sent with it. Source: S3 User Guide, "Checking object integrity for data uploads".
 */
export function receiveUpload(request: S3Request): Upload {
  const { headers } = request;
  const sha256 = headers["x-amz-content-sha256"] ?? "UNSIGNED-PAYLOAD";
  if (!sha256.startsWith("STREAMING-")) {
    if (/^[0-9a-f]{64}$/.test(sha256) && hash("sha256", request.body, "hex") !== sha256) {
      throw new S3Error("XAmzContentSHA256Mismatch", {
        ClientComputedContentSHA256: sha256,
        S3ComputedContentSHA256: hash("sha256", request.body, "hex"),
      });
    }
    verifyContentMd5(request.body, headers["content-md5"]);
    return { bytes: request.body, checksum: verifiedChecksum(request.body, headers, headers) };
  }
  const { bytes, trailers } = decodeAwsChunked(request.body);
  const announced = headers["x-amz-decoded-content-length"];
  if (announced === undefined) throw new S3Error("MissingContentLength");
  if (Number(announced) !== bytes.length) throw new S3Error("IncompleteBody");
  const trailer = headers["x-amz-trailer"]?.trim().toLowerCase();
  if (trailer !== undefined && trailers[trailer] === undefined) {
    throw new S3Error("MalformedTrailerError");
  }
  verifyContentMd5(bytes, headers["content-md5"]);
  return { bytes, checksum: verifiedChecksum(bytes, { ...headers, ...trailers }, headers) };
}

function verifyContentMd5(bytes: Buffer, sent: string | undefined): void {
  if (sent === undefined) return;
  if (!isBase64Of(sent, 16)) throw new S3Error("InvalidDigest", { "Content-MD5": sent });
  const calculated = hash("md5", bytes, "base64");
  if (calculated === sent) return;
  throw new S3Error("BadDigest", { ExpectedDigest: sent, CalculatedDigest: calculated });
}

/** `fields` are the headers, with the trailers where there are any. */
function verifiedChecksum(
  bytes: Buffer,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>>,
): Checksum | undefined {
  const sent = sentChecksum(fields);
  if (!sent) {
    if (headers["x-amz-sdk-checksum-algorithm"] === undefined) return undefined;
    throw new S3Error(
      "InvalidRequest",
      {},
      "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or " +
        "x-amz-trailer headers were found.",
    );
  }
  if (checksumOf(bytes, sent.algorithm).value === sent.value) return sent;
  throw new S3Error(
    "BadDigest",
    {},
    `The ${sent.algorithm} you specified did not match the calculated checksum.`,
  );
}

/** The one checksum among headers and trailers. Throws InvalidRequest. */
export function sentChecksum(fields: Readonly<Record<string, string>>): Checksum | undefined {
  let found: Checksum | undefined;
  for (const name in fields) {
    if (!name.startsWith(checksumPrefix)) continue;
    const suffix = name.slice(checksumPrefix.length);
    if (notChecksums.has(suffix)) continue;
    const algorithm = checksumAlgorithmNamed(suffix);
    if (!algorithm) {
      const reason = "The algorithm type you specified in x-amz-checksum- header is invalid.";
      throw new S3Error("InvalidRequest", {}, reason);
    }
    if (found) {
      throw new S3Error(
        "InvalidRequest",
        {},
        "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.",
      );
    }
    found = { algorithm, value: fields[name] as string };
    if (!isDigest(found)) {
      throw new S3Error("InvalidRequest", {}, `Value for ${name} header is invalid.`);
    }
  }
  return found;
}
