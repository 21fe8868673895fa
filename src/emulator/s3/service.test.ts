import { beforeEach, describe, expect, test } from "vitest";
import { outcomeOf, s3Wire } from "../../../test/support/s3-wire.ts";
import type { S3Wire } from "../../../test/support/s3-wire.ts";

let wire: S3Wire;
const send: S3Wire["send"] = (line, sent) => wire.send(line, sent);

beforeEach(() => {
  wire = s3Wire();
});

describe("buckets", () => {
  test("are made, found, listed with their region, and taken away", () => {
    send("PUT /bbb", {
      body:
        "<CreateBucketConfiguration><LocationConstraint>eu-south-2</LocationConstraint>" +
        "</CreateBucketConfiguration>",
    });
    expect(send("HEAD /bbb").headers).toMatchObject({ "x-amz-bucket-region": "eu-south-2" });
    expect(send("GET /bbb?location").body).toContain(">eu-south-2</LocationConstraint>");
    expect(send("GET /?bucket-region=eu-south-2").body).toMatch(/<Buckets><Bucket><Name>bbb</);
    expect(outcomeOf(send("DELETE /bbb"))).toBe("204");
    expect(outcomeOf(send("HEAD /bbb"))).toBe("404");
  });

  test("the listing of buckets goes by pages", () => {
    ["cx", "cy", "dx"].forEach((name) => send(`PUT /${name}x`));
    const first = send("GET /?prefix=c&max-buckets=1").body.toString();
    const token = /<ContinuationToken>(.*)<\/ContinuationToken>/.exec(first)?.[1];
    const second = send(`GET /?prefix=c&continuation-token=${token}`).body.toString();
    expect([...`${first}${second}`.matchAll(/<Name>(.*?)</g)].map(([, name]) => name)).toEqual([
      "cxx",
      "cyx",
    ]);
  });

  test("in us-east-1 an owner may create a bucket again", () => {
    wire = s3Wire({}, "us-east-1");
    expect(outcomeOf(send("PUT /bkt"))).toBe("200");
    expect(send("GET /bkt?location").body).toContain("></LocationConstraint>");
  });

  test("a bucket with objects stays", () => {
    send("PUT /bkt/k");
    expect(outcomeOf(send("DELETE /bkt"))).toBe(
      "409 BucketNotEmpty: The bucket you tried to delete is not empty",
    );
    send("DELETE /bkt/k");
    expect(outcomeOf(send("DELETE /bkt"))).toBe("204");
  });
});

describe("refusals, with AWS's texts", () => {
  const longKey = "k".repeat(1_025);
  test.each<[string, { headers?: Record<string, string> }, string]>([
    ["PUT /BKT", {}, "400 InvalidBucketName: The specified bucket is not valid."],
    [
      "PUT /bkt",
      {},
      "409 BucketAlreadyOwnedByYou: Your previous request to create the named bucket " +
        "succeeded and you already own it.",
    ],
    ["GET /nobucket", {}, "404 NoSuchBucket: The specified bucket does not exist"],
    ["PUT /nobucket/k", {}, "404 NoSuchBucket: The specified bucket does not exist"],
    ["DELETE /nobucket/k", {}, "404 NoSuchBucket: The specified bucket does not exist"],
    ["GET /bkt/none", {}, "404 NoSuchKey: The specified key does not exist."],
    ["HEAD /bkt/none", {}, "404"],
    [`PUT /bkt/${longKey}`, {}, "400 KeyTooLongError: Your key is too long"],
    [
      "POST /bkt/k",
      {},
      "405 MethodNotAllowed: The specified method is not allowed against this resource.",
    ],
    ["PUT /bkt/%ff", {}, "400 InvalidURI: Couldn't parse the specified URI."],
    ["GET /bkt/k?versionId=x", {}, "400 InvalidArgument: Invalid version id specified"],
    [
      "GET /bkt?max-keys=x",
      {},
      "400 InvalidArgument: Argument max-keys must be an integer between 0 and 2147483647",
    ],
    [
      "GET /bkt?list-type=2&continuation-token=***",
      {},
      "400 InvalidArgument: The continuation token provided is incorrect",
    ],
    [
      "GET /bkt/k",
      { headers: { "x-amz-expected-bucket-owner": "1" } },
      "403 AccessDenied: Access Denied",
    ],
    [
      "PUT /bkt/k",
      { headers: { "x-amz-meta-a": "v".repeat(2_048) } },
      "400 MetadataTooLarge: Your metadata headers exceed the maximum allowed metadata size",
    ],
    [
      "PUT /bkt/k",
      { headers: { "x-amz-storage-class": "OUTPOSTS" } },
      "400 InvalidStorageClass: The storage class you specified is not valid",
    ],
    [
      "PUT /bkt/k",
      { headers: { "if-none-match": '"e"' } },
      "501 NotImplemented: A header you provided implies functionality that is not implemented",
    ],
  ])("%s %o", (line, sent, expected) => {
    expect(outcomeOf(send(line, sent))).toBe(expected);
  });

  test("the size of one upload is bounded", () => {
    wire = s3Wire({ putObjectBytesMax: 3 });
    expect(outcomeOf(send("PUT /bkt/k", { body: "abc" }))).toBe("200");
    expect(outcomeOf(send("PUT /bkt/k", { body: "abcd" }))).toBe(
      "400 EntityTooLarge: Your proposed upload exceeds the maximum allowed size",
    );
  });

  test("too many requests of a prefix are slowed down", () => {
    wire = s3Wire({ writesPerSecondPerPrefix: 1 });
    expect(outcomeOf(send("PUT /bkt/raw/1"))).toBe("200");
    expect(outcomeOf(send("PUT /bkt/raw/2"))).toBe(
      "503 SlowDown: Please reduce your request rate.",
    );
    expect(outcomeOf(send("PUT /bkt/final/1"))).toBe("200");
    wire.clock.advanceMs(1_000);
    expect(outcomeOf(send("PUT /bkt/raw/2"))).toBe("200");
  });

  test("an error says what it is about, and whose answer it is", () => {
    const { headers, body } = send("GET /bkt/a%26b");
    expect(headers["content-type"]).toBe("application/xml");
    expect(body).toContain("<Key>a&amp;b</Key>");
    expect(body).toContain(`<RequestId>${headers["x-amz-request-id"]}</RequestId>`);
    expect(headers["x-amz-id-2"]).toMatch(/=$/);
    expect(send("PATCH /bkt/k").body).toContain("<Resource>/bkt/k</Resource>");
    expect(send("GET /nobucket").body).toContain("<BucketName>nobucket</BucketName>");
  });
});

test.each([
  ["POST /bkt/k?restore", "RestoreObject"],
  ["POST /bkt/k?select&select-type=2", "SelectObjectContent"],
  ["GET /bkt/k?retention", "GetObjectRetention"],
  ["PUT /bkt/k?legal-hold", "PutObjectLegalHold"],
  ["PUT /bkt?object-lock", "PutObjectLockConfiguration"],
  ["GET /bkt/k?torrent", "GetObjectTorrent"],
  ["GET /bkt?session", "CreateSession"],
])("%s is refused as %s", (line, name) => {
  expect(outcomeOf(send(line))).toBe(
    `501 NotImplemented: The operation ${name} is not implemented.`,
  );
});

test("a request for another service is left to it", () => {
  const of = (headers: Record<string, string>): boolean =>
    wire.service.accepts({ method: "POST", target: "/", headers });
  expect(of({ "x-amz-target": "AmazonSQS.SendMessage" })).toBe(false);
  expect(of({})).toBe(true);
});
