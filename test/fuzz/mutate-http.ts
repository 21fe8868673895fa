import type { Random } from "../../src/core/random.ts";
import { hostileTexts, longText, prototypeNames } from "./hostile-values.ts";
import type { WireForm } from "./fuzz-case.ts";

const oddHeaders: readonly (readonly [string, readonly string[]])[] = [
  ["content-type", ["", "application/x-amz-json-1.1", "application/x-amz-cbor-1.1", "text/plain"]],
  ["content-type", ["application/x-www-form-urlencoded", "multipart/form-data", ";;=", "*/*"]],
  ["content-type", ["multipart/form-data; boundary=", 'multipart/form-data; boundary="']],
  [
    "x-amz-target",
    ["", "Kinesis_20131202.", "Kinesis_20131202.__proto__", "AmazonSQS.constructor"],
  ],
  ["x-amz-target", ["DynamoDB_20120810.ListTables", "Kinesis_20131202.ListStreams.x"]],
  [
    "range",
    ["bytes=", "bytes=-", "bytes=-0", "bytes=5-1", "bytes=99999999999999999999-", "items=1"],
  ],
  ["range", ["bytes=0-0,1-1", "bytes=a-b", "bytes=-99999999999999999999"]],
  ["if-match", ["", "*", '"', 'W/"a"', ","]],
  ["if-none-match", ["", "*", '"a","b"']],
  ["if-modified-since", ["never", "0", "Thu, 32 Foo 99999 99:99:99 GMT"]],
  ["x-amz-copy-source", ["", "/", "a", "%zz", "/fuzz-bucket/", "a/b?versionId=", "?versionId=%ff"]],
  ["x-amz-copy-source-range", ["bytes=0-", "bytes=9-1", "x"]],
  ["content-md5", ["", "a", "AAAAAAAAAAAAAAAAAAAAAA=="]],
  ["x-amz-content-sha256", ["", "x", "STREAMING-", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"]],
  ["x-amz-decoded-content-length", ["", "-1", "NaN", "1e9", "99999999999999999999"]],
  ["x-amz-trailer", ["", "__proto__", "x-amz-checksum-sha256", ","]],
  ["x-amz-checksum-crc32", ["", "AAAA", "====", "\u00ff"]],
  ["x-amz-checksum-none", ["a"]],
  ["x-amz-checksum-algorithm", ["", "MD4", "__proto__"]],
  ["x-amz-checksum-type", ["", "__proto__", "FULL_OBJECT"]],
  ["x-amz-object-attributes", ["", ",", "__proto__", "ETag,ETag"]],
  ["x-amz-tagging", ["", "&", "=", "a=b&a=c", "%zz=%ff", "__proto__=1"]],
  ["x-amz-acl", ["", "__proto__", "public-read"]],
  ["x-amz-grant-read", ["", "id=", "uri=http://x", "constructor=a"]],
  ["x-amz-storage-class", ["", "__proto__", "GLACIER"]],
  ["x-amz-metadata-directive", ["", "__proto__"]],
  ["x-amz-expected-bucket-owner", ["", "1"]],
  ["x-amz-max-parts", ["", "-1", "x", "1e99"]],
  ["x-amz-part-number-marker", ["", "-1", "x", "1e99"]],
  ["x-amzn-query-mode", ["true", "maybe"]],
  ["x-amz-meta-__proto__", ["a"]],
  ["__proto__", ["a"]],
  ["constructor", ["a"]],
  ["origin", ["", "null", "http://\u00ff"]],
  ["access-control-request-headers", ["", ",", "\u00ff"]],
  ["authorization", ["", "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 Credential=/////, SignedHeaders=;"]],
  ["host", ["", ":", "[::1]:1", "a.localhost", "x.s3.amazonaws.com", "\u00ff", "..localhost:0"]],
  ["expect", ["100-continue", "nothing"]],
  ["upgrade", ["websocket", "h2c"]],
  ["accept-encoding", ["identity;q=0", "br"]],
  ["content-encoding", ["aws-chunked", "gzip", "aws-chunked,aws-chunked"]],
];

/** Up to three headers that are odd, missing, doubled or huge. */
export function mutateHeaders(request: WireForm, random: Random): WireForm {
  let headers = [...request.headers];
  for (let left = 1 + random.below(3); left > 0; left--) {
    const at = random.below(Math.max(1, headers.length));
    const [name, value] = headers[at] ?? ["x-amz-date", "x"];
    switch (random.below(8)) {
      case 0:
        headers.splice(at, 1);
        break;
      case 1:
        headers.push([name, value]);
        break;
      case 2:
        headers[at] = [name, random.pick(hostileTexts).replaceAll(/[\r\n\0]/g, "")];
        break;
      case 3:
        headers.push([`x-amz-meta-${random.below(9)}`, longText(random).replaceAll("\0", "")]);
        break;
      case 4:
        headers = [...headers, ...Array.from({ length: 300 }, (_, i) => [`x-${i}`, "y"] as const)];
        break;
      default: {
        const [odd, values] = random.pick(oddHeaders);
        headers = headers.filter(([other]) => other !== odd);
        headers.push([odd, random.pick(values)]);
      }
    }
  }
  return { ...request, headers };
}

const parameters: readonly string[] = [
  "X-Amz-Algorithm=x",
  "X-Amz-Expires=-1&X-Amz-Date=x&X-Amz-Signature=",
  "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=99999999T999999Z&X-Amz-Expires=1e9",
  "AWSAccessKeyId=a&Signature=b&Expires=NaN",
  "max-keys=-1",
  "max-keys=99999999999999999999",
  "max-keys=NaN",
  "max-parts=1.5",
  "max-uploads=0x10",
  "part-number-marker=-9",
  "partNumber=0",
  "partNumber=1e3",
  "uploadId=",
  "uploadId=__proto__",
  "versionId=",
  "versionId=%00",
  "continuation-token=",
  "continuation-token=%ff",
  "encoding-type=x",
  "delimiter=%F0%9F%98%80",
  "marker=%ed%a0%80",
  "list-type=3",
  "id=__proto__",
  "response-content-type=%0d%0aset-cookie:a",
  "response-expires=%00",
  "response-cache-control=%ff%fe",
  "response-content-disposition=%E6%BC%A2",
  "Action=ListQueues&Version=2012-11-05",
  "Action=__proto__&Version=1",
  "x-id=GetObject",
  ...prototypeNames,
];

/** A target with an absurd query or a path that is damaged. */
export function mutateTarget(request: WireForm, random: Random): WireForm {
  const { target } = request;
  const join = target.includes("?") ? "&" : "?";
  const at = 1 + random.below(target.length);
  const [path = "/", query = ""] = target.split("?");
  const mutated = random.pick<() => string>([
    () => target + join + random.pick(parameters),
    () => target + join + random.pick(parameters) + "&" + random.pick(parameters),
    () => target + join + "&&==&=a&a=&%&%zz=%ff&+=+".repeat(1 + random.below(50)),
    () => target + join + "a=b&".repeat(1_500),
    () =>
      target.slice(0, at) +
      random.pick(["%", "%zz", "%00", "%ff", "%C0%AF", "%2F", "%ed%a0%80", "%0d%0a"]) +
      target.slice(at),
    () => `${path}${"/".repeat(1 + random.below(5))}?${query}`,
    () => `${path}/../..${path}?${query}`,
    () => `/${random.pick(prototypeNames)}/${random.pick(prototypeNames)}?${query}`,
    () => `${path}${"k".repeat(1_025)}?${query}`,
    () => `${path}?${query.replaceAll("=", "=%")}`,
    () => path,
    () => `/?${query}`,
    () => `//?${query}`,
    () => `http://fuzz-bucket.localhost:1${target}`,
    () => `${target}#fragment?x`,
    () => "*",
    () => "?",
    () => target.slice(1),
    () => `/_aforo/${random.pick(["%zz", "health", "nothing", "streams/%ff", "__proto__", ""])}`,
  ])();
  return { ...request, target: mutated.replaceAll(/[\s\0]/g, "+") || "/" };
}

/** Another method than the operation's. */
export function mutateMethod(request: WireForm, random: Random): WireForm {
  const methods = ["GET", "PUT", "POST", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "PROPFIND"];
  return { ...request, method: random.pick(methods) };
}
