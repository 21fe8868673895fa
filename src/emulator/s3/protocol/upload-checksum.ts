import { checksumAlgorithmNamed, defaultChecksumAlgorithm } from "../checksum/checksum.ts";
import type { ChecksumAlgorithm } from "../checksum/checksum.ts";
import { isCrc } from "../checksum/combine-crc.ts";
import { S3Error } from "../errors.ts";
import type { UploadChecksum } from "../multipart/upload.ts";
import type { ChecksumType } from "../objects.ts";

/**
 * The checksum that CreateMultipartUpload asks for. By default that of the parts' checksums, for
 * CRC64NVME and where none is asked for that of the whole object. Only a CRC can be of the whole
 * object, CRC64NVME of nothing else. Source: S3 User Guide, "Checking object integrity".
 */
export function uploadChecksumOf(headers: Readonly<Record<string, string>>): UploadChecksum {
  const name = headers["x-amz-checksum-algorithm"];
  const type = checksumType(headers["x-amz-checksum-type"]);
  if (name === undefined) {
    if (type !== undefined) throw invalidRequest(typeNeedsAlgorithm);
    return { algorithm: defaultChecksumAlgorithm, type: "FULL_OBJECT", origin: "default" };
  }
  const algorithm = checksumAlgorithmNamed(name);
  if (!algorithm) throw invalidRequest(unsupportedAlgorithm);
  const only = onlyType(algorithm);
  if (type !== undefined && only !== undefined && type !== only) {
    throw invalidRequest(
      `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} ` +
        "checksum algorithm.",
    );
  }
  return { algorithm, type: type ?? only ?? "COMPOSITE", origin: "asked" };
}

function onlyType(algorithm: ChecksumAlgorithm): ChecksumType | undefined {
  if (algorithm === "CRC64NVME") return "FULL_OBJECT";
  return isCrc(algorithm) ? undefined : "COMPOSITE";
}

function checksumType(text: string | undefined): ChecksumType | undefined {
  if (text === undefined || text === "COMPOSITE" || text === "FULL_OBJECT") return text;
  throw invalidRequest("Value for x-amz-checksum-type header is invalid.");
}

function invalidRequest(message: string): S3Error {
  return new S3Error("InvalidRequest", {}, message);
}

const typeNeedsAlgorithm =
  "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.";

const unsupportedAlgorithm =
  "Checksum algorithm provided is unsupported. Please try again with any of the valid types: " +
  "[CRC32, CRC32C, CRC64NVME, SHA1, SHA256]";
