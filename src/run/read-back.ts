import { availableParallelism } from "node:os";
import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import { DeleteMessageBatchCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import type { History } from "../core/history/history.ts";
import type { ScanHistory } from "../core/history/scan.ts";
import type { Plan, SinkPlan, WorkersPlan } from "../scenario/plan.ts";
import type { Clients } from "../targets/clients.ts";
import type { Provisioned } from "../targets/provision.ts";
import type { Target } from "../targets/target.ts";
import { LineScan, type Expected, type LineForm } from "./line-scan.ts";
import { scanObjects } from "./object-scan.ts";
import { scanInThreads } from "./scan-in-threads.ts";

/** A run of fewer records is read sooner than threads are started. */
const recordsForThreads = 2_000_000;

export interface ReadBackOptions {
  readonly plan: Plan;
  readonly run: string;
  readonly target: Target;
  readonly clients: Clients;
  readonly made: Provisioned;
  readonly history: History;
}

/**
 * Reads RAW, FINAL, quarantine and dead letters back over the wire and writes what they hold into
 * the history's scans. What was lost, altered, added or repeated follows from these alone.
 */
export async function readBack(options: ReadBackOptions): Promise<void> {
  const { plan, history } = options;
  for (const stage of plan.stages) {
    if (stage.kind === "delivery") {
      history.scans.raw = await scanPlace(stage.sink, options, "as-sent");
    } else if (stage.kind === "workers") {
      history.scans.final = await scanPlace(stage.final, options, "transformed");
      history.scans.deadLetters = await scanDeadLetters(stage, options);
    }
    // Workers refuse by the contract, and so do collectors: the quarantine is what both keep.
    const isRefusing = stage.kind === "workers" || stage.kind === "collectors";
    if (!isRefusing || !stage.quarantine) continue;
    const scan = await scanPlace(stage.quarantine, options, "as-sent");
    if (history.scans.quarantine) history.scans.quarantine.merge(scan);
    else history.scans.quarantine = scan;
  }
}

async function scanPlace(
  sink: SinkPlan,
  options: ReadBackOptions,
  form: LineForm,
): Promise<ScanHistory> {
  const { plan, target, clients, made, history } = options;
  const bucket = made.buckets[sink.bucket] as string;
  const killed = history.disturbances.filter(({ kind }) => kind === "worker-killed");
  const objects = {
    bucket,
    keys: await listKeys(bucket, sink.prefix, clients),
    form,
    killed: new Set(killed.map(({ instance }) => instance)),
  };
  const expected = expectedOf(options);
  if (plan.load.records < recordsForThreads) return scanObjects(objects, expected, clients.s3);
  return scanInThreads(objects, expected, { target, threads: availableParallelism() });
}

function expectedOf({ plan, run, history }: ReadBackOptions): Expected {
  return { run, sources: plan.load.sources, intended: history.load.intended };
}

async function listKeys(Bucket: string, Prefix: string, { s3 }: Clients): Promise<string[]> {
  const keys: string[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await s3.send(
      new ListObjectsV2Command({ Bucket, Prefix, ...(ContinuationToken && { ContinuationToken }) }),
    );
    for (const { Key } of page.Contents ?? []) keys.push(Key as string);
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
  return keys;
}

async function scanDeadLetters(stage: WorkersPlan, options: ReadBackOptions): Promise<ScanHistory> {
  const { plan, clients, made } = options;
  const lines = new LineScan(expectedOf(options));
  const deadQueue = plan.queues.find((queue) => queue.name === stage.queue)?.deadLetter?.queue;
  const QueueUrl = deadQueue === undefined ? undefined : made.queueUrls[deadQueue];
  if (QueueUrl === undefined) return lines.scan;
  const place = { name: `queue ${deadQueue}`, form: "as-sent" } as const;
  for (;;) {
    const { Messages = [] } = await clients.sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
    );
    if (Messages.length === 0) return lines.scan;
    for (const { Body = "" } of Messages) lines.line(Buffer.from(Body), place);
    await clients.sqs.send(
      new DeleteMessageBatchCommand({
        QueueUrl,
        Entries: Messages.map((message, i) => ({
          Id: String(i),
          ReceiptHandle: message.ReceiptHandle as string,
        })),
      }),
    );
  }
}
