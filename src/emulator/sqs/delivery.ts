import type { Message } from "./message.ts";

export interface ReceiveRequest {
  readonly messagesMax: number;
  readonly visibilitySeconds: number | undefined;
  readonly waitSeconds: number | undefined;
  /** ReceiveRequestAttemptId; only a FIFO queue has use for it. */
  readonly attemptId: string | undefined;
  /** Asked for only where the receive waits: aborted when its client goes away. */
  readonly signalOf: () => AbortSignal;
}

/** A message as one receive saw it. */
export interface Delivery {
  readonly message: Message;
  readonly receiptHandle: string;
  readonly receiveCount: number;
}

/** What a send is told; a duplicate is told the id and the sequence of the first sending. */
export type Sent = Pick<Message, "id" | "sequence" | "bodyMd5" | "extras">;
