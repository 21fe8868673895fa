import { beforeEach, describe, expect, test } from "vitest";
import { outcomeOf, s3Wire } from "../../../test/support/s3-wire.ts";
import type { S3Wire } from "../../../test/support/s3-wire.ts";

let wire: S3Wire;
const send: S3Wire["send"] = (line, sent) => wire.send(line, sent);

beforeEach(() => {
  wire = s3Wire();
});

describe("objects", () => {
  const described = {
    "content-type": "application/json",
    "content-encoding": "gzip",
    "cache-control": "no-store",
    "x-amz-meta-run": "r1",
  };

  test("come back as they were put, described as they were", () => {
    const put = send("PUT /bkt/a/k", { body: "hello", headers: described });
    expect(put).toMatchObject({
      status: 200,
      headers: { etag: '"5d41402abc4b2a76b9719d911017c592"' },
    });
    const got = send("GET /bkt/a/k");
    expect(got.body.toString()).toBe("hello");
    expect(got.headers).toMatchObject({
      ...described,
      etag: '"5d41402abc4b2a76b9719d911017c592"',
      "last-modified": "Fri, 02 Jan 2026 03:04:05 GMT",
      "content-length": "5",
      "accept-ranges": "bytes",
    });
    expect(got.headers).not.toHaveProperty("x-amz-checksum-crc64nvme");
    const { "x-amz-request-id": _, "x-amz-id-2": __, ...same } = got.headers;
    expect(send("HEAD /bkt/a/k")).toMatchObject({ status: 200, body: "", headers: same });
  });

  test("a range is part of the body, and has no checksum", () => {
    send("PUT /bkt/k", { body: "0123456789" });
    const headers = { range: "bytes=2-4", "x-amz-checksum-mode": "ENABLED" };
    const part = send("GET /bkt/k", { headers });
    expect(part.body.toString()).toBe("234");
    expect(part).toMatchObject({
      status: 206,
      headers: { "content-range": "bytes 2-4/10", "content-length": "3" },
    });
    expect(part.headers).not.toHaveProperty("x-amz-checksum-type");
    expect(outcomeOf(send("GET /bkt/k", { headers: { range: "bytes=10-" } }))).toBe(
      "416 InvalidRange: The requested range is not satisfiable",
    );
  });

  test("reads are conditional", () => {
    const etag = send("PUT /bkt/k", { body: "x" }).headers["etag"] ?? "";
    expect(send("GET /bkt/k", { headers: { "if-none-match": etag } })).toMatchObject({
      status: 304,
      body: "",
    });
    expect(outcomeOf(send("GET /bkt/k", { headers: { "if-match": '"other"' } }))).toBe(
      "412 PreconditionFailed: At least one of the pre-conditions you specified did not hold",
    );
    expect(outcomeOf(send("HEAD /bkt/k", { headers: { "if-match": '"other"' } }))).toBe("412");
  });

  test("writes and deletions are conditional", () => {
    const once = { headers: { "if-none-match": "*" } };
    const failed =
      "412 PreconditionFailed: At least one of the pre-conditions you specified did not hold";
    expect(outcomeOf(send("PUT /bkt/k", once))).toBe("200");
    expect(outcomeOf(send("PUT /bkt/k", once))).toBe(failed);
    const etag = send("HEAD /bkt/k").headers["etag"] ?? "";
    expect(outcomeOf(send("DELETE /bkt/k", { headers: { "if-match": '"x"' } }))).toBe(failed);
    expect(outcomeOf(send("PUT /bkt/k", { body: "2", headers: { "if-match": etag } }))).toBe("200");
    expect(outcomeOf(send("PUT /bkt/k", { body: "3", headers: { "if-match": etag } }))).toBe(
      failed,
    );
    expect(outcomeOf(send("PUT /bkt/none", { headers: { "if-match": etag } }))).toMatch(
      /NoSuchKey/,
    );
  });

  test("response headers can be overridden", () => {
    send("PUT /bkt/k", { headers: described });
    expect(send("GET /bkt/k?response-content-type=text/plain").headers["content-type"]).toBe(
      "text/plain",
    );
  });

  test("are copied, with or without their description", () => {
    send("PUT /bkt/k%20%C3%B1", { body: "hello", headers: described });
    const source = { "x-amz-copy-source": "/bkt/k%20%C3%B1" };
    const copy = send("PUT /bkt/copy", { headers: source });
    expect(copy.body).toContain("<ETag>&quot;5d41402abc4b2a76b9719d911017c592&quot;</ETag>");
    expect(send("GET /bkt/copy").headers).toMatchObject(described);
    send("PUT /bkt/copy", { headers: { ...source, "x-amz-metadata-directive": "REPLACE" } });
    expect(send("GET /bkt/copy").headers).not.toHaveProperty("x-amz-meta-run");
    expect(send("GET /bkt/copy").body.toString()).toBe("hello");
    expect(outcomeOf(send("PUT /bkt/k%20%C3%B1", { headers: source }))).toMatch(/illegal because/);
    expect(outcomeOf(send("PUT /bkt/x", { headers: { "x-amz-copy-source": "bkt/none" } }))).toMatch(
      /NoSuchKey/,
    );
  });
});
