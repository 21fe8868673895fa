import { crc32 } from "node:zlib";
import { notImplemented } from "../../src/emulator/s3/actions/not-implemented.ts";
import { configurationTable } from "../../src/emulator/s3/configurations/table.ts";
import type { Source, WireForm } from "./fuzz-case.ts";
import { names } from "./world.ts";

interface S3Template {
  readonly line: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const bucket = `/${names.bucket}`;
const object = `${bucket}/${names.key}`;
const copied = { "x-amz-copy-source": object };

/** Documents that configurations take; the others get one that follows from their table's row. */
const documents: Readonly<Record<string, string>> = {
  cors:
    "<CORSConfiguration><CORSRule><AllowedMethod>GET</AllowedMethod>" +
    "<AllowedOrigin>*</AllowedOrigin></CORSRule></CORSConfiguration>",
  lifecycle:
    "<LifecycleConfiguration><Rule><ID>a</ID><Filter><Prefix>a</Prefix></Filter>" +
    "<Status>Enabled</Status><Expiration><Days>1</Days></Expiration></Rule>" +
    "</LifecycleConfiguration>",
  tagging: "<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>",
};

const configurations: readonly S3Template[] = configurationTable.flatMap((row) => {
  const { subresource, operations, root, content, listRoot } = row;
  const at = `${bucket}?${subresource}${listRoot === undefined ? "" : "&id=a"}`;
  const children = Object.keys(content).map((name) => `<${name}>a</${name}>`);
  const body = documents[subresource] ?? `<${root}>${children.join("")}</${root}>`;
  return [
    { line: `GET ${at}` },
    ...(operations.put === undefined ? [] : [{ line: `PUT ${at}`, body }]),
    ...(operations.delete === undefined ? [] : [{ line: `DELETE ${at}` }]),
  ];
});

const missing: readonly S3Template[] = Object.entries(notImplemented).flatMap(([key, rows]) => {
  const [scope = "", method = ""] = key.split(" ");
  return rows.map(([needs]) => ({
    line: `${method} ${scope === "object" ? object : bucket}?${needs.replaceAll(/ ?@\S+/g, "")}`,
  }));
});

const acl =
  "<AccessControlPolicy><Owner><ID>a</ID></Owner><AccessControlList><Grant>" +
  '<Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="Group">' +
  "<URI>http://acs.amazonaws.com/groups/global/AllUsers</URI></Grantee>" +
  "<Permission>READ</Permission></Grant></AccessControlList></AccessControlPolicy>";

const conditions = { "if-match": '"a"', "if-modified-since": "Sat, 21 Nov 2026 00:00:00 GMT" };
const meta = { "x-amz-meta-a": "b", "x-amz-tagging": "a=b&c=d", "content-type": "text/plain" };

/** Every other operation, by its method and sub-resource. `@` names what the world has. */
const operations: readonly S3Template[] = [
  { line: "GET /" },
  { line: `GET ${bucket}` },
  { line: `GET ${bucket}?list-type=2&prefix=s&delimiter=%2F&max-keys=1&encoding-type=url` },
  { line: `GET ${bucket}?versions&key-marker=a&version-id-marker=b&max-keys=2` },
  { line: `GET ${bucket}?uploads&upload-id-marker=@upload&key-marker=a` },
  { line: `GET ${bucket}?location` },
  { line: `GET ${bucket}?versioning` },
  { line: `GET ${bucket}?acl` },
  { line: `GET ${bucket}?policy` },
  { line: `GET ${bucket}?policyStatus` },
  { line: `GET ${bucket}?notification` },
  { line: `HEAD ${bucket}` },
  {
    line: "PUT /fuzz-other",
    body:
      "<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint>" +
      "</CreateBucketConfiguration>",
  },
  { line: "DELETE /fuzz-other" },
  { line: `PUT ${bucket}?acl`, body: acl },
  {
    line: `PUT ${bucket}?policy`,
    body:
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*",' +
      `"Action":"s3:GetObject","Resource":"arn:aws:s3:::${names.bucket}/*"}]}`,
  },
  {
    line: `PUT ${bucket}?versioning`,
    body: "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>",
  },
  {
    line: `PUT ${bucket}?notification`,
    body:
      "<NotificationConfiguration><QueueConfiguration><Id>a</Id>" +
      `<Queue>${names.queueArn}</Queue><Event>s3:ObjectCreated:*</Event>` +
      "</QueueConfiguration></NotificationConfiguration>",
  },
  {
    line: `POST ${bucket}?delete`,
    body: "<Delete><Object><Key>a</Key></Object><Object><Key>b</Key></Object></Delete>",
  },
  {
    line: `POST ${bucket}`,
    headers: { "content-type": "multipart/form-data; boundary=xx" },
    body:
      '--xx\r\nContent-Disposition: form-data; name="key"\r\n\r\nform/${filename}\r\n' +
      '--xx\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n' +
      "Content-Type: text/plain\r\n\r\nhello\r\n--xx--\r\n",
  },
  { line: `GET ${object}` },
  { line: `GET ${object}`, headers: { range: "bytes=1-2", ...conditions } },
  { line: `GET ${object}?partNumber=1&versionId=null&response-content-type=text%2Fplain` },
  { line: `GET ${object}?attributes`, headers: { "x-amz-object-attributes": "ETag,Checksum" } },
  { line: `GET ${object}?acl` },
  { line: `GET ${object}?tagging` },
  { line: `GET ${object}?uploadId=@upload&max-parts=1&part-number-marker=0` },
  { line: `HEAD ${object}`, headers: { "if-none-match": "@etag" } },
  { line: `PUT ${object}`, headers: meta, body: "hello" },
  { line: `PUT ${object}`, headers: { "if-none-match": "*" }, body: "hello" },
  { line: `PUT ${object}`, headers: { "x-amz-checksum-crc32": "NhCmhg==" }, body: "hello" },
  { line: `PUT ${object}?acl`, body: acl },
  { line: `PUT ${object}?tagging`, body: documents["tagging"] as string },
  { line: `PUT ${object}2`, headers: { ...copied, "x-amz-metadata-directive": "REPLACE" } },
  { line: `PUT ${object}?partNumber=2&uploadId=@upload`, body: "part" },
  {
    line: `PUT ${object}?partNumber=3&uploadId=@upload`,
    headers: { ...copied, "x-amz-copy-source-range": "bytes=0-2" },
  },
  { line: `POST ${object}?uploads`, headers: meta },
  {
    line: `POST ${object}?uploadId=@upload`,
    body:
      "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>a</ETag></Part>" +
      "</CompleteMultipartUpload>",
  },
  { line: `DELETE ${object}3?versionId=null` },
  { line: `DELETE ${object}3?tagging` },
  { line: `DELETE ${object}3?uploadId=gone` },
  {
    line: `OPTIONS ${object}`,
    headers: { origin: "http://a", "access-control-request-method": "GET" },
  },
  {
    line:
      `GET ${object}?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=t%2F20261121%2Fus-east-1` +
      "%2Fs3%2Faws4_request&X-Amz-Date=20261121T000000Z&X-Amz-Expires=60" +
      "&X-Amz-SignedHeaders=host&X-Amz-Signature=abc",
  },
];

const templates = [...operations, ...operations, ...configurations, ...missing];

/** A proper request of some operation. */
export function s3Request({ random, world }: Source): WireForm {
  if (random.chance(0.1)) return chunkedPut();
  const { line, headers = {}, body = "" } = random.pick(templates);
  const [method = "", target = ""] = line.replaceAll("@upload", world.uploadId).split(" ");
  return {
    method,
    target,
    headers: Object.entries(headers).map(([name, value]) => [
      name,
      value.replaceAll("@etag", world.etag),
    ]),
    body: Buffer.from(body),
  };
}

/** PutObject as the SDKs send it by default: aws-chunked, with a checksum in its trailer. */
function chunkedPut(): WireForm {
  const text = "hello, chunks";
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(text));
  const body =
    `5;chunk-signature=${"a".repeat(64)}\r\n${text.slice(0, 5)}\r\n` +
    `${(text.length - 5).toString(16)}\r\n${text.slice(5)}\r\n` +
    `0\r\nx-amz-checksum-crc32:${sum.toString("base64")}\r\n\r\n`;
  return {
    method: "PUT",
    target: `${object}-chunked`,
    headers: [
      ["content-encoding", "aws-chunked"],
      ["x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"],
      ["x-amz-decoded-content-length", String(text.length)],
      ["x-amz-trailer", "x-amz-checksum-crc32"],
    ],
    body: Buffer.from(body),
  };
}
