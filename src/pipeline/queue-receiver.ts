import {
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  type Message,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { sleep } from "../core/timers.ts";

/** SQS hands out and deletes ten messages a call (ReceiveMessage, DeleteMessageBatch). */
const batchMax = 10;
const deletesInFlightMax = 4;
const deleteAttemptsMax = 3;
/** Long polls are kept short enough that a drain does not wait for them. */
const waitSeconds = 2;

export interface QueueReceiverOptions {
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  /** Receive loops. */
  readonly receivers: number;
  /** Whether more may be taken now: bounds what is held and not yet deleted. */
  readonly hasRoom: () => boolean;
  readonly handle: (messages: readonly Message[]) => Promise<void>;
}

/** Long-polls a queue in several loops, and deletes in full batches. */
export class QueueReceiver {
  readonly #options: QueueReceiverOptions;
  readonly #stopping = new AbortController();
  #loops: Promise<void>[] = [];
  readonly counters = { received: 0, deleted: 0, errors: 0 };

  constructor(options: QueueReceiverOptions) {
    this.#options = options;
  }

  start(): void {
    this.#loops = Array.from({ length: this.#options.receivers }, () => this.#loop());
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.allSettled(this.#loops);
  }

  /**
   * Deletes messages by their receipt handles. One that cannot be deleted comes back after its
   * visibility time-out, and finds its id done.
   */
  async delete(receiptHandles: readonly string[]): Promise<void> {
    const batches: string[][] = [];
    for (let i = 0; i < receiptHandles.length; i += batchMax) {
      batches.push(receiptHandles.slice(i, i + batchMax));
    }
    const lane = async () => {
      for (let batch = batches.pop(); batch; batch = batches.pop()) await this.#deleteBatch(batch);
    };
    await Promise.all(Array.from({ length: deletesInFlightMax }, lane));
  }

  async #loop(): Promise<void> {
    const { sqs, queueUrl, hasRoom, handle } = this.#options;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      if (!hasRoom()) {
        await sleep(20, signal);
        continue;
      }
      try {
        const { Messages = [] } = await sqs.send(
          new ReceiveMessageCommand({
            QueueUrl: queueUrl,
            MaxNumberOfMessages: batchMax,
            WaitTimeSeconds: waitSeconds,
            MessageSystemAttributeNames: ["SentTimestamp"],
          }),
          { abortSignal: signal },
        );
        this.counters.received += Messages.length;
        if (Messages.length > 0) await handle(Messages);
      } catch {
        if (signal.aborted) return;
        this.counters.errors++;
        await sleep(200, signal);
      }
    }
  }

  async #deleteBatch(handles: readonly string[]): Promise<void> {
    const { sqs, queueUrl } = this.#options;
    let left = handles;
    for (let attempt = 1; attempt <= deleteAttemptsMax && left.length > 0; attempt++) {
      try {
        const batch = left;
        const answer = await sqs.send(
          new DeleteMessageBatchCommand({
            QueueUrl: queueUrl,
            Entries: batch.map((ReceiptHandle, i) => ({ Id: String(i), ReceiptHandle })),
          }),
        );
        this.counters.deleted += answer.Successful?.length ?? 0;
        left = (answer.Failed ?? []).map(({ Id }) => batch[Number(Id)] as string);
      } catch {
        this.counters.errors++;
        await sleep(100 * attempt, this.#stopping.signal);
      }
    }
  }
}
