import { expect, test } from "vitest";
import { bucketOfHost } from "./host.ts";

test.each<[string, string | undefined]>([
  ["127.0.0.1:4566", undefined],
  ["[::1]:4566", undefined],
  ["localhost", undefined],
  ["s3.localhost:4566", undefined],
  ["emulator:4566", undefined],
  ["b.localhost", "b"],
  ["my.bucket.s3.localhost", "my.bucket"],
  ["localhost.localstack.cloud:4566", undefined],
  ["s3.localhost.localstack.cloud:4566", undefined],
  ["b.s3.localhost.localstack.cloud:4566", "b"],
  ["b.s3.eu-west-1.localhost.localstack.cloud", "b"],
  ["s3.amazonaws.com", undefined],
  ["s3.eu-west-1.amazonaws.com", undefined],
  ["b.s3.amazonaws.com", "b"],
  ["my.bucket.s3.eu-west-1.amazonaws.com", "my.bucket"],
  ["b.s3-eu-west-1.amazonaws.com", "b"],
  ["b.s3.dualstack.us-east-1.amazonaws.com", "b"],
  ["b.s3-accelerate.amazonaws.com", "b"],
  ["b.s3.cn-north-1.amazonaws.com.cn", "b"],
  ["files.test", undefined],
  ["b.files.test:80", "b"],
])("%s names the bucket %s", (host, bucket) => {
  expect(bucketOfHost(host, ["files.test"])).toBe(bucket);
});
