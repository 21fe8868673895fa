import {
  CreateBucketCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { callsPerSecond, type Job, type Outcome } from "../job.ts";

/** 1 KiB. */
export const objectBody = Buffer.alloc(1_024, "o");

const credentials = { accessKeyId: "bench", secretAccessKey: "bench" };
const keys = 1_000;

function s3Client({ endpoint }: Job): S3Client {
  const common = { endpoint, region: "us-east-1", credentials, maxAttempts: 1 };
  return new S3Client({ ...common, forcePathStyle: true });
}

export async function createBucket(job: Job): Promise<Outcome> {
  const client = s3Client(job);
  await client.send(new CreateBucketCommand({ Bucket: job.resource }));
  for (let n = 0; n < keys; n++) await client.send(put(job, n));
  client.destroy();
  return {};
}

export async function putObject(job: Job): Promise<Outcome> {
  const client = s3Client(job);
  let n = 0;
  const rate = await callsPerSecond(job, () => client.send(put(job, n++ % keys)));
  client.destroy();
  return { rate };
}

export async function getObject(job: Job): Promise<Outcome> {
  const client = s3Client(job);
  let n = 0;
  const rate = await callsPerSecond(job, async () => {
    const Key = `key-${n++ % keys}`;
    const { Body } = await client.send(new GetObjectCommand({ Bucket: job.resource, Key }));
    await Body?.transformToByteArray();
  });
  client.destroy();
  return { rate };
}

function put(job: Job, n: number): PutObjectCommand {
  return new PutObjectCommand({ Bucket: job.resource, Key: `key-${n}`, Body: objectBody });
}
