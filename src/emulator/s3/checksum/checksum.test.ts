import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { checksumOf, isBase64Of } from "./checksum.ts";
import type { ChecksumAlgorithm } from "./checksum.ts";
import { crc32c } from "./crc32c.ts";
import { crc64nvme } from "./crc64nvme.ts";

const check = Buffer.from("123456789");

describe("published check values over 123456789", () => {
  test("CRC32C", () => expect(crc32c(check)).toBe(0xe3069283));
  test("CRC64NVME", () => {
    expect(crc64nvme(check)).toEqual({ high: 0xae8b1486, low: 0x0a799888 });
  });
});

test("checksums of nothing", () => {
  expect(crc32c(Buffer.alloc(0))).toBe(0);
  expect(crc64nvme(Buffer.alloc(0))).toEqual({ high: 0, low: 0 });
});

// RFC 3720 appendix B.4.
test("CRC32C of 32 bytes of zeros and of ones", () => {
  expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa);
  expect(crc32c(Buffer.alloc(32, 0xff))).toBe(0x62a8ab43);
});

test.each<[ChecksumAlgorithm, string]>([
  ["CRC32", "y/Q5Jg=="],
  ["CRC32C", "4waSgw=="],
  ["CRC64NVME", "rosUhgp5mIg="],
  ["SHA1", createHash("sha1").update(check).digest("base64")],
  ["SHA256", createHash("sha256").update(check).digest("base64")],
])("%s is base64 of the big-endian digest", (algorithm, value) => {
  expect(checksumOf(check, algorithm)).toEqual({ algorithm, value });
});

test.each([
  ["y/Q5Jg==", 4, true],
  ["y/Q5Jg", 4, false],
  ["y/Q5Jg==", 8, false],
  ["not base64", 4, false],
])("isBase64Of(%s, %i) is %s", (text, bytes, expected) => {
  expect(isBase64Of(text, bytes)).toBe(expected);
});
