import { expect, test } from "vitest";
import { isBucketName } from "./bucket-name.ts";

test.each([
  ["raw", true],
  ["my.bucket-1", true],
  ["a".repeat(63), true],
  ["a".repeat(64), false],
  ["ab", false],
  ["Raw", false],
  ["under_score", false],
  ["-raw", false],
  ["raw-", false],
  ["a..b", false],
  ["192.168.5.4", false],
  ["xn--raw", false],
  ["raw-s3alias", false],
])("%s: %s", (name, expected) => expect(isBucketName(name)).toBe(expected));
