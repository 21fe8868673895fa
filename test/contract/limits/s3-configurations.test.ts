import * as sdk from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { elsewhere } from "../../support/contract-target.ts";
import { outcome, times } from "../../support/outcomes.ts";
import { s3Bench, type S3Bench } from "../../support/s3-bench.ts";

describe("S3: configurations of a bucket", { timeout: 120_000 }, () => {
  let bench: S3Bench;

  beforeAll(async () => {
    bench = await s3Bench();
  });
  afterAll(() => bench.close());

  it("bucketTagsMax: 50 tags", async () => {
    const { Bucket, client } = bench;
    const tag = (count: number) => {
      const TagSet = times(count, (i) => ({ Key: `k${i}`, Value: "v" }));
      return outcome(client.send(new sdk.PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } })));
    };
    expect(await tag(50)).toBe("accepted");
    expect(await tag(51)).not.toBe("accepted");
  });

  it("policyBytesMax: 20 KB", async () => {
    const { Bucket, client } = bench;
    const statement = {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:PutObject",
      Resource: `arn:aws:s3:::${Bucket}/nothing`,
    };
    const policy = (bytes: number) => {
      const text = JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ ...statement, Sid: "" }],
      });
      const Policy = text.replace('"Sid":""', `"Sid":"${"s".repeat(bytes - text.length)}"`);
      return outcome(client.send(new sdk.PutBucketPolicyCommand({ Bucket, Policy })));
    };
    expect(await policy(20_480)).toBe("accepted");
    expect(await policy(20_481)).not.toBe("accepted");
  });

  it("lifecycleRulesMax: 1,000 rules", async () => {
    const { Bucket, client } = bench;
    const put = (count: number) => {
      const Rules = times(count, (i) => ({
        ID: `r${i}`,
        Status: "Disabled" as const,
        Filter: { Prefix: `p${i}/` },
        Expiration: { Days: 1 },
      }));
      const LifecycleConfiguration = { Rules };
      return outcome(
        client.send(
          new sdk.PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration }),
        ),
      );
    };
    expect(await put(1_000)).toBe("accepted");
    expect(await put(1_001)).toBe("MalformedXML");
  });

  it("corsRulesMax: 100 rules", async () => {
    const { Bucket, client } = bench;
    const put = (count: number) => {
      const rule = { AllowedMethods: ["GET"], AllowedOrigins: ["https://example.test"] };
      const CORSConfiguration = { CORSRules: times(count, () => rule) };
      return outcome(client.send(new sdk.PutBucketCorsCommand({ Bucket, CORSConfiguration })));
    };
    expect(await put(100)).toBe("accepted");
    expect(await put(101)).not.toBe("accepted");
  });

  it.skipIf(elsewhere)("configurationsMax, configurationsListMax: as many as are set", async () => {
    const small = await s3Bench({
      limits: { s3: { configurationsMax: 3, configurationsListMax: 2 } },
    });
    const { Bucket, client } = small;
    const put = (Id: string) => {
      const MetricsConfiguration = { Id };
      const input = { Bucket, Id, MetricsConfiguration };
      return outcome(client.send(new sdk.PutBucketMetricsConfigurationCommand(input)));
    };
    for (const id of ["a", "b", "c"]) expect(await put(id)).toBe("accepted");
    expect(await put("d")).toBe("TooManyConfigurations");
    const list = new sdk.ListBucketMetricsConfigurationsCommand({ Bucket });
    const page = await client.send(list);
    expect(page.MetricsConfigurationList).toHaveLength(2);
    expect(page.IsTruncated).toBe(true);
    await small.close();
  });
});
