import * as s3 from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { contractTarget, type ContractTarget } from "../../support/contract-target.ts";

let target: ContractTarget;
let client: s3.S3Client;
let Bucket = "";
const Key = "a/b";

beforeAll(async () => {
  target = await contractTarget();
  client = new s3.S3Client({ ...target.client, forcePathStyle: true });
  Bucket = target.unique("described");
  await client.send(new s3.CreateBucketCommand({ Bucket, ObjectOwnership: "ObjectWriter" }));
  const OwnershipControls: s3.OwnershipControls = { Rules: [{ ObjectOwnership: "ObjectWriter" }] };
  await client.send(new s3.PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls }));
  await client.send(new s3.DeletePublicAccessBlockCommand({ Bucket }));
});

afterAll(async () => {
  await client.send(new s3.DeleteObjectCommand({ Bucket, Key }));
  await client.send(new s3.DeleteBucketCommand({ Bucket }));
  client.destroy();
  await target.stop();
});

async function tags(): Promise<unknown> {
  return (await client.send(new s3.GetObjectTaggingCommand({ Bucket, Key }))).TagSet;
}

test("tags come with an object, are replaced and go", async () => {
  await client.send(new s3.PutObjectCommand({ Bucket, Key, Tagging: "a=1&b=x%20y" }));
  expect(await tags()).toEqual([
    { Key: "a", Value: "1" },
    { Key: "b", Value: "x y" },
  ]);
  expect((await client.send(new s3.GetObjectCommand({ Bucket, Key }))).TagCount).toBe(2);
  const TagSet = [{ Key: "c", Value: "" }];
  await client.send(new s3.PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet } }));
  expect(await tags()).toEqual(TagSet);
  await client.send(new s3.DeleteObjectTaggingCommand({ Bucket, Key }));
  expect(await tags()).toEqual([]);
  expect((await client.send(new s3.GetObjectCommand({ Bucket, Key }))).TagCount).toBeUndefined();
});

test.each<[string, string, s3.Tag[]]>([
  ["eleven tags", "BadRequest", Array.from({ length: 11 }, (_, i) => ({ Key: `${i}`, Value: "" }))],
  [
    "a key twice",
    "InvalidTag",
    [
      { Key: "a", Value: "1" },
      { Key: "a", Value: "2" },
    ],
  ],
  ["a key that is too long", "InvalidTag", [{ Key: "k".repeat(129), Value: "" }]],
  ["a value with a comma", "InvalidTag", [{ Key: "a", Value: "1,2" }]],
])("%s: %s", async (_, name, TagSet) => {
  await client.send(new s3.PutObjectCommand({ Bucket, Key }));
  await expect(
    client.send(new s3.PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet } })),
  ).rejects.toMatchObject({ name });
});

test("each version has tags of its own", async () => {
  const versioned = target.unique("tagged");
  const about = { Bucket: versioned, Key: "k" };
  await client.send(new s3.CreateBucketCommand({ Bucket: versioned }));
  const VersioningConfiguration = { Status: "Enabled" } as const;
  await client.send(
    new s3.PutBucketVersioningCommand({ Bucket: versioned, VersioningConfiguration }),
  );
  const first = await client.send(new s3.PutObjectCommand({ ...about, Tagging: "n=1" }));
  const second = await client.send(new s3.PutObjectCommand({ ...about, Tagging: "n=2" }));
  for (const [value, { VersionId }] of [
    ["1", first],
    ["2", second],
  ] as const) {
    const answer = await client.send(new s3.GetObjectTaggingCommand({ ...about, VersionId }));
    expect(answer).toMatchObject({ VersionId, TagSet: [{ Key: "n", Value: value }] });
  }
  const marker = await client.send(new s3.DeleteObjectCommand(about));
  await expect(client.send(new s3.GetObjectTaggingCommand(about))).rejects.toMatchObject({
    name: "MethodNotAllowed",
  });
  for (const { VersionId } of [first, second, marker]) {
    await client.send(new s3.DeleteObjectCommand({ ...about, VersionId }));
  }
  await client.send(new s3.DeleteBucketCommand({ Bucket: versioned }));
});

const everybody = "http://acs.amazonaws.com/groups/global/AllUsers";

test("an object has the ACL that it was given", async () => {
  const get = () => client.send(new s3.GetObjectAclCommand({ Bucket, Key }));
  await client.send(new s3.PutObjectCommand({ Bucket, Key }));
  const { Owner, Grants } = await get();
  const owners = { Grantee: { Type: "CanonicalUser", ID: Owner?.ID }, Permission: "FULL_CONTROL" };
  expect(Grants).toMatchObject([owners]);
  await client.send(new s3.PutObjectAclCommand({ Bucket, Key, ACL: "public-read" }));
  const forAll = { Grantee: { Type: "Group", URI: everybody }, Permission: "READ" };
  expect((await get()).Grants).toMatchObject([owners, forAll]);
  const AccessControlPolicy = { Owner, Grants } as s3.AccessControlPolicy;
  await client.send(new s3.PutObjectAclCommand({ Bucket, Key, AccessControlPolicy }));
  expect((await get()).Grants).toMatchObject([owners]);
});

test("a bucket too", async () => {
  const get = () => client.send(new s3.GetBucketAclCommand({ Bucket }));
  expect((await get()).Grants).toHaveLength(1);
  const GrantRead = `uri="${everybody}"`;
  await client.send(new s3.PutBucketAclCommand({ Bucket, GrantRead }));
  expect((await get()).Grants).toMatchObject([
    { Grantee: { Type: "Group", URI: everybody }, Permission: "READ" },
  ]);
  await expect(
    client.send(new s3.PutBucketAclCommand({ Bucket, GrantRead: 'uri="http://nobody"' })),
  ).rejects.toMatchObject({ name: "InvalidArgument" });
});
