import { createHash, randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectVersionsCommand,
  ListObjectsCommand,
  PutObjectCommand,
  RestoreObjectCommand,
  S3Client,
  paginateListObjectsV2,
} from "@aws-sdk/client-s3";
import type { ChecksumAlgorithm } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startEmulator } from "../../src/emulator/server.ts";
import type { Emulator } from "../../src/emulator/server.ts";

let emulator: Emulator;
let client: S3Client;
let buckets = 0;
let Bucket = "";

beforeAll(async () => {
  emulator = await startEmulator();
  client = new S3Client({
    endpoint: emulator.endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    forcePathStyle: true,
    maxAttempts: 1,
  });
});

afterAll(async () => {
  client.destroy();
  await emulator.stop();
});

beforeEach(async () => {
  Bucket = `contract-${buckets++}`;
  await client.send(new CreateBucketCommand({ Bucket }));
});

async function put(Key: string, Body = ""): Promise<string> {
  const { ETag } = await client.send(
    new PutObjectCommand({ Bucket, Key, Body: Buffer.from(Body) }),
  );
  return ETag ?? "";
}

async function get(Key: string, Range?: string): Promise<Buffer> {
  const input = { Bucket, Key, ...(Range === undefined ? {} : { Range }) };
  const { Body } = await client.send(new GetObjectCommand(input));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

describe("buckets", () => {
  test("can be found, located and listed", async () => {
    await client.send(new HeadBucketCommand({ Bucket }));
    const { LocationConstraint } = await client.send(new GetBucketLocationCommand({ Bucket }));
    expect(LocationConstraint).toBeUndefined();
    const { Buckets } = await client.send(new ListBucketsCommand({ Prefix: Bucket }));
    expect(Buckets?.map(({ Name }) => Name)).toEqual([Bucket]);
    expect(Buckets?.[0]?.CreationDate).toBeInstanceOf(Date);
  });

  test("are deleted when they are empty", async () => {
    await put("k");
    await expect(client.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({
      name: "BucketNotEmpty",
    });
    await client.send(new DeleteObjectCommand({ Bucket, Key: "k" }));
    await client.send(new DeleteBucketCommand({ Bucket }));
    await expect(client.send(new HeadBucketCommand({ Bucket }))).rejects.toMatchObject({
      name: "NotFound",
    });
  });
});

describe("objects", () => {
  const body = randomBytes(150_000);
  const md5 = `"${createHash("md5").update(body).digest("hex")}"`;

  test("a buffer goes up with the SDK's CRC32 and comes back verified", async () => {
    const input = { Bucket, Key: "dir/a b+ñ&<.bin", ContentType: "application/x-ndjson" };
    const up = await client.send(
      new PutObjectCommand({
        ...input,
        Body: body,
        ContentEncoding: "gzip",
        Metadata: { run: "r 1", stage: "raw" },
      }),
    );
    expect(up).toMatchObject({ ETag: md5, ChecksumType: "FULL_OBJECT" });
    expect(up.ChecksumCRC32).toBeDefined();
    const down = await client.send(new GetObjectCommand({ Bucket, Key: input.Key }));
    expect(down).toMatchObject({
      ContentType: "application/x-ndjson",
      ContentEncoding: "gzip",
      ContentLength: body.length,
      ETag: md5,
      Metadata: { run: "r 1", stage: "raw" },
      ChecksumCRC32: up.ChecksumCRC32,
    });
    expect(Buffer.from((await down.Body?.transformToByteArray()) ?? []).equals(body)).toBe(true);
  });

  test("a stream goes up in chunks with a trailer", async () => {
    const pieces = [body.subarray(0, 70_000), body.subarray(70_000)];
    const up = await client.send(
      new PutObjectCommand({
        Bucket,
        Key: "stream",
        Body: Readable.from(pieces),
        ContentLength: body.length,
      }),
    );
    expect(up.ETag).toBe(md5);
    expect((await get("stream")).equals(body)).toBe(true);
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: "stream" }));
    expect(head.ContentEncoding).toBeUndefined();
  });

  test.each<ChecksumAlgorithm>(["CRC32", "CRC32C", "SHA1", "SHA256"])(
    "%s is verified and given back",
    async (algorithm) => {
      const Key = `sum-${algorithm}`;
      const input = { Bucket, Key, Body: body, ChecksumAlgorithm: algorithm };
      const up = await client.send(new PutObjectCommand(input));
      const head = await client.send(
        new HeadObjectCommand({ Bucket, Key, ChecksumMode: "ENABLED" }),
      );
      expect(head[`Checksum${algorithm}` as "ChecksumCRC32"]).toBeDefined();
      expect(head[`Checksum${algorithm}` as "ChecksumCRC32"]).toBe(
        up[`Checksum${algorithm}` as "ChecksumCRC32"],
      );
    },
  );

  test("a wrong checksum is refused", async () => {
    const input = { Bucket, Key: "bad", Body: body, ChecksumCRC32: "AAAAAA==" };
    await expect(client.send(new PutObjectCommand(input))).rejects.toMatchObject({
      name: "BadDigest",
      message: "The CRC32 you specified did not match the calculated checksum.",
      $metadata: { httpStatusCode: 400 },
    });
  });

  test("ranges, HEAD and what is missing", async () => {
    await put("k", "0123456789");
    expect((await get("k", "bytes=2-4")).toString()).toBe("234");
    expect((await get("k", "bytes=-2")).toString()).toBe("89");
    await expect(get("k", "bytes=10-")).rejects.toMatchObject({ name: "InvalidRange" });
    await expect(get("none")).rejects.toMatchObject({ name: "NoSuchKey" });
    const head = client.send(new HeadObjectCommand({ Bucket, Key: "none" }));
    await expect(head).rejects.toMatchObject({ name: "NotFound" });
    const elsewhere = new PutObjectCommand({ Bucket: "nobucket", Key: "k", Body: "x" });
    await expect(client.send(elsewhere)).rejects.toMatchObject({ name: "NoSuchBucket" });
  });

  test("an empty object is an object", async () => {
    await put("empty");
    expect(await get("empty")).toHaveLength(0);
  });

  test("conditions of reads and writes", async () => {
    const etag = await put("k", "1");
    const once = new PutObjectCommand({ Bucket, Key: "k", Body: "2", IfNoneMatch: "*" });
    await expect(client.send(once)).rejects.toMatchObject({
      name: "PreconditionFailed",
      message: "At least one of the pre-conditions you specified did not hold",
    });
    await client.send(new PutObjectCommand({ Bucket, Key: "k", Body: "3", IfMatch: etag }));
    expect((await get("k")).toString()).toBe("3");
    const { ETag } = await client.send(new HeadObjectCommand({ Bucket, Key: "k" }));
    const unchanged = new GetObjectCommand({ Bucket, Key: "k", IfNoneMatch: ETag });
    await expect(client.send(unchanged)).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
  });

  test("a copy has its source's body, description and checksum", async () => {
    const Metadata = { run: "1" };
    await client.send(new PutObjectCommand({ Bucket, Key: "a/ñ", Body: body, Metadata }));
    const CopySource = `${Bucket}/${encodeURIComponent("a/ñ")}`;
    const copy = await client.send(new CopyObjectCommand({ Bucket, Key: "b", CopySource }));
    expect(copy.CopyObjectResult).toMatchObject({ ETag: md5, ChecksumType: "FULL_OBJECT" });
    expect((await get("b")).equals(body)).toBe(true);
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: "b" }));
    expect(head.Metadata).toEqual(Metadata);
  });
});

describe("listings", () => {
  const keys = ["a", "d/1", "d/2", "d/3", "e", "ñ & <x>"];

  beforeEach(async () => {
    for (const key of keys) await put(key, "x");
  });

  test("pages of ListObjectsV2", async () => {
    const seen: string[] = [];
    for await (const page of paginateListObjectsV2({ client, pageSize: 2 }, { Bucket })) {
      seen.push(...(page.Contents ?? []).map(({ Key }) => Key ?? ""));
    }
    expect(seen).toEqual(keys);
  });

  test("common prefixes", async () => {
    const page = await client.send(new ListObjectsCommand({ Bucket, Delimiter: "/" }));
    expect(page.CommonPrefixes).toEqual([{ Prefix: "d/" }]);
    expect(page.Contents?.map(({ Key }) => Key)).toEqual(["a", "e", "ñ & <x>"]);
    expect(page.Contents?.[0]).toMatchObject({
      Size: 1,
      ETag: '"9dd4e461268c8034f5c8564e155c67a6"',
      StorageClass: "STANDARD",
      ChecksumAlgorithm: ["CRC32"],
    });
  });

  test("versions are listed and deleted together, as clean-ups do", async () => {
    const { Versions = [] } = await client.send(new ListObjectVersionsCommand({ Bucket }));
    expect(Versions.map(({ VersionId }) => VersionId)).toEqual(keys.map(() => "null"));
    const Objects = Versions.map(({ Key, VersionId }) => ({ Key, VersionId }));
    const removed = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(removed.Deleted?.map(({ Key }) => Key)).toEqual(keys);
    expect(removed.Errors).toBeUndefined();
    await client.send(new DeleteBucketCommand({ Bucket }));
  });
});

test("what is not here says so by its name", async () => {
  const restored = client.send(new RestoreObjectCommand({ Bucket, Key: "k" }));
  await expect(restored).rejects.toMatchObject({
    name: "NotImplemented",
    message: "The operation RestoreObject is not implemented.",
    $metadata: { httpStatusCode: 501 },
  });
});

test("virtual-hosted style", async () => {
  const { port } = new URL(emulator.endpoint);
  const hosted = new S3Client({
    endpoint: `http://localhost:${port}`,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    bucketEndpoint: false,
  });
  hosted.middlewareStack.add(
    (next) => (args) => {
      // No resolver is asked for bucket.localhost: the name stays in the Host header alone.
      const request = args.request as { hostname: string; headers: Record<string, string> };
      expect(request.hostname).toBe(`${Bucket}.localhost`);
      request.headers["host"] = `${request.hostname}:${port}`;
      request.hostname = "127.0.0.1";
      return next(args);
    },
    { step: "finalizeRequest", priority: "low" },
  );
  try {
    await hosted.send(new PutObjectCommand({ Bucket, Key: "a/b", Body: "hosted" }));
    expect((await get("a/b")).toString()).toBe("hosted");
  } finally {
    hosted.destroy();
  }
});
