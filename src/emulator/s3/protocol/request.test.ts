import { expect, test } from "vitest";
import { parseRequest } from "./request.ts";

function parse(host: string, target: string): readonly [bucket: string, key: string] {
  const { bucket, key } = parseRequest({
    method: "GET",
    target,
    headers: { host },
    body: Buffer.alloc(0),
    origin: "http://127.0.0.1",
    signal: new AbortController().signal,
  });
  return [bucket, key];
}

test.each([
  ["127.0.0.1:4566", "/", ["", ""]],
  ["127.0.0.1:4566", "/bucket", ["bucket", ""]],
  ["127.0.0.1:4566", "/bucket/?list-type=2", ["bucket", ""]],
  ["localhost:4566", "/bucket/a/b%20c+d?x-id=GetObject", ["bucket", "a/b c+d"]],
  ["localhost", "/bucket//a", ["bucket", "/a"]],
  ["s3.localhost", "/bucket/a", ["bucket", "a"]],
  ["s3.eu-west-1.localhost", "/bucket/a", ["bucket", "a"]],
  ["bucket.localhost:4566", "/a/b", ["bucket", "a/b"]],
  ["bucket.localhost", "/", ["bucket", ""]],
  ["my.bucket.s3.localhost", "/%C3%B1", ["my.bucket", "ñ"]],
  ["bucket.s3.us-gov-west-1.localhost", "/a", ["bucket", "a"]],
])("%s%s is %o", (host, target, expected) => {
  expect(parse(host, target)).toEqual(expected);
});

test.each(["/bucket/%ff", "/bucket/%zz", "//key"])("%s cannot be parsed", (target) => {
  expect(() => parse("localhost", target)).toThrow(expect.objectContaining({ code: "InvalidURI" }));
});
