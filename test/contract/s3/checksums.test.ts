import { createHash, randomBytes } from "node:crypto";
import * as s3 from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { contractTarget, type ContractTarget } from "../../support/contract-target.ts";

let target: ContractTarget;
let client: s3.S3Client;
let Bucket = "";
const Key = "k";
const Body = randomBytes(10_000);

beforeAll(async () => {
  target = await contractTarget();
  client = new s3.S3Client({ ...target.client, forcePathStyle: true });
  Bucket = target.unique("checked");
  await client.send(new s3.CreateBucketCommand({ Bucket }));
});

afterAll(async () => {
  await client.send(new s3.DeleteObjectCommand({ Bucket, Key }));
  await client.send(new s3.DeleteBucketCommand({ Bucket }));
  client.destroy();
  await target.stop();
});

// The SDK computes each of these itself: on the way there, and over what comes back.
test.each<s3.ChecksumAlgorithm>(["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"])(
  "%s agrees with the client's",
  async (ChecksumAlgorithm) => {
    const input = { Bucket, Key, Body, ChecksumAlgorithm };
    const put = await client.send(new s3.PutObjectCommand(input));
    const got = await client.send(
      new s3.GetObjectCommand({ Bucket, Key, ChecksumMode: "ENABLED" }),
    );
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? [])).toEqual(Body);
    const name = `Checksum${ChecksumAlgorithm}` as const;
    expect(got[name]).toBe(put[name]);
    expect(got[name]).toBeTruthy();
  },
);

test("a checksum that the client brings is verified and kept", async () => {
  const ChecksumSHA512 = createHash("sha512").update(Body).digest("base64");
  await client.send(new s3.PutObjectCommand({ Bucket, Key, Body, ChecksumSHA512 }));
  const head = await client.send(
    new s3.HeadObjectCommand({ Bucket, Key, ChecksumMode: "ENABLED" }),
  );
  expect(head).toMatchObject({ ChecksumSHA512, ChecksumType: "FULL_OBJECT" });
  await expect(
    client.send(new s3.PutObjectCommand({ Bucket, Key, Body: "else", ChecksumSHA512 })),
  ).rejects.toMatchObject({ name: "BadDigest" });
});
