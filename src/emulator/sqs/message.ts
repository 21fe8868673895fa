import { hash } from "node:crypto";

import type { MessageAttributes } from "./message-attributes.ts";
import type { MessageList } from "./message-list.ts";

/**
 * Where a message of a queue is; it is in exactly one state.
 *
 *     sent ──▶ delayed ──delay over──▶ ready ──received──▶ inFlight
 *     sent ─────────────────────────▶ ready ◀──visible again── inFlight
 *     any ──deleted, purged, past its retention, moved to the dead-letter queue──▶ gone
 */
export type MessageState = "delayed" | "ready" | "inFlight" | "gone";

/** What a sender hands in, checked. */
export interface MessageDraft {
  readonly body: string;
  readonly attributes: MessageAttributes | undefined;
  readonly attributesMd5: string | undefined;
  /** The AWSTraceHeader system attribute. */
  readonly traceHeader: string | undefined;
  /** Overrides the queue's own delay. */
  readonly delaySeconds: number | undefined;
}

export interface Message extends Omit<MessageDraft, "delaySeconds"> {
  readonly id: string;
  /** Unique in the engine: receipt handles name messages by it. */
  readonly sequence: number;
  readonly bodyMd5: string;
  /** Kept when the message moves to a dead-letter queue, as standard queues do. */
  readonly sentAtMs: number;
  state: MessageState;
  /** Over all queues it was in. */
  receiveCount: number;
  /** In the queue where it is: what a redrive policy counts. */
  receivesHere: number;
  firstReceivedAtMs: number;
  lastReceivedAtMs: number;
  /** The end of its delay or of its visibility timeout. */
  visibleAtMs: number;
  /** The queue from which it was moved to a dead-letter queue. */
  deadLetterSourceArn: string | undefined;
  /** Its place in the queue's heap of due times. */
  slot: number;
  /** Its place among the ready messages. */
  list: MessageList | undefined;
  previous: Message | undefined;
  next: Message | undefined;
}

export interface MessageBirth {
  readonly id: string;
  readonly sequence: number;
  readonly sentAtMs: number;
}

export function createMessage(draft: MessageDraft, birth: MessageBirth): Message {
  return {
    id: birth.id,
    sequence: birth.sequence,
    body: draft.body,
    bodyMd5: hash("md5", draft.body, "hex"),
    attributes: draft.attributes,
    attributesMd5: draft.attributesMd5,
    traceHeader: draft.traceHeader,
    sentAtMs: birth.sentAtMs,
    state: "gone",
    receiveCount: 0,
    receivesHere: 0,
    firstReceivedAtMs: 0,
    lastReceivedAtMs: 0,
    visibleAtMs: birth.sentAtMs,
    deadLetterSourceArn: undefined,
    slot: -1,
    list: undefined,
    previous: undefined,
    next: undefined,
  };
}
