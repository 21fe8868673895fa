import * as s3 from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { contractTarget, type ContractTarget } from "../../support/contract-target.ts";

let target: ContractTarget;
let client: s3.S3Client;
let Bucket = "";

beforeAll(async () => {
  target = await contractTarget();
  client = new s3.S3Client({ ...target.client, forcePathStyle: true });
  Bucket = target.unique("reported");
  await client.send(new s3.CreateBucketCommand({ Bucket }));
});

afterAll(async () => {
  await client.send(new s3.DeleteBucketCommand({ Bucket }));
  client.destroy();
  await target.stop();
});

/** Configurations of which a bucket can have many, each with an id. */

test("metrics", async () => {
  const put = (Id: string) =>
    client.send(
      new s3.PutBucketMetricsConfigurationCommand({
        Bucket,
        Id,
        MetricsConfiguration: { Id, Filter: { Prefix: "raw/" } },
      }),
    );
  await put("b");
  await put("a");
  const list = () => client.send(new s3.ListBucketMetricsConfigurationsCommand({ Bucket }));
  expect((await list()).MetricsConfigurationList?.map(({ Id }) => Id)).toEqual(["a", "b"]);
  const { MetricsConfiguration } = await client.send(
    new s3.GetBucketMetricsConfigurationCommand({ Bucket, Id: "a" }),
  );
  expect(MetricsConfiguration).toEqual({ Id: "a", Filter: { Prefix: "raw/" } });
  for (const Id of ["a", "b"]) {
    await client.send(new s3.DeleteBucketMetricsConfigurationCommand({ Bucket, Id }));
  }
  expect((await list()).MetricsConfigurationList).toBeUndefined();
  await expect(
    client.send(new s3.GetBucketMetricsConfigurationCommand({ Bucket, Id: "a" })),
  ).rejects.toMatchObject({ name: "NoSuchConfiguration" });
});

test("analytics", async () => {
  const AnalyticsConfiguration = { Id: "x", StorageClassAnalysis: {} };
  await client.send(
    new s3.PutBucketAnalyticsConfigurationCommand({ Bucket, Id: "x", AnalyticsConfiguration }),
  );
  const { AnalyticsConfigurationList: list } = await client.send(
    new s3.ListBucketAnalyticsConfigurationsCommand({ Bucket }),
  );
  expect(list).toHaveLength(1);
  const one = { Bucket, Id: "x" };
  await client.send(new s3.GetBucketAnalyticsConfigurationCommand(one));
  await client.send(new s3.DeleteBucketAnalyticsConfigurationCommand(one));
});

test("inventory", async () => {
  const InventoryConfiguration: s3.InventoryConfiguration = {
    Id: "x",
    IsEnabled: true,
    IncludedObjectVersions: "Current",
    Schedule: { Frequency: "Daily" },
    Destination: { S3BucketDestination: { Bucket: `arn:aws:s3:::${Bucket}`, Format: "CSV" } },
  };
  const one = { Bucket, Id: "x" };
  await client.send(
    new s3.PutBucketInventoryConfigurationCommand({ ...one, InventoryConfiguration }),
  );
  const stored = await client.send(new s3.GetBucketInventoryConfigurationCommand(one));
  expect(stored.InventoryConfiguration).toEqual(InventoryConfiguration);
  const { InventoryConfigurationList: list } = await client.send(
    new s3.ListBucketInventoryConfigurationsCommand({ Bucket }),
  );
  expect(list).toEqual([InventoryConfiguration]);
  await client.send(new s3.DeleteBucketInventoryConfigurationCommand(one));
});

test("intelligent tiering", async () => {
  const IntelligentTieringConfiguration: s3.IntelligentTieringConfiguration = {
    Id: "x",
    Status: "Enabled",
    Tierings: [{ AccessTier: "ARCHIVE_ACCESS", Days: 90 }],
  };
  const one = { Bucket, Id: "x" };
  await client.send(
    new s3.PutBucketIntelligentTieringConfigurationCommand({
      ...one,
      IntelligentTieringConfiguration,
    }),
  );
  const { IntelligentTieringConfigurationList: list } = await client.send(
    new s3.ListBucketIntelligentTieringConfigurationsCommand({ Bucket }),
  );
  expect(list).toEqual([IntelligentTieringConfiguration]);
  await client.send(new s3.GetBucketIntelligentTieringConfigurationCommand(one));
  await client.send(new s3.DeleteBucketIntelligentTieringConfigurationCommand(one));
});
