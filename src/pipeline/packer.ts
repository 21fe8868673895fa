import { SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { sleep } from "../core/timers.ts";

/** SQS takes ten messages and 1 MiB a batch (SendMessageBatch API reference). */
const batchEntriesMax = 10;
const batchBytesMax = 1_048_576;
const sendsInFlightMax = 8;
const attemptsMax = 5;

/** Messages that belong together: the batch of records that one invocation has to hand on. */
export class Consignment {
  readonly done: Promise<void>;
  #left: number;
  #resolve!: () => void;
  #reject!: (error: Error) => void;

  constructor(messages: number) {
    this.#left = messages;
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    if (messages === 0) this.#resolve();
  }

  sent(): void {
    if (--this.#left === 0) this.#resolve();
  }

  failed(reason: string): void {
    this.#reject(new Error(reason));
  }
}

interface Message {
  readonly body: string;
  readonly consignment: Consignment;
}

/**
 * Packs messages of many invocations into full SQS batches: a call costs the same whether it
 * carries one message or ten. An incomplete batch leaves when its linger time is over. Entries that
 * the service refuses are sent again, each on its own account.
 */
export class QueuePacker {
  readonly #sqs: SQSClient;
  readonly #queueUrl: string;
  readonly #lingerMs: number;
  #pending: Message[] = [];
  #pendingBytes = 0;
  #lingering = false;
  readonly #full: Message[][] = [];
  #inFlight = 0;
  readonly counters = { sent: 0, calls: 0, retried: 0 };

  constructor(options: { sqs: SQSClient; queueUrl: string; lingerMs: number }) {
    this.#sqs = options.sqs;
    this.#queueUrl = options.queueUrl;
    this.#lingerMs = options.lingerMs;
  }

  add(body: string, consignment: Consignment): void {
    const bytes = Buffer.byteLength(body);
    if (this.#pendingBytes + bytes > batchBytesMax) this.#closeBatch();
    this.#pending.push({ body, consignment });
    this.#pendingBytes += bytes;
    if (this.#pending.length === batchEntriesMax) this.#closeBatch();
    else void this.#linger();
  }

  async #linger(): Promise<void> {
    if (this.#lingering) return;
    this.#lingering = true;
    await sleep(this.#lingerMs);
    this.#lingering = false;
    if (this.#pending.length > 0) this.#closeBatch();
  }

  #closeBatch(): void {
    if (this.#pending.length === 0) return;
    this.#full.push(this.#pending);
    this.#pending = [];
    this.#pendingBytes = 0;
    this.#sendNext();
  }

  #sendNext(): void {
    while (this.#inFlight < sendsInFlightMax) {
      const batch = this.#full.shift();
      if (!batch) return;
      this.#inFlight++;
      void this.#send(batch).finally(() => {
        this.#inFlight--;
        this.#sendNext();
      });
    }
  }

  async #send(batch: readonly Message[]): Promise<void> {
    let left = batch;
    let reason = "";
    for (let attempt = 1; attempt <= attemptsMax && left.length > 0; attempt++) {
      if (attempt > 1) {
        this.counters.retried += left.length;
        await sleep(50 * 2 ** attempt);
      }
      this.counters.calls++;
      try {
        left = await this.#attempt(left);
        reason = "the queue refused the message";
      } catch (error) {
        reason = (error as Error).message;
      }
    }
    for (const message of left) message.consignment.failed(reason);
  }

  /** Sends, and answers the messages that the service refused. */
  async #attempt(batch: readonly Message[]): Promise<readonly Message[]> {
    const answer = await this.#sqs.send(
      new SendMessageBatchCommand({
        QueueUrl: this.#queueUrl,
        Entries: batch.map((message, i) => ({ Id: String(i), MessageBody: message.body })),
      }),
    );
    for (const { Id } of answer.Successful ?? []) {
      this.counters.sent++;
      batch[Number(Id)]?.consignment.sent();
    }
    return (answer.Failed ?? []).map(({ Id }) => batch[Number(Id)] as Message);
  }
}
