import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { callsPerSecond, repeat, type Job, type Outcome } from "../job.ts";

export const messagesPerCall = 10;
export const messageBody = "m".repeat(257);

const credentials = { accessKeyId: "bench", secretAccessKey: "bench" };

function sqsClient({ endpoint }: Job): SQSClient {
  return new SQSClient({ endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
}

/** As the server calls it; the client sends to the job's endpoint all the same. */
async function queueUrl(client: SQSClient, job: Job): Promise<string> {
  const { QueueUrl = "" } = await client.send(new GetQueueUrlCommand({ QueueName: job.resource }));
  return QueueUrl;
}

export async function createQueue(job: Job): Promise<Outcome> {
  const client = sqsClient(job);
  // Nothing that is received comes back while a measurement runs.
  const Attributes = { VisibilityTimeout: "43200" };
  await client.send(new CreateQueueCommand({ QueueName: job.resource, Attributes }));
  client.destroy();
  return {};
}

const entries = Array.from({ length: messagesPerCall }, (_, i) => ({
  Id: String(i),
  MessageBody: messageBody,
}));

export async function fillQueue(job: Job): Promise<Outcome> {
  const client = sqsClient(job);
  const input = { QueueUrl: await queueUrl(client, job), Entries: entries };
  await repeat(job.amount / messagesPerCall, () => client.send(new SendMessageBatchCommand(input)));
  client.destroy();
  return {};
}

export async function sendBatch(job: Job): Promise<Outcome> {
  const client = sqsClient(job);
  const input = { QueueUrl: await queueUrl(client, job), Entries: entries };
  const rate = await callsPerSecond(job, () => client.send(new SendMessageBatchCommand(input)));
  client.destroy();
  return { rate: rate * messagesPerCall };
}

/** `amount` is how many messages are taken at most, as in receiving and deleting. */
export async function receive(job: Job): Promise<Outcome> {
  const client = sqsClient(job);
  const QueueUrl = await queueUrl(client, job);
  const rate = await callsPerSecond(bounds(job), () => receiveTen(client, QueueUrl));
  client.destroy();
  return { rate: rate * messagesPerCall };
}

export async function receiveDelete(job: Job): Promise<Outcome> {
  const client = sqsClient(job);
  const QueueUrl = await queueUrl(client, job);
  const rate = await callsPerSecond(bounds(job), async () => {
    const messages = await receiveTen(client, QueueUrl);
    const Entries = messages.map(({ ReceiptHandle }, i) => ({ Id: String(i), ReceiptHandle }));
    await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  });
  client.destroy();
  return { rate: rate * messagesPerCall };
}

function bounds({ ms, amount }: Job) {
  return { ms, calls: amount / messagesPerCall };
}

async function receiveTen(client: SQSClient, QueueUrl: string) {
  const input = { QueueUrl, MaxNumberOfMessages: messagesPerCall };
  const { Messages = [] } = await client.send(new ReceiveMessageCommand(input));
  if (Messages.length !== messagesPerCall) throw new Error(`${Messages.length} messages`);
  return Messages;
}
