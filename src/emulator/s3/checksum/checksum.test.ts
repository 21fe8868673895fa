import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { expect, test } from "vitest";
import { checksumAlgorithms, checksumHeader, checksumOf, isBase64Of } from "./checksum.ts";
import type { ChecksumAlgorithm } from "./checksum.ts";

const check = Buffer.from("123456789");

function base64(hex: string): string {
  return Buffer.from(hex, "hex").toString("base64");
}

// The published check values: of the CRC catalogue, and of xxHash's own tests.
test.each<[ChecksumAlgorithm, string]>([
  ["CRC32", base64("cbf43926")],
  ["CRC32C", base64("e3069283")],
  ["CRC64NVME", base64("ae8b14860a799888")],
  ["SHA1", createHash("sha1").update(check).digest("base64")],
  ["SHA256", createHash("sha256").update(check).digest("base64")],
  ["SHA512", createHash("sha512").update(check).digest("base64")],
  ["MD5", createHash("md5").update(check).digest("base64")],
  ["XXHASH64", base64("8cb841db40e6ae83")],
])("%s of 123456789 is the big-endian digest in base64", (algorithm, value) => {
  expect(checksumOf(check, algorithm)).toEqual({ algorithm, value });
});

test.each<[ChecksumAlgorithm, string]>([
  ["CRC32C", "00000000"],
  ["CRC64NVME", "0000000000000000"],
  ["XXHASH64", "ef46db3751d8e999"],
  ["XXHASH3", "2d06800538d394c2"],
  ["XXHASH128", "99aa06d3014798d86001c324468d497f"],
])("%s of nothing", (algorithm, hex) => {
  expect(checksumOf(Buffer.alloc(0), algorithm).value).toBe(base64(hex));
});

// RFC 3720 appendix B.4.
test.each([
  [0, "8a9136aa"],
  [0xff, "62a8ab43"],
])("CRC32C of 32 bytes of %i", (byte, hex) => {
  expect(checksumOf(Buffer.alloc(32, byte), "CRC32C").value).toBe(base64(hex));
});

test("one checksum leaves no trace in the next", () => {
  const large = Buffer.alloc(100_000, "x");
  for (const algorithm of checksumAlgorithms) {
    const first = checksumOf(check, algorithm);
    checksumOf(large, algorithm);
    expect(checksumOf(check, algorithm)).toEqual(first);
  }
  expect(checksumOf(large, "CRC32").value).toBe(base64(crc32(large).toString(16).padStart(8, "0")));
});

test("a header is the name in lower case", () => {
  for (const algorithm of checksumAlgorithms) {
    expect(checksumHeader(algorithm)).toBe(`x-amz-checksum-${algorithm.toLowerCase()}`);
  }
});

test.each([
  ["y/Q5Jg==", 4, true],
  ["y/Q5Jg", 4, false],
  ["y/Q5Jg==", 8, false],
  ["not base64", 4, false],
])("isBase64Of(%s, %i) is %s", (text, bytes, expected) => {
  expect(isBase64Of(text, bytes)).toBe(expected);
});
