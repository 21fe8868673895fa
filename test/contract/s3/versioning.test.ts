import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  ListObjectsV2Command,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import type { BucketVersioningStatus, ListObjectVersionsCommandOutput } from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { contractTarget } from "../../support/contract-target.ts";
import type { ContractTarget } from "../../support/contract-target.ts";

let target: ContractTarget;
let client: S3Client;
let Bucket = "";

beforeAll(async () => {
  target = await contractTarget();
  client = new S3Client({ ...target.client, forcePathStyle: true });
});

afterAll(async () => {
  client.destroy();
  await target.stop();
});

beforeEach(async () => {
  Bucket = target.unique("versions");
  await client.send(new CreateBucketCommand({ Bucket }));
});

/** As clean-ups do it: each page is deleted before the next is asked for. */
afterEach(async () => {
  let markers: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
  while (markers) {
    const list = new ListObjectVersionsCommand({ Bucket, MaxKeys: 2, ...markers });
    const page: ListObjectVersionsCommandOutput = await client.send(list);
    const Objects = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(
      ({ Key, VersionId }) => ({ Key, VersionId }),
    );
    if (Objects.length > 0) {
      await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
    }
    const { NextKeyMarker = "", NextVersionIdMarker = "" } = page;
    markers = page.IsTruncated
      ? { KeyMarker: NextKeyMarker, VersionIdMarker: NextVersionIdMarker }
      : undefined;
  }
  await client.send(new DeleteBucketCommand({ Bucket }));
});

async function setVersioning(Status: BucketVersioningStatus): Promise<void> {
  const VersioningConfiguration = { Status };
  await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
}

async function put(Key: string, Body: string): Promise<string | undefined> {
  return (await client.send(new PutObjectCommand({ Bucket, Key, Body }))).VersionId;
}

async function get(Key: string, VersionId?: string): Promise<string> {
  const input = { Bucket, Key, ...(VersionId === undefined ? {} : { VersionId }) };
  const { Body } = await client.send(new GetObjectCommand(input));
  return (await Body?.transformToString()) ?? "";
}

test("versions are kept, read, listed and brought back", async () => {
  const before = await client.send(new GetBucketVersioningCommand({ Bucket }));
  expect(before.Status).toBeUndefined();
  expect(await put("k", "before")).toBeUndefined();
  await setVersioning("Enabled");
  const first = await put("k", "1");
  const second = await put("k", "2");
  expect([await get("k"), await get("k", first), await get("k", "null")]).toEqual([
    "2",
    "1",
    "before",
  ]);
  const removed = await client.send(new DeleteObjectCommand({ Bucket, Key: "k" }));
  expect(removed.DeleteMarker).toBe(true);
  const listed = await client.send(new ListObjectVersionsCommand({ Bucket }));
  expect(listed.Versions?.map(({ VersionId }) => VersionId)).toEqual([second, first, "null"]);
  expect(listed.DeleteMarkers).toMatchObject([{ VersionId: removed.VersionId, IsLatest: true }]);
  const { KeyCount } = await client.send(new ListObjectsV2Command({ Bucket }));
  expect(KeyCount).toBe(0);
  await expect(get("k")).rejects.toMatchObject({ name: "NoSuchKey" });
  await expect(get("k", removed.VersionId)).rejects.toMatchObject({ name: "MethodNotAllowed" });
  const head = new HeadObjectCommand({ Bucket, Key: "k", VersionId: removed.VersionId });
  await expect(client.send(head)).rejects.toMatchObject({ $metadata: { httpStatusCode: 405 } });
  await expect(client.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({
    name: "BucketNotEmpty",
  });
  const CopySource = `${Bucket}/k?versionId=${first}`;
  const copy = await client.send(new CopyObjectCommand({ Bucket, Key: "k", CopySource }));
  expect(copy.CopySourceVersionId).toBe(first);
  expect(await get("k")).toBe("1");
});

test("DeleteObjects tells which delete markers it made and which it took away", async () => {
  await setVersioning("Enabled");
  const version = await put("a", "1");
  const made = await client.send(
    new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: "a" }, { Key: "none" }] } }),
  );
  expect(made.Deleted).toMatchObject([{ DeleteMarker: true }, { DeleteMarker: true }]);
  const marker = made.Deleted?.find(({ Key }) => Key === "a")?.DeleteMarkerVersionId;
  const Objects = [
    { Key: "a", VersionId: marker },
    { Key: "a", VersionId: version },
  ];
  const taken = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  const byVersion = new Map(taken.Deleted?.map((deleted) => [deleted.VersionId, deleted]));
  expect(byVersion.get(marker)).toMatchObject({
    DeleteMarker: true,
    DeleteMarkerVersionId: marker,
  });
  expect(byVersion.get(version)?.DeleteMarker).toBeUndefined();
});

test("a suspended bucket has one null version", async () => {
  await setVersioning("Enabled");
  const kept = await put("k", "kept");
  await setVersioning("Suspended");
  await put("k", "1");
  await put("k", "2");
  const { Versions } = await client.send(new ListObjectVersionsCommand({ Bucket }));
  expect(Versions?.map(({ VersionId }) => VersionId)).toEqual(["null", kept]);
  const removed = await client.send(new DeleteObjectCommand({ Bucket, Key: "k" }));
  expect(removed).toMatchObject({ DeleteMarker: true, VersionId: "null" });
  expect(await get("k", kept)).toBe("kept");
});
