import { beforeEach, describe, expect, test } from "vitest";
import { outcomeOf, s3Wire } from "../../../test/support/s3-wire.ts";
import type { S3Wire } from "../../../test/support/s3-wire.ts";
import { checksumOf } from "./checksum/checksum.ts";

let wire: S3Wire;
const send: S3Wire["send"] = (line, sent) => wire.send(line, sent);

beforeEach(() => {
  wire = s3Wire();
});

describe("integrity", () => {
  const body = Buffer.from("hello");
  const crc32 = checksumOf(body, "CRC32").value;

  test("what the client sends is kept, else CRC64NVME is computed", () => {
    const sent = send("PUT /bkt/sent", { body, headers: { "x-amz-checksum-crc32": crc32 } });
    expect(sent.headers).toMatchObject({
      "x-amz-checksum-crc32": crc32,
      "x-amz-checksum-type": "FULL_OBJECT",
    });
    send("PUT /bkt/own", { body });
    expect(
      send("HEAD /bkt/own", { headers: { "x-amz-checksum-mode": "ENABLED" } }).headers,
    ).toMatchObject({
      "x-amz-checksum-crc64nvme": checksumOf(body, "CRC64NVME").value,
    });
  });

  test.each<[Record<string, string>, string]>([
    [
      { "x-amz-checksum-crc32": "AAAAAA==" },
      "400 BadDigest: The CRC32 you specified did not match the calculated checksum.",
    ],
    [
      { "x-amz-checksum-crc64nvme": "AAAAAAAAAAA=" },
      "400 BadDigest: The CRC64NVME you specified did not match the calculated checksum.",
    ],
    [
      { "x-amz-checksum-crc32": "nonsense" },
      "400 InvalidRequest: Value for x-amz-checksum-crc32 header is invalid.",
    ],
    [
      { "x-amz-checksum-crc32": crc32, "x-amz-checksum-sha1": crc32 },
      "400 InvalidRequest: Expecting a single x-amz-checksum- header. " +
        "Multiple checksum Types are not allowed.",
    ],
    [
      { "x-amz-checksum-xxhash64": "AAAAAAAAAAA=" },
      "400 BadDigest: The XXHASH64 you specified did not match the calculated checksum.",
    ],
    [
      { "x-amz-checksum-crc16": "AAA=" },
      "400 InvalidRequest: The algorithm type you specified in x-amz-checksum- header is invalid.",
    ],
    [
      { "x-amz-sdk-checksum-algorithm": "CRC32" },
      "400 InvalidRequest: x-amz-sdk-checksum-algorithm specified, but no " +
        "corresponding x-amz-checksum-* or x-amz-trailer headers were found.",
    ],
    [{ "content-md5": "XUFAKrxLKna5cZ2REBfFkg==" }, "200"],
    [
      { "content-md5": "AAAAAAAAAAAAAAAAAAAAAA==" },
      "400 BadDigest: The Content-MD5 you specified did not match what we received.",
    ],
    [{ "content-md5": "short" }, "400 InvalidDigest: The Content-MD5 you specified was invalid."],
    [
      { "x-amz-content-sha256": "0".repeat(64) },
      "400 XAmzContentSHA256Mismatch: The provided 'x-amz-content-sha256' header " +
        "does not match what was computed.",
    ],
  ])("%o", (headers, expected) => {
    expect(outcomeOf(send("PUT /bkt/k", { body, headers }))).toBe(expected);
    expect(outcomeOf(send("HEAD /bkt/k"))).toBe(expected === "200" ? "200" : "404");
  });

  const streaming = {
    "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
    "x-amz-decoded-content-length": "5",
    "x-amz-trailer": "x-amz-checksum-crc32",
    "content-encoding": "gzip,aws-chunked",
  };
  test.each<[string, string, Record<string, string>, string]>([
    ["a right trailer", `5\r\nhello\r\n0\r\nx-amz-checksum-crc32:${crc32}\r\n\r\n`, {}, "200"],
    [
      "a wrong trailer",
      "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n",
      {},
      "400 BadDigest: The CRC32 you specified did not match the calculated checksum.",
    ],
    [
      "no trailer",
      "5\r\nhello\r\n0\r\n\r\n",
      {},
      "400 MalformedTrailerError: The request contained trailing data that was not " +
        "well-formed or did not conform to our published schema.",
    ],
    [
      "a truncated body",
      "5\r\nhel",
      {},
      "400 IncompleteBody: The request body terminated unexpectedly",
    ],
    [
      "fewer bytes than announced",
      `4\r\nhell\r\n0\r\nx-amz-checksum-crc32:${crc32}\r\n\r\n`,
      {},
      "400 IncompleteBody: The request body terminated unexpectedly",
    ],
  ])("a streamed body with %s", (_, chunked, headers, expected) => {
    const sent = { body: chunked, headers: { ...streaming, ...headers } };
    expect(outcomeOf(send("PUT /bkt/k", sent))).toBe(expected);
    if (expected !== "200") return;
    expect(send("GET /bkt/k").body.toString()).toBe("hello");
    expect(send("GET /bkt/k").headers["content-encoding"]).toBe("gzip");
  });
});

test("a streamed body must say how long it is", () => {
  const headers = { "x-amz-content-sha256": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" };
  expect(outcomeOf(send("PUT /bkt/k", { body: "0\r\n\r\n", headers }))).toBe(
    "411 MissingContentLength: You must provide the Content-Length HTTP header.",
  );
});
