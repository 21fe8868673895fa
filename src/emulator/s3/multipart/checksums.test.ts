import { beforeEach, describe, expect, test } from "vitest";
import { crc32Header, s3Uploads } from "../../../../test/support/s3-uploads.ts";
import type { S3Uploads } from "../../../../test/support/s3-uploads.ts";
import { outcomeOf, s3Wire } from "../../../../test/support/s3-wire.ts";
import type { S3Wire } from "../../../../test/support/s3-wire.ts";
import { checksumOf } from "../checksum/checksum.ts";

let wire: S3Wire;
let uploads: S3Uploads;
const send: S3Wire["send"] = (line, sent) => wire.send(line, sent);

beforeEach(() => {
  wire = s3Wire({ partBytesMin: 4 });
  uploads = s3Uploads(wire);
});

type Headers = Readonly<Record<string, string>>;

const begin: S3Uploads["begin"] = (...asked) => uploads.begin(...asked);
const complete: S3Uploads["complete"] = (...asked) => uploads.complete(...asked);

function part(id: string, number: number, body: string, headers: Headers = {}): string {
  return uploads.part(id, number, { body, headers });
}

describe("checksums", () => {
  const bodies = ["aaaa", "bbbbb", "c"];
  const whole = Buffer.from(bodies.join(""));

  test("composite: over those of the parts, which must be named with them", () => {
    const id = begin({ "x-amz-checksum-algorithm": "CRC32" });
    const parts = bodies.map((body, at) => part(id, at + 1, body, crc32Header(body)));
    expect(complete(id, [parts[0]?.replace(/<ChecksumCRC32>.*32>/, "") ?? ""])).toBe(
      "400 InvalidRequest: The upload was created using a crc32 checksum. The complete request " +
        "must include the checksum for each part. It was missing for part 1 in the request.",
    );
    const digests = bodies.map((body) => crc32Header(body)["x-amz-checksum-crc32"] ?? "");
    const joined = Buffer.concat(digests.map((digest) => Buffer.from(digest, "base64")));
    const { value } = checksumOf(joined, "CRC32");
    expect(complete(id, parts, { "x-amz-checksum-crc32": "AAAAAA==-3" })).toMatch(/BadDigest/);
    expect(complete(id, parts, { "x-amz-checksum-crc32": `${value}-3` })).toBe("200");
    const enabled = { headers: { "x-amz-checksum-mode": "ENABLED" } };
    expect(send("HEAD /bkt/k", enabled).headers).toMatchObject({
      "x-amz-checksum-crc32": `${value}-3`,
      "x-amz-checksum-type": "COMPOSITE",
    });
    expect(send("GET /bkt/k?partNumber=2", enabled).headers).toMatchObject(
      crc32Header(bodies[1] ?? ""),
    );
  });

  test.each(["CRC32", "CRC32C", "CRC64NVME"] as const)("%s of the whole object", (algorithm) => {
    const id = begin({
      "x-amz-checksum-algorithm": algorithm,
      "x-amz-checksum-type": "FULL_OBJECT",
    });
    const parts = bodies.map((body, at) => part(id, at + 1, body));
    const { value } = checksumOf(whole, algorithm);
    const header = `x-amz-checksum-${algorithm.toLowerCase()}`;
    expect(complete(id, parts, { "x-amz-checksum-type": "COMPOSITE" })).toBe(
      "400 InvalidRequest: The upload was created using the FULL_OBJECT checksum mode. " +
        "The complete request must use the same checksum mode.",
    );
    expect(complete(id, parts, { [header]: value })).toBe("200");
    const { headers } = send("HEAD /bkt/k", { headers: { "x-amz-checksum-mode": "ENABLED" } });
    expect(headers).toMatchObject({ [header]: value, "x-amz-checksum-type": "FULL_OBJECT" });
  });

  test("without a choice: CRC64NVME of the whole object, whatever the parts came with", () => {
    const id = begin();
    complete(
      id,
      bodies.map((body, at) => part(id, at + 1, body, crc32Header(body))),
    );
    const { headers } = send("HEAD /bkt/k", { headers: { "x-amz-checksum-mode": "ENABLED" } });
    expect(headers["x-amz-checksum-crc64nvme"]).toBe(checksumOf(whole, "CRC64NVME").value);
  });

  test.each<[Headers, string]>([
    [
      { "x-amz-checksum-type": "FULL_OBJECT" },
      "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.",
    ],
    [
      { "x-amz-checksum-algorithm": "SHA256", "x-amz-checksum-type": "FULL_OBJECT" },
      "The FULL_OBJECT checksum type cannot be used with the sha256 checksum algorithm.",
    ],
    [
      { "x-amz-checksum-algorithm": "CRC64NVME", "x-amz-checksum-type": "COMPOSITE" },
      "The COMPOSITE checksum type cannot be used with the crc64nvme checksum algorithm.",
    ],
  ])("%o is refused", (headers, message) => {
    expect(outcomeOf(send("POST /bkt/k?uploads", { headers }))).toBe(
      `400 InvalidRequest: ${message}`,
    );
  });

  test("a part must have the algorithm of its upload", () => {
    const id = begin({ "x-amz-checksum-algorithm": "SHA256" });
    const query = `partNumber=1&uploadId=${id}`;
    expect(outcomeOf(send(`PUT /bkt/k?${query}`, { body: "a", headers: crc32Header("a") }))).toBe(
      "400 InvalidRequest: Checksum Type mismatch occurred, expected checksum Type: sha256, " +
        "actual checksum Type: crc32",
    );
  });
});
