import { hash } from "node:crypto";
import { crc32 } from "node:zlib";
import { crc32c, crc64nvme, xxhash128, xxhash3, xxhash64 } from "./wasm-digests.ts";

interface Algorithm {
  readonly header: string;
  readonly bytes: number;
  /** From a body to its digest in base64. */
  readonly digest: (bytes: Buffer) => string;
}

/**
 * The checksums that S3 knows, by the names that it has for them. Source: S3 User Guide, "Checking
 * object integrity for data uploads". The headers are spelled out: they are asked for several times
 * in each request.
 */
const algorithms = {
  CRC32: { header: "x-amz-checksum-crc32", bytes: 4, digest: crc32Digest },
  CRC32C: { header: "x-amz-checksum-crc32c", bytes: 4, digest: crc32c },
  CRC64NVME: { header: "x-amz-checksum-crc64nvme", bytes: 8, digest: crc64nvme },
  SHA1: { header: "x-amz-checksum-sha1", bytes: 20, digest: digestNamed("sha1") },
  SHA256: { header: "x-amz-checksum-sha256", bytes: 32, digest: digestNamed("sha256") },
  SHA512: { header: "x-amz-checksum-sha512", bytes: 64, digest: digestNamed("sha512") },
  MD5: { header: "x-amz-checksum-md5", bytes: 16, digest: digestNamed("md5") },
  XXHASH64: { header: "x-amz-checksum-xxhash64", bytes: 8, digest: xxhash64 },
  XXHASH3: { header: "x-amz-checksum-xxhash3", bytes: 8, digest: xxhash3 },
  XXHASH128: { header: "x-amz-checksum-xxhash128", bytes: 16, digest: xxhash128 },
} as const satisfies Readonly<Record<string, Algorithm>>;

export type ChecksumAlgorithm = keyof typeof algorithms;

export const checksumAlgorithms = Object.keys(algorithms) as readonly ChecksumAlgorithm[];

export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Base64 of the digest, big-endian for those that are numbers. */
  readonly value: string;
}

/** What the service computes where a client sends no checksum of its own. */
export const defaultChecksumAlgorithm: ChecksumAlgorithm = "CRC64NVME";

export function checksumOf(bytes: Buffer, algorithm: ChecksumAlgorithm): Checksum {
  return { algorithm, value: algorithms[algorithm].digest(bytes) };
}

export function checksumHeader(algorithm: ChecksumAlgorithm): string {
  return algorithms[algorithm].header;
}

/** The algorithm by AWS's name for it (`CRC32`), in any case; undefined where it is not known. */
export function checksumAlgorithmNamed(name: string): ChecksumAlgorithm | undefined {
  const upper = name.toUpperCase();
  return Object.hasOwn(algorithms, upper) ? (upper as ChecksumAlgorithm) : undefined;
}

/** Whether a text can be a digest of the algorithm at all. */
export function isDigest({ algorithm, value }: Checksum): boolean {
  return isBase64Of(value, algorithms[algorithm].bytes);
}

/** Whether a text is the canonical base64 of just so many bytes. */
export function isBase64Of(text: string, bytes: number): boolean {
  const decoded = Buffer.from(text, "base64");
  return decoded.length === bytes && decoded.toString("base64") === text;
}

function crc32Digest(bytes: Buffer): string {
  const digest = Buffer.allocUnsafe(4);
  digest.writeUInt32BE(crc32(bytes));
  return digest.toString("base64");
}

function digestNamed(name: string): (bytes: Buffer) => string {
  return (bytes) => hash(name, bytes, "base64");
}
