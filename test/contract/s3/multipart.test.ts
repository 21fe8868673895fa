import { createHash } from "node:crypto";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import type { CompletedPart, CreateMultipartUploadCommandInput } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { contractTarget } from "../../support/contract-target.ts";
import type { ContractTarget } from "../../support/contract-target.ts";

let target: ContractTarget;
let client: S3Client;
let Bucket = "";
const keys: string[] = [];

beforeAll(async () => {
  target = await contractTarget();
  client = new S3Client({ ...target.client, forcePathStyle: true });
  Bucket = target.unique("multipart");
  await client.send(new CreateBucketCommand({ Bucket }));
});

afterAll(async () => {
  for (const Key of keys) await client.send(new DeleteObjectCommand({ Bucket, Key }));
  await client.send(new DeleteBucketCommand({ Bucket }));
  client.destroy();
  await target.stop();
});

const partBytes = 5 * 1_048_576;
const pieces = [Buffer.alloc(partBytes, "a"), Buffer.alloc(partBytes, "b"), Buffer.from("end")];
const whole = Buffer.concat(pieces);

type Begin = Omit<CreateMultipartUploadCommandInput, "Bucket" | "Key">;

async function begin(Key: string, input: Begin = {}): Promise<string> {
  keys.push(Key);
  const { UploadId } = await client.send(
    new CreateMultipartUploadCommand({ Bucket, Key, ...input }),
  );
  return UploadId ?? "";
}

/** As the SDK's own multipart uploader does it: parts at once, completed with all they answered. */
async function uploadAll(Key: string, UploadId: string): Promise<CompletedPart[]> {
  return await Promise.all(
    pieces.map(async (Body, at) => {
      const PartNumber = at + 1;
      const input = { Bucket, Key, UploadId, PartNumber, Body };
      const { ETag, ChecksumCRC32 } = await client.send(new UploadPartCommand(input));
      return {
        PartNumber,
        ...(ETag === undefined ? {} : { ETag }),
        ...(ChecksumCRC32 === undefined ? {} : { ChecksumCRC32 }),
      };
    }),
  );
}

describe("a multipart upload", () => {
  test("comes back whole, in ranges and by part", async () => {
    const Key = "dir/whole ñ";
    const UploadId = await begin(Key, {
      ContentType: "text/x",
      Metadata: { run: "1" },
      ChecksumAlgorithm: "CRC32",
    });
    const Parts = await uploadAll(Key, UploadId);
    const listed = await client.send(new ListPartsCommand({ Bucket, Key, UploadId, MaxParts: 2 }));
    expect(listed.Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
      [1, partBytes],
      [2, partBytes],
    ]);
    expect(listed).toMatchObject({ IsTruncated: true, NextPartNumberMarker: "2" });
    const done = await client.send(
      new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
    );
    const md5s = pieces.map((piece) => createHash("md5").update(piece).digest());
    const etag = `"${createHash("md5").update(Buffer.concat(md5s)).digest("hex")}-3"`;
    expect(done).toMatchObject({ ETag: etag, ChecksumType: "COMPOSITE", Key });
    const got = await client.send(new GetObjectCommand({ Bucket, Key }));
    expect(got).toMatchObject({ ETag: etag, ContentType: "text/x", Metadata: { run: "1" } });
    const body = Buffer.from((await got.Body?.transformToByteArray()) ?? []);
    expect(body.equals(whole)).toBe(true);
    const range = await client.send(
      new GetObjectCommand({ Bucket, Key, Range: `bytes=${partBytes - 1}-${partBytes}` }),
    );
    expect(await range.Body?.transformToString()).toBe("ab");
    const part = await client.send(new GetObjectCommand({ Bucket, Key, PartNumber: 3 }));
    expect(await part.Body?.transformToString()).toBe("end");
    expect(part.PartsCount).toBe(3);
    const attributes = await client.send(
      new GetObjectAttributesCommand({
        Bucket,
        Key,
        ObjectAttributes: ["ETag", "ObjectParts", "ObjectSize", "StorageClass", "Checksum"],
      }),
    );
    expect(attributes).toMatchObject({ ObjectSize: whole.length, StorageClass: "STANDARD" });
    expect(attributes.ObjectParts).toMatchObject({ TotalPartsCount: 3, IsTruncated: false });
  });

  test("can be checked by one checksum of the whole object", async () => {
    const Key = "full";
    const UploadId = await begin(Key, { ChecksumAlgorithm: "CRC32", ChecksumType: "FULL_OBJECT" });
    const Parts = await uploadAll(Key, UploadId);
    const at = { Bucket, Key, UploadId, MultipartUpload: { Parts } };
    const size = new CompleteMultipartUploadCommand({ ...at, MpuObjectSize: 7 });
    await expect(client.send(size)).rejects.toMatchObject({ name: "InvalidRequest" });
    const { ChecksumCRC32 } = await client.send(
      new CompleteMultipartUploadCommand({ ...at, ChecksumType: "FULL_OBJECT" }),
    );
    await client.send(new PutObjectCommand({ Bucket, Key: "once", Body: whole }));
    keys.push("once");
    const once = await client.send(
      new HeadObjectCommand({ Bucket, Key: "once", ChecksumMode: "ENABLED" }),
    );
    expect(ChecksumCRC32).toBe(once.ChecksumCRC32);
  });

  test("is refused with parts that are missing, too small or out of order", async () => {
    const Key = "refused";
    const UploadId = await begin(Key);
    const upload = async (PartNumber: number): Promise<CompletedPart> => {
      const input = { Bucket, Key, UploadId, PartNumber, Body: "small" };
      const { ETag, ChecksumCRC32 } = await client.send(new UploadPartCommand(input));
      return { PartNumber, ETag: ETag ?? "", ChecksumCRC32: ChecksumCRC32 ?? "" };
    };
    const [one, two] = [await upload(1), await upload(2)];
    const refusals: [CompletedPart[], string][] = [
      [[one, two], "EntityTooSmall"],
      [[two, one], "InvalidPartOrder"],
      [[{ ...one, ETag: '"0123456789abcdef0123456789abcdef"' }], "InvalidPart"],
      [[one, { ...two, PartNumber: 3 }], "InvalidPart"],
    ];
    for (const [Parts, name] of refusals) {
      const input = { Bucket, Key, UploadId, MultipartUpload: { Parts } };
      await expect(client.send(new CompleteMultipartUploadCommand(input))).rejects.toMatchObject({
        name,
      });
    }
    await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
    await expect(
      client.send(new ListPartsCommand({ Bucket, Key, UploadId })),
    ).rejects.toMatchObject({ name: "NoSuchUpload", $metadata: { httpStatusCode: 404 } });
  });

  test("takes parts of other objects", async () => {
    await client.send(new PutObjectCommand({ Bucket, Key: "source", Body: whole }));
    const UploadId = await begin("copied");
    const CopySource = `${Bucket}/source`;
    const at = { Bucket, Key: "copied", UploadId, CopySource };
    const ranges = [`bytes=0-${partBytes - 1}`, `bytes=${partBytes}-${whole.length - 1}`];
    const Parts: CompletedPart[] = [];
    for (const CopySourceRange of ranges) {
      const PartNumber = Parts.length + 1;
      const { CopyPartResult } = await client.send(
        new UploadPartCopyCommand({ ...at, PartNumber, CopySourceRange }),
      );
      const { ETag = "", ChecksumCRC32 = "" } = CopyPartResult ?? {};
      Parts.push({ PartNumber, ETag, ChecksumCRC32 });
    }
    const input = { Bucket, Key: "copied", UploadId, MultipartUpload: { Parts } };
    await client.send(new CompleteMultipartUploadCommand(input));
    await client.send(
      new CopyObjectCommand({ Bucket, Key: "source", CopySource: `${Bucket}/copied` }),
    );
    keys.push("source");
    const { ETag } = await client.send(new HeadObjectCommand({ Bucket, Key: "source" }));
    expect(ETag).toBe(`"${createHash("md5").update(whole).digest("hex")}"`);
  });

  test("is listed while it is in progress", async () => {
    const ids = [await begin("p/1"), await begin("p/2"), await begin("q")];
    const list = new ListMultipartUploadsCommand({ Bucket, Prefix: "p/" });
    const { Uploads } = await client.send(list);
    expect(Uploads?.map(({ UploadId }) => UploadId)).toEqual(ids.slice(0, 2));
    const grouped = await client.send(new ListMultipartUploadsCommand({ Bucket, Delimiter: "/" }));
    expect(grouped.CommonPrefixes).toEqual([{ Prefix: "p/" }]);
    for (const [at, Key] of ["p/1", "p/2", "q"].entries()) {
      await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId: ids[at] ?? "" }));
    }
  });
});
