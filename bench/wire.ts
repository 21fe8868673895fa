import { performance } from "node:perf_hooks";
import autocannon, { type Result } from "autocannon";
import { Random } from "../src/core/random.ts";
import { recordBytes, recordsPerCall } from "./jobs/kinesis.ts";

export interface ClosedLoop {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly calls: number;
  /** A text that every answer holds. One that does not fails the measurement. */
  readonly answerHolds: string;
}

const connections = 4;
const withinMs = 60_000;

/**
 * Sends `calls` requests over four connections, each as soon as the one before it is answered, and
 * gives the calls a second between the first answer and the last. Throws if one went wrong, or when
 * a minute is over.
 */
export async function callsPerSecond(loop: ClosedLoop): Promise<number> {
  const answeredMs: number[] = [];
  const { non2xx, errors, mismatches } = await new Promise<Result>((resolve, reject) => {
    const running = autocannon(
      {
        url: loop.url,
        method: "POST",
        headers: loop.headers,
        body: loop.body,
        amount: loop.calls,
        connections,
        verifyBody: (body) => String(body).includes(loop.answerHolds),
      },
      (error: Error | null, result) => {
        clearTimeout(timer);
        if (error) reject(error);
        else resolve(result);
      },
    );
    running.on("response", () => answeredMs.push(performance.now()));
    const timer = setTimeout(() => running.stop(), withinMs);
  });
  if (non2xx + errors + mismatches > 0 || answeredMs.length !== loop.calls) {
    throw new Error(
      `${answeredMs.length} of ${loop.calls} calls answered: ` +
        `${non2xx} by an error, ${mismatches} by something else, ${errors} broken off`,
    );
  }
  const spanMs = (answeredMs.at(-1) ?? 0) - (answeredMs[0] ?? 0);
  return ((loop.calls - 1) / spanMs) * 1_000;
}

/** A PutRecords call as the SDK sends it, and so the same in every run. */
export function putRecordsBody(stream: string): string {
  const random = Random.from("bench", "put-records");
  return JSON.stringify({
    StreamName: stream,
    Records: Array.from({ length: recordsPerCall }, () => ({
      Data: Buffer.from(Array.from({ length: recordBytes }, () => random.uint32() & 255)).toString(
        "base64",
      ),
      PartitionKey: `session-${random.uint32().toString(16).padStart(8, "0")}`,
    })),
  });
}

/** What a call is beside its body. Servers read credentials, and take any. */
function headersOf(service: "kinesis" | "sqs", target: string): Record<string, string> {
  const scope = `20260101/us-east-1/${service}/aws4_request`;
  return {
    "content-type": `application/x-amz-json-1.${service === "kinesis" ? 1 : 0}`,
    "x-amz-target": target,
    "x-amz-date": "20260101T000000Z",
    authorization: `AWS4-HMAC-SHA256 Credential=bench/${scope}, SignedHeaders=host, Signature=0`,
  };
}

export const kinesisHeaders = (action: string) =>
  headersOf("kinesis", `Kinesis_20131202.${action}`);

export const sqsHeaders = (action: string) => headersOf("sqs", `AmazonSQS.${action}`);

/** One call, and a text of its answer. */
export async function ask(
  url: string,
  call: { readonly headers: Record<string, string>; readonly input: object },
  member: string,
): Promise<string> {
  const { headers, input } = call;
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(input) });
  const members = (await answer.json()) as Readonly<Record<string, unknown>>;
  return String(members[member]);
}

/** A GetRecords call of 10,000 records from the beginning of the first shard. */
export async function getRecordsBody(url: string, StreamName: string): Promise<string> {
  const input = {
    StreamName,
    ShardId: "shardId-000000000000",
    ShardIteratorType: "TRIM_HORIZON",
  };
  const headers = kinesisHeaders("GetShardIterator");
  const ShardIterator = await ask(url, { headers, input }, "ShardIterator");
  return JSON.stringify({ ShardIterator, Limit: 10_000 });
}

/** A ReceiveMessage call of ten. */
export async function receiveBody(url: string, QueueName: string): Promise<string> {
  const headers = sqsHeaders("GetQueueUrl");
  const QueueUrl = await ask(url, { headers, input: { QueueName } }, "QueueUrl");
  return JSON.stringify({ QueueUrl, MaxNumberOfMessages: 10 });
}
