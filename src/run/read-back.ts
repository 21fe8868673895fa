import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { GetObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { DeleteMessageBatchCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { openEnvelope, payloadDigest, payloadOf } from "../core/envelope.ts";
import type { History } from "../core/history/history.ts";
import { ScanHistory } from "../core/history/scan.ts";
import { writerOf } from "../pipeline/sink.ts";
import { untransform } from "../pipeline/transform.ts";
import type { Plan, SinkPlan, StagePlan } from "../scenario/plan.ts";
import type { Clients } from "../targets/clients.ts";
import type { Provisioned } from "../targets/provision.ts";

const decompress = promisify(gunzip);

/** Objects read at once. */
const readsInFlight = 4;
const newline = 0x0a;

export interface ReadBackOptions {
  readonly plan: Plan;
  readonly run: string;
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
      history.scans.raw = await scanObjects(stage.sink, options, asItCame);
    } else if (stage.kind === "workers") {
      history.scans.final = await scanObjects(stage.final, options, untransform);
      history.scans.quarantine = await scanObjects(stage.quarantine, options, asItCame);
      history.scans.deadLetters = await scanDeadLetters(stage, options);
    }
  }
}

type Original = (line: Buffer) => Buffer | undefined;

const asItCame: Original = (line) => line;

async function scanObjects(
  sink: SinkPlan,
  options: ReadBackOptions,
  original: Original,
): Promise<ScanHistory> {
  const { clients, made, history } = options;
  const Bucket = made.buckets[sink.bucket] as string;
  const killed = new Set(
    history.disturbances.filter((d) => d.kind === "worker-killed").map((d) => d.instance),
  );
  const scan = new ScanHistory();
  const keys = await listKeys(Bucket, sink.prefix, clients);
  const read = async () => {
    for (let key = keys.pop(); key !== undefined; key = keys.pop()) {
      const { Body } = await clients.s3.send(new GetObjectCommand({ Bucket, Key: key }));
      const stored = Buffer.from((await Body?.transformToByteArray()) ?? []);
      const isByKilled = killed.has(writerOf(key));
      scan.objects++;
      scan.bytes += stored.length;
      for (const line of linesOf(await decompress(stored))) {
        const place = `${Bucket}/${key}`;
        scanLine(scan, options, { line, place, isByKilled, original });
      }
    }
  };
  await Promise.all(Array.from({ length: readsInFlight }, read));
  return scan;
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

function* linesOf(content: Buffer): Generator<Buffer> {
  let from = 0;
  while (from < content.length) {
    const end = content.indexOf(newline, from);
    const until = end < 0 ? content.length : end;
    if (until > from) yield content.subarray(from, until);
    from = until + 1;
  }
}

interface ScannedLine {
  readonly line: Buffer;
  readonly place: string;
  readonly isByKilled: boolean;
  readonly original: Original;
}

function scanLine(scan: ScanHistory, options: ReadBackOptions, scanned: ScannedLine): void {
  const { plan, run, history } = options;
  const { line, place, isByKilled, original } = scanned;
  scan.lines++;
  const envelope = openEnvelope(line);
  const source = envelope && plan.load.sources[envelope.producer];
  if (!envelope || envelope.run !== run || !source) {
    scan.found("foreign", `${place}: ${line.toString("utf8", 0, 80)}`);
    return;
  }
  const ordinal = envelope.sequence * source.stripes + envelope.stripe;
  if (!history.load.intended.has(envelope.producer, ordinal)) {
    scan.found("foreign", `${place}: never intended: ${line.toString("utf8", 0, 80)}`);
    return;
  }
  const record = original(line);
  if (!record || payloadDigest(payloadOf(record)) !== envelope.digest) {
    const { stripe, sequence } = envelope;
    scan.found("altered", `${source.generator} stripe ${stripe} sequence ${sequence} in ${place}`);
  }
  scan.present(envelope.producer, ordinal);
  if (isByKilled) scan.writtenByKilled.add(envelope.producer, ordinal);
}

async function scanDeadLetters(
  stage: Extract<StagePlan, { kind: "workers" }>,
  options: ReadBackOptions,
): Promise<ScanHistory> {
  const { plan, clients, made } = options;
  const scan = new ScanHistory();
  const deadQueue = plan.queues.find((queue) => queue.name === stage.queue)?.deadLetter?.queue;
  const QueueUrl = deadQueue === undefined ? undefined : made.queueUrls[deadQueue];
  if (QueueUrl === undefined) return scan;
  for (;;) {
    const { Messages = [] } = await clients.sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
    );
    if (Messages.length === 0) return scan;
    for (const { Body = "" } of Messages) {
      const line = Buffer.from(Body);
      const place = `queue ${deadQueue}`;
      scanLine(scan, options, { line, place, isByKilled: false, original: asItCame });
    }
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
