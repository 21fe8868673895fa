import type { Job, JobName, Outcome } from "./job.ts";
import { sendDay } from "./jobs/day.ts";
import { createStream, drain, fanOut, fillStream, putRecords } from "./jobs/kinesis.ts";
import { createBucket, getObject, putObject } from "./jobs/s3.ts";
import { createQueue, fillQueue, receive, receiveDelete, sendBatch } from "./jobs/sqs.ts";

/** The AWS SDK in a process of its own: does the jobs that it is sent, one after the other. */
const jobs: Readonly<Record<JobName, (job: Job) => Promise<Outcome>>> = {
  "create-stream": createStream,
  "fill-stream": fillStream,
  "put-records": putRecords,
  drain,
  "send-day": sendDay,
  "fan-out": fanOut,
  "create-queue": createQueue,
  "fill-queue": fillQueue,
  "send-batch": sendBatch,
  receive,
  "receive-delete": receiveDelete,
  "create-bucket": createBucket,
  "put-object": putObject,
  "get-object": getObject,
};

export type ClientAnswer = { readonly outcome: Outcome } | { readonly error: string };

process.on("message", (job: Job) => {
  jobs[job.name](job).then(
    (outcome) => process.send?.({ outcome } satisfies ClientAnswer),
    (error: unknown) => process.send?.({ error: String(error) } satisfies ClientAnswer),
  );
});
