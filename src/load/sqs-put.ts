import { createHash } from "node:crypto";
import {
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import {
  classifyCallError,
  type PutEntry,
  type PutOutcome,
  type PutRecords,
} from "./put-records.ts";

/** SendMessageBatch API reference: ten messages, and 1 MiB of them together. */
const messagesPerCallMax = 10;
const bytesPerCallMax = 1_048_576;

export interface SqsPutOptions {
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  /** `fifo`: by groups, the partition keys, in order and once in five minutes. */
  readonly queue: "standard" | "fifo";
  /** Records that are packed into one message, as lines, at most. */
  readonly recordsPerMessageMax: number;
}

interface Message {
  readonly group: string;
  readonly entries: { readonly index: number; readonly entry: PutEntry }[];
  bytes: number;
}

/**
 * The same port as PutRecords, by SendMessageBatch. Of a FIFO queue the group is the partition
 * key, and the de-duplication id the digest of what is in the message: a repetition of an
 * attempt whose outcome was unknown is taken once, where it is packed alike (one record a
 * message). Calls of one batch follow each other there, and stop at the first message that was
 * not taken, so that no group gets out of order; what was not sent is failed. The queue is named
 * where PutRecords names the shard.
 */
export function sqsPut(options: SqsPutOptions): PutRecords {
  return async (entries, { timeoutMs }) => {
    const outcomes = Array.from<PutOutcome>({ length: entries.length });
    const calls = packCalls(packMessages(entries, options));
    const abortSignal = AbortSignal.timeout(timeoutMs);
    const send = async (messages: readonly Message[]) => {
      const answers = await sendBatch(messages, { ...options, abortSignal });
      for (const [i, { entries: packed }] of messages.entries()) {
        for (const { index } of packed) outcomes[index] = answers[i] as PutOutcome;
      }
      return answers.every(({ kind }) => kind === "confirmed");
    };
    if (options.queue === "standard") await Promise.all(calls.map(send));
    else await oneByOne(calls, send);
    const notSent: PutOutcome = { kind: "failed", reason: "not sent: one before it was not taken" };
    return entries.map((_, i) => outcomes[i] ?? notSent);
  };
}

async function oneByOne(
  calls: readonly (readonly Message[])[],
  send: (messages: readonly Message[]) => Promise<boolean>,
): Promise<void> {
  for (const messages of calls) if (!(await send(messages))) return;
}

/** Records in their order, several a message; in a FIFO queue all of a message are of one group. */
function packMessages(entries: readonly PutEntry[], options: SqsPutOptions): Message[] {
  const { queue, recordsPerMessageMax } = options;
  const messages: Message[] = [];
  const open = new Map<string, Message>();
  for (const [index, entry] of entries.entries()) {
    const group = queue === "fifo" ? entry.partitionKey : "";
    const bytes = entry.data.length + 1;
    let message = open.get(group);
    const isFull = message && message.entries.length >= recordsPerMessageMax;
    if (!message || isFull || message.bytes + bytes > bytesPerCallMax) {
      message = { group, entries: [], bytes: 0 };
      open.set(group, message);
      messages.push(message);
    }
    message.entries.push({ index, entry });
    message.bytes += bytes;
  }
  return messages;
}

function packCalls(messages: readonly Message[]): Message[][] {
  const calls: Message[][] = [];
  let bytes = Infinity;
  for (const message of messages) {
    const last = calls.at(-1);
    bytes += message.bytes;
    const hasRoom = last && last.length < messagesPerCallMax && bytes <= bytesPerCallMax;
    // Of two messages of one group in a call the first may be refused and the second taken.
    const isAlone = message.group === "" || !last?.some(({ group }) => group === message.group);
    if (hasRoom && isAlone) last.push(message);
    else {
      calls.push([message]);
      bytes = message.bytes;
    }
  }
  return calls;
}

async function sendBatch(
  messages: readonly Message[],
  { sqs, queueUrl, queue, abortSignal }: SqsPutOptions & { readonly abortSignal: AbortSignal },
): Promise<readonly PutOutcome[]> {
  const Entries = messages.map((message, i): SendMessageBatchRequestEntry => {
    const MessageBody = message.entries.map(({ entry }) => textOf(entry)).join("\n");
    const plain = { Id: String(i), MessageBody };
    return queue === "fifo" ? { ...plain, ...inGroup(message.group, MessageBody) } : plain;
  });
  try {
    const command = new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries });
    const { Successful = [], Failed = [] } = await sqs.send(command, { abortSignal });
    const taken = new Set(Successful.map(({ Id }) => Number(Id)));
    const refusals = new Map(Failed.map((failure) => [Number(failure.Id), failure]));
    return messages.map((_, i): PutOutcome => {
      if (taken.has(i)) return { kind: "confirmed", shardId: queueUrl };
      const refusal = refusals.get(i);
      if (!refusal) return { kind: "unknown", reason: "no result for the message" };
      const reason = refusal.Code ?? "refused";
      return { kind: /Throttl/.test(reason) ? "throttled" : "failed", reason };
    });
  } catch (error) {
    const outcome = classifyCallError(error);
    return messages.map(() => outcome);
  }
}

function textOf({ data }: PutEntry): string {
  return Buffer.from(data.buffer, data.byteOffset, data.length).toString();
}

function inGroup(MessageGroupId: string, body: string) {
  return {
    MessageGroupId,
    MessageDeduplicationId: createHash("sha256").update(body).digest("hex"),
  };
}
