import * as sdk from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { elsewhere } from "../../support/contract-target.ts";
import { outcome, tally, times } from "../../support/outcomes.ts";
import { s3Bench, type S3Bench } from "../../support/s3-bench.ts";

describe("S3: objects", { timeout: 120_000 }, () => {
  let bench: S3Bench;

  beforeAll(async () => {
    bench = await s3Bench();
  });
  afterAll(() => bench.close());

  it("keyBytesMax: 1,024 bytes of UTF-8", async () => {
    expect(await outcome(bench.put("é".repeat(512)))).toBe("accepted");
    expect(await outcome(bench.put(`${"é".repeat(512)}x`))).toBe("KeyTooLongError");
  });

  it("metadataBytesMax: 2 KB, names and values", async () => {
    const put = (length: number) => bench.put("m", "x", { Metadata: { name: "v".repeat(length) } });
    expect(await outcome(put(2_044))).toBe("accepted");
    expect(await outcome(put(2_045))).toBe("MetadataTooLarge");
  });

  it("objectTagsMax: 10 tags", async () => {
    const tagged = (count: number) =>
      bench.put("t", "x", { Tagging: times(count, (i) => `k${i}=v`).join("&") });
    expect(await outcome(tagged(10))).toBe("accepted");
    expect(await outcome(tagged(11))).toBe("BadRequest");
  });

  it("tagKeyCharactersMax, tagValueCharactersMax: 128 and 256 characters", async () => {
    const tagged = (key: number, value: number) =>
      outcome(bench.put("t", "x", { Tagging: `${"k".repeat(key)}=${"v".repeat(value)}` }));
    expect(await tagged(128, 256)).toBe("accepted");
    expect(await tagged(129, 1)).toBe("InvalidTag");
    expect(await tagged(1, 257)).toBe("InvalidTag");
  });

  it("deleteObjectsKeysMax: 1,000 keys a call", async () => {
    const { Bucket } = bench;
    const remove = (count: number) => {
      const Delete = { Objects: times(count, (i) => ({ Key: `d${i}` })), Quiet: true };
      return outcome(bench.client.send(new sdk.DeleteObjectsCommand({ Bucket, Delete })));
    };
    expect(await remove(1_000)).toBe("accepted");
    expect(await remove(1_001)).toBe("MalformedXML");
  });

  it("listKeysMax: 1,000 keys a page, whatever is asked for", async () => {
    const { Bucket } = bench;
    const list = new sdk.ListObjectsV2Command({ Bucket, MaxKeys: 2_000 });
    expect((await bench.client.send(list)).MaxKeys).toBe(1_000);
  });

  it("lets one of many conditional writes at one time win", async () => {
    const writes = times(20, (i) => bench.put("one", `${i}`, { IfNoneMatch: "*" }));
    const { accepted, PreconditionFailed = 0, ...rest } = await tally(writes);
    expect(accepted).toBe(1);
    const { ConditionalRequestConflict = 0 } = rest;
    expect(PreconditionFailed + ConditionalRequestConflict).toBe(19);
  });

  it.skipIf(elsewhere)("presignedSecondsMax: 7 days", async () => {
    await bench.put("presigned", "x");
    const get = async (seconds: number) => {
      const nowMs = (await bench.head("presigned")).LastModified?.getTime() ?? 0;
      const date = new Date(nowMs).toISOString().replaceAll(/[-:]|\.\d+/g, "");
      const query = new URLSearchParams({
        "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
        "X-Amz-Credential": `test/${date.slice(0, 8)}/us-east-1/s3/aws4_request`,
        "X-Amz-Date": date,
        "X-Amz-Expires": String(seconds),
        "X-Amz-SignedHeaders": "host",
        "X-Amz-Signature": "0".repeat(64),
      });
      const place = `${bench.target.endpoint}/${bench.Bucket}/presigned?${query.toString()}`;
      return (await fetch(place)).status;
    };
    expect(await get(604_800)).toBe(200);
    expect(await get(604_801)).toBe(400);
    await bench.advance(604_801_000);
    expect(await get(604_800)).toBe(403);
  });
});

/** AWS's bounds are of gigabytes and of thousands. */
describe.skipIf(elsewhere)("S3: objects, with lower limits", () => {
  const kib = 1_024;
  const s3 = {
    putObjectBytesMax: 10 * kib,
    copySourceBytesMax: 6 * kib,
    bucketsMax: 3,
    listKeysMax: 2,
  };
  let bench: S3Bench;

  beforeAll(async () => {
    bench = await s3Bench({ limits: { s3 } });
  });
  afterAll(() => bench.close());

  it("putObjectBytesMax: the bytes of one PutObject", async () => {
    expect(await outcome(bench.put("a", Buffer.alloc(10 * kib)))).toBe("accepted");
    expect(await outcome(bench.put("a", Buffer.alloc(10 * kib + 1)))).toBe("EntityTooLarge");
  });

  it("copySourceBytesMax: the bytes of what one CopyObject copies", async () => {
    const copy = async (bytes: number) => {
      await bench.put("source", Buffer.alloc(bytes));
      const { Bucket } = bench;
      const input = { Bucket, Key: "copy", CopySource: `${Bucket}/source` };
      return outcome(bench.client.send(new sdk.CopyObjectCommand(input)));
    };
    expect(await copy(6 * kib)).toBe("accepted");
    expect(await copy(6 * kib + 1)).toBe("InvalidRequest");
  });

  it("listKeysMax: a page that is full says so", async () => {
    const { Bucket } = bench;
    for (const key of ["list/a", "list/b", "list/c"]) await bench.put(key);
    const list = new sdk.ListObjectsV2Command({ Bucket, Prefix: "list/" });
    expect(await bench.client.send(list)).toMatchObject({ KeyCount: 2, IsTruncated: true });
  });

  it("bucketsMax: so many buckets", async () => {
    const create = (Bucket: string) => bench.client.send(new sdk.CreateBucketCommand({ Bucket }));
    expect(await outcome(create("second"))).toBe("accepted");
    expect(await outcome(create("third"))).toBe("accepted");
    expect(await outcome(create("fourth"))).toBe("TooManyBuckets");
  });
});
