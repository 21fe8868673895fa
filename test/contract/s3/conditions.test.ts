import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { contractTarget } from "../../support/contract-target.ts";
import type { ContractTarget } from "../../support/contract-target.ts";

let target: ContractTarget;
let client: S3Client;
let Bucket = "";
const Key = "k";

beforeAll(async () => {
  target = await contractTarget();
  client = new S3Client({ ...target.client, forcePathStyle: true });
  Bucket = target.unique("conditions");
  await client.send(new CreateBucketCommand({ Bucket }));
});

afterAll(async () => {
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
  for (const object of Contents) {
    await client.send(new DeleteObjectCommand({ Bucket, Key: object.Key }));
  }
  await client.send(new DeleteBucketCommand({ Bucket }));
  client.destroy();
  await target.stop();
});

async function put(Body: string): Promise<string> {
  return (await client.send(new PutObjectCommand({ Bucket, Key, Body }))).ETag ?? "";
}

const failed = { name: "PreconditionFailed", $metadata: { httpStatusCode: 412 } };
const notModified = { $metadata: { httpStatusCode: 304 } };

test("reads: an ETag goes before a date", async () => {
  const ETag = await put("1");
  const past = new Date(Date.UTC(2020, 0, 1));
  const { LastModified } = await client.send(new HeadObjectCommand({ Bucket, Key }));
  const read = (conditions: object): Promise<unknown> =>
    client.send(new GetObjectCommand({ Bucket, Key, ...conditions }));
  await expect(read({ IfMatch: '"x"' })).rejects.toMatchObject(failed);
  await expect(read({ IfUnmodifiedSince: past })).rejects.toMatchObject(failed);
  await expect(read({ IfNoneMatch: ETag })).rejects.toMatchObject(notModified);
  await expect(read({ IfModifiedSince: LastModified })).rejects.toMatchObject(notModified);
  await read({ IfMatch: ETag, IfUnmodifiedSince: past });
  await read({ IfNoneMatch: '"x"', IfModifiedSince: LastModified });
});

test("copies: conditions of the source and of the destination", async () => {
  const ETag = await put("1");
  const CopySource = `${Bucket}/${Key}`;
  const copy = (conditions: object): Promise<unknown> =>
    client.send(new CopyObjectCommand({ Bucket, Key: "copy", CopySource, ...conditions }));
  await expect(copy({ CopySourceIfMatch: '"x"' })).rejects.toMatchObject(failed);
  await expect(copy({ CopySourceIfNoneMatch: ETag })).rejects.toMatchObject(failed);
  await copy({ CopySourceIfMatch: ETag, IfNoneMatch: "*" });
  await expect(copy({ IfNoneMatch: "*" })).rejects.toMatchObject(failed);
  await copy({ IfMatch: ETag });
});

test("a copy onto itself has to change something", async () => {
  await put("1");
  const at = { Bucket, Key, CopySource: `${Bucket}/${Key}` };
  await expect(client.send(new CopyObjectCommand(at))).rejects.toMatchObject({
    name: "InvalidRequest",
  });
  const changed = { MetadataDirective: "REPLACE" as const, Metadata: { run: "2" } };
  await client.send(new CopyObjectCommand({ ...at, ...changed, StorageClass: "STANDARD_IA" }));
  const head = await client.send(new HeadObjectCommand({ Bucket, Key }));
  expect(head).toMatchObject({ Metadata: { run: "2" }, StorageClass: "STANDARD_IA" });
});

test("deletions: only of the object that was seen", async () => {
  const ETag = await put("1");
  const remove = (IfMatch: string): Promise<unknown> =>
    client.send(new DeleteObjectCommand({ Bucket, Key, IfMatch }));
  await expect(remove('"x"')).rejects.toMatchObject(failed);
  await remove(ETag);
});
