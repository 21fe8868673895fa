import { CreateStreamCommand, PutRecordsCommand } from "@aws-sdk/client-kinesis";
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
} from "@aws-sdk/client-sqs";
import { seal } from "../core/envelope.ts";
import { createSchedule } from "../load/schedule.ts";
import type { Plan } from "../scenario/plan.ts";
import type { Clients } from "../targets/clients.ts";
import type { Target } from "../targets/target.ts";

/**
 * A stream, a queue and a bucket of this name, in the embedded emulator, which ends with the run.
 */
const name = "aforo-warm-up";
const rounds = 40;
const recordsMade = 3_000;

/**
 * Code that has not run yet is slow, and a run of ten seconds would measure little else: the
 * compiler. So each thread first does what it is going to do, on resources apart. At an endpoint,
 * where they would cost time and money, it is left out.
 */
export async function provisionWarmUp(target: Target, clients: Clients): Promise<void> {
  if (target.kind !== "embedded") return;
  await clients.kinesis.send(new CreateStreamCommand({ StreamName: name, ShardCount: 1 }));
  await clients.sqs.send(new CreateQueueCommand({ QueueName: name }));
  await clients.s3.send(new CreateBucketCommand({ Bucket: name }));
}

/** Warms one thread's clients, and the emulator along with them. */
export async function warmUp(target: Target, clients: Clients, instance: string): Promise<void> {
  if (target.kind !== "embedded") return;
  const { kinesis, sqs, s3 } = clients;
  const QueueUrl = `${target.endpoint ?? ""}/000000000000/${name}`;
  const Data = Buffer.alloc(300, "x");
  const Records = Array.from({ length: 10 }, (_, i) => ({ Data, PartitionKey: String(i) }));
  const Entries = Records.map((_, i) => ({ Id: String(i), MessageBody: Data.toString() }));
  const object = { Bucket: name, Key: instance };
  for (let round = 0; round < rounds; round++) {
    await kinesis.send(new PutRecordsCommand({ StreamName: name, Records }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
    );
    const received = Messages.map(({ ReceiptHandle }, i) => ({ Id: String(i), ReceiptHandle }));
    if (received.length > 0) {
      await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries: received }));
    }
    await s3.send(new PutObjectCommand({ ...object, Body: Data }));
    await (await s3.send(new GetObjectCommand(object))).Body?.transformToByteArray();
  }
}

/** Warms up what a collector does: it may be added in mid-run, and is to be soon ready. */
export async function warmUpPuts(target: Target, { kinesis }: Clients): Promise<void> {
  if (target.kind !== "embedded") return;
  const Data = Buffer.alloc(300, "x");
  const Records = Array.from({ length: 10 }, (_, i) => ({ Data, PartitionKey: String(i) }));
  for (let round = 0; round < rounds; round++) {
    await kinesis.send(new PutRecordsCommand({ StreamName: name, Records }));
  }
}

/** Makes records of a much smaller load, which are thrown away. */
export function warmUpSchedule(plan: Plan): void {
  const sources = plan.load.sources.map((source) => ({ ...source, records: recordsMade }));
  const schedule = createSchedule({ ...plan, load: { ...plan.load, sources } });
  for (let i = 0; i < recordsMade && schedule.peekUs() < Infinity; i++) {
    const { stripe, sequence, intendedUs, payload } = schedule.take();
    seal({ run: "warm0up0", producer: 0, stripe, sequence, intendedUs }, payload);
  }
}
