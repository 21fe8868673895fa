import * as sdk from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { elsewhere } from "../../support/contract-target.ts";
import { outcome } from "../../support/outcomes.ts";
import { s3Bench, type S3Bench } from "../../support/s3-bench.ts";

const mib = 1_048_576;

describe("S3: multipart uploads", { timeout: 120_000 }, () => {
  let bench: S3Bench;

  beforeAll(async () => {
    bench = await s3Bench();
  });
  afterAll(() => bench.close());

  it("partsMax: part numbers of 1 to 10,000", async () => {
    const id = await bench.upload("numbers");
    const part = (PartNumber: number) =>
      outcome(bench.part("numbers", id, { PartNumber, Body: "x" }));
    expect(await part(0)).toBe("InvalidArgument");
    expect(await part(1)).toBe("accepted");
    expect(await part(10_000)).toBe("accepted");
    expect(await part(10_001)).toBe("InvalidArgument");
  });

  it("partBytesMin: 5 MiB for all parts but the last", async () => {
    const complete = async (bytes: number) => {
      const id = await bench.upload("least");
      const first = await bench.part("least", id, { PartNumber: 1, Body: Buffer.alloc(bytes) });
      const last = await bench.part("least", id, { PartNumber: 2, Body: "x" });
      return outcome(bench.complete("least", id, [first, last]));
    };
    expect(await complete(5 * mib)).toBe("accepted");
    expect(await complete(5 * mib - 1)).toBe("EntityTooSmall");
  });

  it("listPartsMax: 1,000 parts a page, whatever is asked for", async () => {
    const { Bucket, client } = bench;
    const UploadId = await bench.upload("parts");
    const list = new sdk.ListPartsCommand({ Bucket, Key: "parts", UploadId, MaxParts: 2_000 });
    expect((await client.send(list)).MaxParts).toBe(1_000);
  });

  it.skipIf(elsewhere)("listUploadsMax, listPartsMax: a full page says so", async () => {
    const small = await s3Bench({ limits: { s3: { listUploadsMax: 2, listPartsMax: 2 } } });
    const { Bucket, client } = small;
    for (const key of ["a", "b", "c"]) await small.upload(key);
    const page = await client.send(new sdk.ListMultipartUploadsCommand({ Bucket }));
    expect(page.Uploads).toHaveLength(2);
    expect(page.IsTruncated).toBe(true);
    const UploadId = await small.upload("d");
    for (const PartNumber of [1, 2, 3]) {
      await small.part("d", UploadId, { PartNumber, Body: "x" });
    }
    const parts = await client.send(new sdk.ListPartsCommand({ Bucket, Key: "d", UploadId }));
    expect(parts.Parts).toHaveLength(2);
    expect(parts.IsTruncated).toBe(true);
    await small.close();
  });

  it.skipIf(elsewhere)("partBytesMax, multipartObjectBytesMax: of gigabytes in AWS", async () => {
    const s3 = { partBytesMin: 10, partBytesMax: 100, multipartObjectBytesMax: 150 };
    const small = await s3Bench({ limits: { s3 } });
    const id = await small.upload("k");
    const part = (PartNumber: number, bytes: number) =>
      small.part("k", id, { PartNumber, Body: Buffer.alloc(bytes) });
    expect(await outcome(part(1, 101))).toBe("EntityTooLarge");
    const parts = [await part(1, 100), await part(2, 51)];
    expect(await outcome(small.complete("k", id, parts))).toBe("EntityTooLarge");
    const less = [parts[0] as sdk.CompletedPart, await part(2, 50)];
    expect(await outcome(small.complete("k", id, less))).toBe("accepted");
    await small.close();
  });
});
