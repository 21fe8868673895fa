import { hash } from "node:crypto";
import { crc32 } from "node:zlib";
import { crc32c } from "./crc32c.ts";
import { crc64nvme } from "./crc64nvme.ts";

/** The object checksums that are understood here, each from a body to its digest in base64. */
const digests = {
  CRC32: (bytes: Buffer) => base64Of(crc32(bytes)),
  CRC32C: (bytes: Buffer) => base64Of(crc32c(bytes)),
  CRC64NVME: (bytes: Buffer) => {
    const { high, low } = crc64nvme(bytes);
    return base64Of(high, low);
  },
  SHA1: (bytes: Buffer) => hash("sha1", bytes, "base64"),
  SHA256: (bytes: Buffer) => hash("sha256", bytes, "base64"),
};

export type ChecksumAlgorithm = keyof typeof digests;

export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Base64 of the digest, big-endian for the CRCs. */
  readonly value: string;
}

/** What the service computes where a client sends no checksum of its own. */
export const defaultChecksumAlgorithm: ChecksumAlgorithm = "CRC64NVME";

const digestBytes: Readonly<Record<ChecksumAlgorithm, number>> = {
  CRC32: 4,
  CRC32C: 4,
  CRC64NVME: 8,
  SHA1: 20,
  SHA256: 32,
};

export function checksumOf(bytes: Buffer, algorithm: ChecksumAlgorithm): Checksum {
  return { algorithm, value: digests[algorithm](bytes) };
}

export function checksumHeader(algorithm: ChecksumAlgorithm): string {
  return headers[algorithm];
}

/** The algorithm by AWS's name for it (`CRC32`), in any case; undefined where it is not known. */
export function checksumAlgorithmNamed(name: string): ChecksumAlgorithm | undefined {
  const upper = name.toUpperCase();
  return upper in digests ? (upper as ChecksumAlgorithm) : undefined;
}

/** Whether a text can be a digest of the algorithm at all. */
export function isDigest({ algorithm, value }: Checksum): boolean {
  return isBase64Of(value, digestBytes[algorithm]);
}

/** Whether a text is the canonical base64 of just so many bytes. */
export function isBase64Of(text: string, bytes: number): boolean {
  const decoded = Buffer.from(text, "base64");
  return decoded.length === bytes && decoded.toString("base64") === text;
}

// Spelled out: these names are asked for several times in each request.
const headers: Readonly<Record<ChecksumAlgorithm, string>> = {
  CRC32: "x-amz-checksum-crc32",
  CRC32C: "x-amz-checksum-crc32c",
  CRC64NVME: "x-amz-checksum-crc64nvme",
  SHA1: "x-amz-checksum-sha1",
  SHA256: "x-amz-checksum-sha256",
};

function base64Of(...words: readonly number[]): string {
  const bytes = Buffer.allocUnsafe(words.length * 4);
  words.forEach((word, at) => bytes.writeUInt32BE(word, at * 4));
  return bytes.toString("base64");
}
