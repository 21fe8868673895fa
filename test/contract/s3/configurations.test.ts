import * as s3 from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { contractTarget, type ContractTarget } from "../../support/contract-target.ts";

let target: ContractTarget;
let client: s3.S3Client;
let Bucket = "";

beforeAll(async () => {
  target = await contractTarget();
  client = new s3.S3Client({ ...target.client, forcePathStyle: true });
  Bucket = target.unique("configured");
  await client.send(new s3.CreateBucketCommand({ Bucket }));
});

afterAll(async () => {
  await client.send(new s3.DeleteBucketCommand({ Bucket }));
  client.destroy();
  await target.stop();
});

interface Row {
  readonly name: string;
  readonly put: (input: object) => Promise<unknown>;
  readonly get: () => Promise<object>;
  readonly remove?: () => Promise<unknown>;
  /** The member of the answer that holds the configuration; undefined: the answer itself. */
  readonly member?: string;
  /** What the answer is before anything was put: an error's code, or the configuration. */
  readonly before: string | object;
  /** What is put, and is to come back. */
  readonly value: object;
  /** What is answered after the deletion, where that is not what was before. */
  readonly after?: string;
}

const rule = { AllowedMethods: ["GET"], AllowedOrigins: ["https://a.test"], MaxAgeSeconds: 60 };
const tags = [{ Key: "team", Value: "data streams" }];

const rows: readonly Row[] = [
  {
    name: "accelerate",
    put: (AccelerateConfiguration) =>
      client.send(
        new s3.PutBucketAccelerateConfigurationCommand({ Bucket, AccelerateConfiguration }),
      ),
    get: () => client.send(new s3.GetBucketAccelerateConfigurationCommand({ Bucket })),
    before: {},
    value: { Status: "Suspended" },
  },
  {
    name: "CORS",
    put: (value) =>
      client.send(
        new s3.PutBucketCorsCommand({ Bucket, CORSConfiguration: value as s3.CORSConfiguration }),
      ),
    get: () => client.send(new s3.GetBucketCorsCommand({ Bucket })),
    remove: () => client.send(new s3.DeleteBucketCorsCommand({ Bucket })),
    before: "NoSuchCORSConfiguration",
    value: { CORSRules: [rule] },
  },
  {
    name: "encryption",
    put: (value) =>
      client.send(
        new s3.PutBucketEncryptionCommand({
          Bucket,
          ServerSideEncryptionConfiguration: value as s3.ServerSideEncryptionConfiguration,
        }),
      ),
    get: () => client.send(new s3.GetBucketEncryptionCommand({ Bucket })),
    remove: () => client.send(new s3.DeleteBucketEncryptionCommand({ Bucket })),
    member: "ServerSideEncryptionConfiguration",
    before: {
      Rules: [
        {
          ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" },
          BucketKeyEnabled: false,
        },
      ],
    },
    value: {
      Rules: [
        {
          ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" },
          BucketKeyEnabled: true,
        },
      ],
    },
  },
  {
    name: "lifecycle",
    put: (value) =>
      client.send(
        new s3.PutBucketLifecycleConfigurationCommand({
          Bucket,
          LifecycleConfiguration: value as s3.BucketLifecycleConfiguration,
        }),
      ),
    get: () => client.send(new s3.GetBucketLifecycleConfigurationCommand({ Bucket })),
    remove: () => client.send(new s3.DeleteBucketLifecycleCommand({ Bucket })),
    before: "NoSuchLifecycleConfiguration",
    value: {
      Rules: [
        { ID: "old", Status: "Enabled", Filter: { Prefix: "raw/" }, Expiration: { Days: 3 } },
      ],
      TransitionDefaultMinimumObjectSize: "all_storage_classes_128K",
    },
  },
  {
    name: "logging",
    put: (BucketLoggingStatus) =>
      client.send(new s3.PutBucketLoggingCommand({ Bucket, BucketLoggingStatus })),
    get: () => client.send(new s3.GetBucketLoggingCommand({ Bucket })),
    before: {},
    value: {},
  },
  {
    name: "ownership controls",
    put: (value) =>
      client.send(
        new s3.PutBucketOwnershipControlsCommand({
          Bucket,
          OwnershipControls: value as s3.OwnershipControls,
        }),
      ),
    get: () => client.send(new s3.GetBucketOwnershipControlsCommand({ Bucket })),
    remove: () => client.send(new s3.DeleteBucketOwnershipControlsCommand({ Bucket })),
    member: "OwnershipControls",
    before: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
    value: { Rules: [{ ObjectOwnership: "ObjectWriter" }] },
    after: "OwnershipControlsNotFoundError",
  },
  {
    name: "public access block",
    put: (PublicAccessBlockConfiguration) =>
      client.send(new s3.PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration })),
    get: () => client.send(new s3.GetPublicAccessBlockCommand({ Bucket })),
    remove: () => client.send(new s3.DeletePublicAccessBlockCommand({ Bucket })),
    member: "PublicAccessBlockConfiguration",
    before: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
    value: { BlockPublicAcls: false, BlockPublicPolicy: true },
    after: "NoSuchPublicAccessBlockConfiguration",
  },
  {
    name: "request payment",
    put: (value) =>
      client.send(
        new s3.PutBucketRequestPaymentCommand({
          Bucket,
          RequestPaymentConfiguration: value as s3.RequestPaymentConfiguration,
        }),
      ),
    get: () => client.send(new s3.GetBucketRequestPaymentCommand({ Bucket })),
    before: { Payer: "BucketOwner" },
    value: { Payer: "Requester" },
  },
  {
    name: "tagging",
    put: (value) =>
      client.send(new s3.PutBucketTaggingCommand({ Bucket, Tagging: value as s3.Tagging })),
    get: () => client.send(new s3.GetBucketTaggingCommand({ Bucket })),
    remove: () => client.send(new s3.DeleteBucketTaggingCommand({ Bucket })),
    before: "NoSuchTagSet",
    value: { TagSet: tags },
  },
  {
    name: "website",
    put: (WebsiteConfiguration) =>
      client.send(new s3.PutBucketWebsiteCommand({ Bucket, WebsiteConfiguration })),
    get: () => client.send(new s3.GetBucketWebsiteCommand({ Bucket })),
    remove: () => client.send(new s3.DeleteBucketWebsiteCommand({ Bucket })),
    before: "NoSuchWebsiteConfiguration",
    value: { IndexDocument: { Suffix: "index.html" }, ErrorDocument: { Key: "error.html" } },
  },
];

async function answerOf({ get, member }: Row): Promise<unknown> {
  try {
    const { $metadata: _, ...answer } = (await get()) as Record<string, unknown>;
    return member === undefined ? answer : answer[member];
  } catch (error) {
    return (error as Error).name;
  }
}

test.each(rows)("$name is stored, answered and taken away", async (row) => {
  expect(await answerOf(row)).toEqual(row.before);
  await row.put(row.value);
  expect(await answerOf(row)).toEqual(row.value);
  if (!row.remove) return;
  await row.remove();
  expect(await answerOf(row)).toEqual(row.after ?? row.before);
});

test("a bucket without Object Lock says so", async () => {
  await expect(
    client.send(new s3.GetObjectLockConfigurationCommand({ Bucket })),
  ).rejects.toMatchObject({ name: "ObjectLockConfigurationNotFoundError" });
});

test("a policy is JSON, and public where it lets everybody in", async () => {
  const get = () => client.send(new s3.GetBucketPolicyCommand({ Bucket }));
  const status = () => client.send(new s3.GetBucketPolicyStatusCommand({ Bucket }));
  await expect(get()).rejects.toMatchObject({ name: "NoSuchBucketPolicy" });
  await expect(status()).rejects.toMatchObject({ name: "NoSuchBucketPolicy" });
  await expect(
    client.send(new s3.PutBucketPolicyCommand({ Bucket, Policy: "no JSON" })),
  ).rejects.toMatchObject({ name: "MalformedPolicy" });
  const Policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: `arn:aws:s3:::${Bucket}/secret/*`,
      },
    ],
  });
  await client.send(new s3.PutBucketPolicyCommand({ Bucket, Policy }));
  expect((await get()).Policy).toBe(Policy);
  expect((await status()).PolicyStatus?.IsPublic).toBe(false);
  await client.send(new s3.DeleteBucketPolicyCommand({ Bucket }));
  await expect(get()).rejects.toMatchObject({ name: "NoSuchBucketPolicy" });
});
