import {
  paginateListObjectsV2,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetBucketTaggingCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  ListPartsCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { clientOf, startOn, type DurableEmulator } from "../support/durable-emulator.ts";

let data: string;
let emulator: DurableEmulator;
let s3: S3Client;
beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), "aforo-test-"));
  await start();
});
afterEach(async () => {
  s3.destroy();
  await emulator.kill();
  rmSync(data, { recursive: true });
});

async function start(...args: readonly string[]): Promise<void> {
  emulator = await startOn(data, ...args);
  s3 = new S3Client({ ...clientOf(emulator), forcePathStyle: true });
}

async function killAndStart(...args: readonly string[]): Promise<void> {
  s3.destroy();
  await emulator.kill();
  await start(...args);
}

const Bucket = "bkt";
const large = Buffer.alloc(5 * 1_048_576, "large ");

async function textOf(Key: string, VersionId?: string): Promise<string | undefined> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, VersionId }));
  return Body?.transformToString();
}

describe("after kill -9", () => {
  it("objects are there with all that was said of them, and in all versions", async () => {
    await s3.send(new CreateBucketCommand({ Bucket }));
    const TagSet = [{ Key: "team", Value: "data" }];
    await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
    const Metadata = { run: "1" };
    const first = new PutObjectCommand({ Bucket, Key: "a/ä", Body: "one", Metadata });
    await s3.send(first);
    const VersioningConfiguration = { Status: "Enabled" as const };
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
    await s3.send(new PutObjectTaggingCommand({ Bucket, Key: "a/ä", Tagging: { TagSet } }));
    const two = await s3.send(new PutObjectCommand({ Bucket, Key: "a/ä", Body: "two" }));
    await s3.send(new DeleteObjectCommand({ Bucket, Key: "a/ä" }));
    await s3.send(new PutObjectCommand({ Bucket, Key: "large", Body: large }));
    await s3.send(new CopyObjectCommand({ Bucket, Key: "copy", CopySource: `${Bucket}/large` }));
    const versions = new ListObjectVersionsCommand({ Bucket });
    const before = await s3.send(versions);
    await killAndStart();
    const after = await s3.send(versions);
    expect(after.Versions).toEqual(before.Versions);
    expect(after.DeleteMarkers).toEqual(before.DeleteMarkers);
    expect(await textOf("a/ä", two.VersionId)).toBe("two");
    const one = await s3.send(new GetObjectCommand({ Bucket, Key: "a/ä", VersionId: "null" }));
    expect(one).toMatchObject({ Metadata, TagCount: 1 });
    expect(await textOf("copy")).toBe(large.toString());
    const tagging = await s3.send(new GetBucketTaggingCommand({ Bucket }));
    expect(tagging.TagSet).toEqual(TagSet);
    // The bucket goes on where it was.
    const three = await s3.send(new PutObjectCommand({ Bucket, Key: "a/ä", Body: "three" }));
    expect(await textOf("a/ä", three.VersionId)).toBe("three");
  });

  it("a multipart upload goes on, and its object is there once it was acknowledged", async () => {
    await s3.send(new CreateBucketCommand({ Bucket }));
    const upload = { Bucket, Key: "k" };
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand(upload));
    const part = { ...upload, UploadId };
    await s3.send(new UploadPartCommand({ ...part, PartNumber: 1, Body: large }));
    await killAndStart();
    await s3.send(new UploadPartCommand({ ...part, PartNumber: 2, Body: "end" }));
    await killAndStart();
    const { Parts = [] } = await s3.send(new ListPartsCommand(part));
    expect(Parts.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
      [1, large.length],
      [2, 3],
    ]);
    const MultipartUpload = { Parts: Parts.map(({ PartNumber, ETag }) => ({ PartNumber, ETag })) };
    await s3.send(new CompleteMultipartUploadCommand({ ...part, MultipartUpload }));
    await killAndStart();
    expect(await textOf("k")).toBe(`${large.toString()}end`);
    await expect(s3.send(new ListPartsCommand(part))).rejects.toThrow(/does not exist/);
  });

  it.each(["write", "fsync"])(
    "nothing acknowledged is lost in a storm of puts: %s",
    async (sync) => {
      await killAndStart("--set", `sync=${sync}`);
      await s3.send(new CreateBucketCommand({ Bucket }));
      const etags = new Map<string, string | undefined>();
      const isEnough = new Promise<void>((resolve) => {
        const writer = async (name: number) => {
          for (let i = 0; ; i++) {
            const Key = `${name}/${i}`;
            const put = new PutObjectCommand({ Bucket, Key, Body: `${Key} `.repeat(200) });
            const done = await s3.send(put).catch(() => undefined);
            if (!done) return;
            etags.set(Key, done.ETag);
            if (etags.size === 100) resolve();
          }
        };
        for (let name = 0; name < 8; name++) void writer(name);
      });
      await isEnough;
      await killAndStart();
      const found = new Map<string | undefined, string | undefined>();
      for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket })) {
        for (const { Key, ETag } of Contents) found.set(Key, ETag);
      }
      expect([...etags].filter(([key, etag]) => found.get(key) !== etag)).toEqual([]);
      for (const key of [...etags.keys()].slice(-8)) {
        expect(await textOf(key)).toBe(`${key} `.repeat(200));
      }
    },
  );

  it("what was reset does not come back", async () => {
    await s3.send(new CreateBucketCommand({ Bucket }));
    await s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x" }));
    await fetch(`${emulator.endpoint}/_aforo/reset`, { method: "POST" });
    await killAndStart();
    await s3.send(new CreateBucketCommand({ Bucket }));
    const { KeyCount } = await s3.send(new ListObjectsV2Command({ Bucket }));
    expect(KeyCount).toBe(0);
  });
});
