import { gunzipSync } from "node:zlib";
import type { KinesisClient } from "@aws-sdk/client-kinesis";
import type { S3Client } from "@aws-sdk/client-s3";
import type { SQSClient } from "@aws-sdk/client-sqs";
import { realClock } from "../../src/core/clock.ts";
import { SpareMemory } from "../../src/core/spare-memory.ts";
import { sleep } from "../../src/core/timers.ts";
import type { StageContext } from "../../src/pipeline/stage.ts";

/** A call as the SDK's clients are given it. */
interface Call {
  readonly input: Readonly<Record<string, unknown>>;
  readonly constructor: { readonly name: string };
}

type Answers = Readonly<Record<string, (input: never, call: number) => unknown>>;

/** Clients that answer each operation by a function, given the input and the number of the call. */
export function standIn(answers: Answers): StageContext["clients"] {
  const calls = new Map<string, number>();
  const send = async (command: Call) => {
    const operation = command.constructor.name.replace(/Command$/, "");
    const call = (calls.get(operation) ?? 0) + 1;
    calls.set(operation, call);
    const answer = answers[operation];
    if (!answer) throw new Error(`${operation} was not expected`);
    return answer(command.input as never, call);
  };
  const client = { send } as unknown;
  return {
    kinesis: client as KinesisClient,
    subscriptions: client as KinesisClient,
    kinesisMemory: new SpareMemory(0),
    s3: client as S3Client,
    sqs: client as SQSClient,
  };
}

export function serviceError(name: string): Error {
  return Object.assign(new Error(name), { name });
}

export interface PutObject {
  readonly Bucket: string;
  readonly Key: string;
  readonly lines: readonly string[];
}

/** A bucket that keeps what is put, once `before` has let the PUT through. */
export function bucketStandIn(before: (call: number) => Promise<void> | void = () => {}) {
  const attempts: string[] = [];
  const objects: PutObject[] = [];
  const { s3 } = standIn({
    async PutObject(input: { Bucket: string; Key: string; Body: Buffer }, call) {
      attempts.push(input.Key);
      await before(call);
      const lines = String(gunzipSync(input.Body)).trimEnd().split("\n");
      objects.push({ Bucket: input.Bucket, Key: input.Key, lines });
      return {};
    },
  });
  return { s3, attempts, objects };
}

/** A queue that hands its messages out once, and remembers what was deleted. */
export function queueStandIn(bodies: readonly string[]) {
  const waiting: object[] = [];
  const add = (Body: string, ReceiptHandle: string) => {
    const Attributes = { SentTimestamp: String(realClock.epochMs()) };
    waiting.push({ Body, ReceiptHandle, Attributes });
  };
  for (const [i, body] of bodies.entries()) add(body, `handle-${i}`);
  const deleted: string[] = [];
  const { sqs } = standIn({
    async ReceiveMessage() {
      const Messages = waiting.splice(0, 10);
      if (Messages.length === 0) await sleep(5);
      return { Messages };
    },
    DeleteMessageBatch({ Entries }: { Entries: { Id: string; ReceiptHandle: string }[] }) {
      deleted.push(...Entries.map(({ ReceiptHandle }) => ReceiptHandle));
      return { Successful: Entries };
    },
  });
  return { sqs, deleted, add };
}

/** Waits until something holds; the test's own time limit is the bound. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(2);
}
