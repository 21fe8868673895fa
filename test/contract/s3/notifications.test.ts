import * as s3 from "@aws-sdk/client-s3";
import * as sqs from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { contractTarget, type ContractTarget } from "../../support/contract-target.ts";

let target: ContractTarget;
let buckets: s3.S3Client;
let queues: sqs.SQSClient;
let Bucket = "";
let QueueUrl = "";
let QueueArn = "";

beforeAll(async () => {
  target = await contractTarget();
  buckets = new s3.S3Client({ ...target.client, forcePathStyle: true });
  queues = new sqs.SQSClient(target.client);
});

afterAll(async () => {
  buckets.destroy();
  queues.destroy();
  await target.stop();
});

beforeEach(async () => {
  Bucket = target.unique("told");
  await buckets.send(new s3.CreateBucketCommand({ Bucket }));
  const Policy = JSON.stringify({
    Statement: [{ Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: "*" }],
  });
  const created = await queues.send(
    new sqs.CreateQueueCommand({ QueueName: target.unique("events"), Attributes: { Policy } }),
  );
  QueueUrl = created.QueueUrl ?? "";
  const { Attributes } = await queues.send(
    new sqs.GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
  );
  QueueArn = Attributes?.["QueueArn"] ?? "";
});

function tell(configuration: Partial<s3.QueueConfiguration>): Promise<unknown> {
  const one = { QueueArn, Events: ["s3:ObjectCreated:*"], ...configuration };
  const QueueConfigurations = [one as s3.QueueConfiguration];
  return buckets.send(
    new s3.PutBucketNotificationConfigurationCommand({
      Bucket,
      NotificationConfiguration: { QueueConfigurations },
    }),
  );
}

/** The next message, as JSON; deleted. */
async function next(): Promise<Record<string, unknown>> {
  const { Messages } = await queues.send(
    new sqs.ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }),
  );
  const [message] = Messages ?? [];
  await queues.send(
    new sqs.DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }),
  );
  return JSON.parse(message?.Body ?? "{}");
}

async function nextRecord(): Promise<unknown> {
  const { Records } = await next();
  return (Records as readonly unknown[])[0];
}

test("a queue is tried, and then told of what is written and removed", async () => {
  await tell({ Id: "mine", Events: ["s3:ObjectCreated:*", "s3:ObjectRemoved:Delete"] });
  expect(await next()).toMatchObject({ Service: "Amazon S3", Event: "s3:TestEvent", Bucket });
  const Key = "a b/ñ@1";
  const { ETag } = await buckets.send(new s3.PutObjectCommand({ Bucket, Key, Body: "hello" }));
  const put = await nextRecord();
  expect(put).toMatchObject({
    eventVersion: "2.1",
    eventSource: "aws:s3",
    awsRegion: target.region,
    eventName: "ObjectCreated:Put",
    s3: {
      configurationId: "mine",
      bucket: { name: Bucket, arn: `arn:aws:s3:::${Bucket}` },
      object: { key: "a+b/%C3%B1%401", size: 5, eTag: ETag?.replaceAll('"', "") },
    },
  });
  const CopySource = `${Bucket}/${encodeURIComponent(Key)}`;
  await buckets.send(new s3.CopyObjectCommand({ Bucket, Key: "copy", CopySource }));
  expect(await nextRecord()).toMatchObject({ eventName: "ObjectCreated:Copy" });
  const Delete = { Objects: [{ Key }] };
  await buckets.send(new s3.DeleteObjectsCommand({ Bucket, Delete }));
  const removed = await nextRecord();
  expect(removed).toMatchObject({ eventName: "ObjectRemoved:Delete" });
  const sequencer = (record: unknown): string =>
    (record as { s3: { object: { sequencer: string } } }).s3.object.sequencer;
  expect(sequencer(removed) > sequencer(put)).toBe(true);
});

test("a versioned bucket names versions, and tells of delete markers", async () => {
  await buckets.send(
    new s3.PutBucketVersioningCommand({
      Bucket,
      VersioningConfiguration: { Status: "Enabled" },
    }),
  );
  await tell({ Events: ["s3:ObjectCreated:Put", "s3:ObjectRemoved:DeleteMarkerCreated"] });
  await next();
  const { VersionId } = await buckets.send(new s3.PutObjectCommand({ Bucket, Key: "k" }));
  expect(await nextRecord()).toMatchObject({ s3: { object: { versionId: VersionId } } });
  const marker = await buckets.send(new s3.DeleteObjectCommand({ Bucket, Key: "k" }));
  expect(await nextRecord()).toMatchObject({
    eventName: "ObjectRemoved:DeleteMarkerCreated",
    s3: { object: { versionId: marker.VersionId } },
  });
});

test("only keys that fit the filter, and events that were asked for", async () => {
  const FilterRules: s3.FilterRule[] = [
    { Name: "prefix", Value: "in/" },
    { Name: "suffix", Value: ".gz" },
  ];
  await tell({ Events: ["s3:ObjectTagging:*"], Filter: { Key: { FilterRules } } });
  await next();
  const Tagging = { TagSet: [{ Key: "a", Value: "1" }] };
  for (const Key of ["out/1.gz", "in/1.txt", "in/1.gz"]) {
    await buckets.send(new s3.PutObjectCommand({ Bucket, Key }));
    await buckets.send(new s3.PutObjectTaggingCommand({ Bucket, Key, Tagging }));
  }
  expect(await nextRecord()).toMatchObject({
    eventVersion: "2.3",
    eventName: "ObjectTagging:Put",
    s3: { object: { key: "in/1.gz" } },
  });
  const { QueueConfigurations } = await buckets.send(
    new s3.GetBucketNotificationConfigurationCommand({ Bucket }),
  );
  expect(QueueConfigurations?.[0]?.Filter?.Key?.FilterRules).toEqual([
    { Name: "Prefix", Value: "in/" },
    { Name: "Suffix", Value: ".gz" },
  ]);
  expect(QueueConfigurations?.[0]?.Id).toBeTruthy();
});

test.each<[string, Partial<s3.QueueConfiguration>, string]>([
  ["an ARN that is none", { QueueArn: "nonsense" }, "The ARN could not be parsed"],
  [
    "a queue that is not there",
    { QueueArn: "arn:aws:sqs:us-east-1:000000000000:no-such-queue" },
    "Unable to validate the following destination configurations",
  ],
  [
    "an event that there is not",
    { Events: ["s3:ObjectRead:*" as s3.Event] },
    "The event is not supported for notifications",
  ],
  [
    "a filter by another name",
    { Filter: { Key: { FilterRules: [{ Name: "infix" as "prefix", Value: "x" }] } } },
    "filter rule name must be either prefix or suffix",
  ],
])("%s is refused", async (_, configuration, message) => {
  await expect(tell(configuration)).rejects.toMatchObject({ name: "InvalidArgument", message });
});

test("an empty configuration ends it", async () => {
  await tell({});
  const NotificationConfiguration = {};
  await buckets.send(
    new s3.PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }),
  );
  const { $metadata: _, ...left } = await buckets.send(
    new s3.GetBucketNotificationConfigurationCommand({ Bucket }),
  );
  expect(left).toEqual({});
});
