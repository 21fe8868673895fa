import {
  CreateStreamCommand,
  DeleteStreamCommand,
  DescribeStreamSummaryCommand,
} from "@aws-sdk/client-kinesis";
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  ListObjectsV2Command,
} from "@aws-sdk/client-s3";
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  SetQueueAttributesCommand,
} from "@aws-sdk/client-sqs";
import { AforoError, messageOf } from "../core/errors.ts";
import { sleep } from "../core/timers.ts";
import type { Plan, QueuePlan } from "../scenario/plan.ts";
import type { Clients } from "./clients.ts";
import { deregisterConsumer, registerConsumers } from "./consumers.ts";
import { isFifo } from "../scenario/entry.ts";
import { nameAt, targetName, type Target } from "./target.ts";

/** What was made at the target, in plain data that crosses threads. */
export interface Provisioned {
  readonly streams: Readonly<Record<string, string>>;
  /** ARNs of registered consumers, by the instance of the stage that reads as them. */
  readonly consumers: Readonly<Record<string, string>>;
  readonly queueUrls: Readonly<Record<string, string>>;
  readonly buckets: Readonly<Record<string, string>>;
}

const activeWithinMs = 60_000;

/**
 * Makes the streams, queues and buckets of a plan. What is there already is an error: a run neither
 * writes into nor deletes what it did not make. On failure, what was made is removed again.
 */
export async function provision(
  plan: Plan,
  target: Target,
  clients: Clients,
): Promise<Provisioned> {
  const made = { streams: {}, consumers: {}, queueUrls: {}, buckets: {} } satisfies Provisioned;
  try {
    const results = await Promise.allSettled([
      makeStreams(plan, target, { clients, made: made.streams }).then(() =>
        registerConsumers(plan, target, { clients, made }),
      ),
      makeQueues(plan, target, { clients, made: made.queueUrls }),
      makeBuckets(plan, target, { clients, made: made.buckets }),
    ]);
    // Not before all have ended: what is still being made could not be removed.
    const failed = results.find((result) => result.status === "rejected");
    if (failed) throw failed.reason;
    return made;
  } catch (error) {
    await cleanUp(made, clients);
    throw explain(error, target);
  }
}

interface Making {
  readonly clients: Clients;
  readonly made: Record<string, string>;
}

async function makeStreams(plan: Plan, target: Target, { clients, made }: Making): Promise<void> {
  for (const stream of plan.streams) {
    const StreamName = nameAt(target, stream.name);
    await clients.kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: stream.shards }));
    made[stream.name] = StreamName;
    for (let waitedMs = 0; ; waitedMs += 250) {
      const { StreamDescriptionSummary } = await clients.kinesis.send(
        new DescribeStreamSummaryCommand({ StreamName }),
      );
      if (StreamDescriptionSummary?.StreamStatus === "ACTIVE") break;
      if (waitedMs >= activeWithinMs) throw new Error(`stream ${StreamName} did not become ACTIVE`);
      await sleep(250);
    }
  }
}

async function makeQueues(plan: Plan, target: Target, { clients, made }: Making): Promise<void> {
  for (const queue of plan.queues) {
    const { QueueUrl } = await clients.sqs.send(
      new CreateQueueCommand({
        QueueName: nameAt(target, queue.name),
        Attributes: {
          VisibilityTimeout: String(Math.max(1, Math.round(queue.visibilityTimeoutMs / 1_000))),
          ...(isFifo(queue.name) && { FifoQueue: "true" }),
        },
      }),
    );
    made[queue.name] = QueueUrl as string;
  }
  const withDeadLetters = plan.queues.filter((queue) => queue.deadLetter);
  await Promise.all(withDeadLetters.map((queue) => redrive(queue, clients, made)));
}

async function redrive(
  queue: QueuePlan,
  { sqs }: Clients,
  urls: Readonly<Record<string, string>>,
): Promise<void> {
  const { queue: deadQueue = "", receiveCountMax = 1 } = queue.deadLetter ?? {};
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: urls[deadQueue], AttributeNames: ["QueueArn"] }),
  );
  const policy = { deadLetterTargetArn: Attributes?.QueueArn, maxReceiveCount: receiveCountMax };
  await sqs.send(
    new SetQueueAttributesCommand({
      QueueUrl: urls[queue.name],
      Attributes: { RedrivePolicy: JSON.stringify(policy) },
    }),
  );
}

async function makeBuckets(plan: Plan, target: Target, { clients, made }: Making): Promise<void> {
  for (const bucket of plan.buckets) {
    const Bucket = nameAt(target, bucket.name);
    const isDefaultRegion = target.region === "us-east-1";
    await clients.s3.send(
      new CreateBucketCommand(
        isDefaultRegion
          ? { Bucket }
          : { Bucket, CreateBucketConfiguration: { LocationConstraint: target.region as never } },
      ),
    );
    made[bucket.name] = Bucket;
  }
}

/**
 * Removes what `provision` made, and answers what it had to leave behind, with the reason: it does
 * not throw. The embedded emulator needs none of it: it ends with the run.
 */
export async function cleanUp(made: Provisioned, clients: Clients): Promise<readonly string[]> {
  const { kinesis, sqs } = clients;
  const leftBehind: string[] = [];
  const remove = async (what: string, removal: Promise<unknown>) => {
    await removal.catch((error: unknown) => leftBehind.push(`${what} (${messageOf(error)})`));
  };
  // A stream with consumers is not deleted.
  await Promise.all(
    Object.values(made.consumers).map((arn) =>
      remove(`consumer ${arn}`, deregisterConsumer(arn, clients)),
    ),
  );
  await Promise.all([
    ...Object.values(made.streams).map((StreamName) =>
      remove(`stream ${StreamName}`, kinesis.send(new DeleteStreamCommand({ StreamName }))),
    ),
    ...Object.values(made.queueUrls).map((QueueUrl) =>
      remove(`queue ${QueueUrl}`, sqs.send(new DeleteQueueCommand({ QueueUrl }))),
    ),
    ...Object.values(made.buckets).map((bucket) =>
      remove(`bucket ${bucket}`, emptyAndDelete(bucket, clients)),
    ),
  ]);
  return leftBehind;
}

async function emptyAndDelete(Bucket: string, { s3 }: Clients): Promise<void> {
  for (;;) {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
    if (Contents.length === 0) break;
    const Objects = Contents.map(({ Key }) => ({ Key: Key as string }));
    const { Errors = [] } = await s3.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }),
    );
    if (Errors[0]) throw new Error(`${Errors[0].Key}: ${Errors[0].Message}`);
  }
  await s3.send(new DeleteBucketCommand({ Bucket }));
}

function explain(error: unknown, target: Target): AforoError {
  const { code, name } = error as { code?: string; name?: string };
  const where = target.endpoint ?? targetName(target);
  if (["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN"].includes(code ?? "") || name === "TimeoutError") {
    return new AforoError("target-unreachable", `nothing answers at ${where} (${code ?? name})`, {
      hint: "start it, or leave --target out to run on the embedded emulator",
      cause: error,
    });
  }
  if (name === "CredentialsProviderError") {
    return new AforoError("provisioning-failed", "no AWS credentials were found", {
      hint: "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (any value does for LocalStack)",
      cause: error,
    });
  }
  return new AforoError(
    "provisioning-failed",
    `could not make the resources at ${where}: ${name ?? "Error"}: ${messageOf(error)}`,
    { cause: error },
  );
}
