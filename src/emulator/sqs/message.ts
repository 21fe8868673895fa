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

/** What most messages have nothing of: kept apart, so that those that have none pay for none. */
export interface MessageExtras {
  readonly attributes: MessageAttributes | undefined;
  readonly attributesMd5: string | undefined;
  /** The AWSTraceHeader system attribute. */
  readonly traceHeader: string | undefined;
  /** The message group of a FIFO queue, or the tenant of a fair queue. */
  readonly groupId: string | undefined;
  /** Of a FIFO queue: as sent, or the SHA-256 of the body. */
  readonly deduplicationId: string | undefined;
}

/** What a sender hands in, checked. */
export interface MessageDraft extends MessageExtras {
  readonly body: string;
  /** Overrides the queue's own delay. */
  readonly delaySeconds: number | undefined;
}

/**
 * A backlog is millions of these, so every field counts: a field is eight bytes, and a time that
 * changes is sixteen more.
 */
export interface Message {
  readonly id: string;
  /** Unique in the engine and rising: receipt handles name messages by it. */
  sequence: number;
  readonly body: string;
  readonly bodyMd5: string;
  readonly extras: MessageExtras;
  /** A standard queue's message keeps it in a dead-letter queue; a FIFO queue's gets a new one. */
  sentAtMs: number;
  state: MessageState;
  /** Over all queues it was in. */
  receiveCount: number;
  /** In the queue where it is: what a redrive policy counts. */
  receivesHere: number;
  /** Undefined until it is received. */
  reception: Reception | undefined;
  /** The queue from which it was moved to a dead-letter queue. */
  deadLetterSourceArn: string | undefined;
  /** Its place in the queue's heap of due times; -1 while nothing is due. */
  slot: number;
  /** Its place among the waiting messages. */
  list: MessageList | undefined;
  previous: Message | undefined;
  next: Message | undefined;
  /** Its neighbours in the queue's list by age, or its place among those that came out of order. */
  older: Message | undefined;
  younger: Message | undefined;
  strayAge: StrayAge | undefined;
}

export interface Reception {
  readonly firstAtMs: number;
  lastAtMs: number;
}

/** A message that came into its queue later than younger ones. */
export interface StrayAge {
  readonly message: Message;
  slot: number;
}

export interface MessageBirth {
  readonly id: string;
  readonly sequence: number;
  readonly sentAtMs: number;
}

export const noExtras: MessageExtras = {
  attributes: undefined,
  attributesMd5: undefined,
  traceHeader: undefined,
  groupId: undefined,
  deduplicationId: undefined,
};

export function createMessage(draft: MessageDraft, birth: MessageBirth): Message {
  return messageOf({
    ...birth,
    body: draft.body,
    bodyMd5: md5Of(draft.body),
    extras: extrasOf(draft),
    receiveCount: 0,
    reception: undefined,
    deadLetterSourceArn: undefined,
  });
}

/** What of a message does not depend on the queue that it is in. */
export type MessageCore = Pick<
  Message,
  | "id"
  | "sequence"
  | "body"
  | "bodyMd5"
  | "extras"
  | "sentAtMs"
  | "receiveCount"
  | "reception"
  | "deadLetterSourceArn"
>;

/** A message that is in no queue yet, and was received in none that it is in. */
export function messageOf(core: MessageCore): Message {
  return {
    id: core.id,
    sequence: core.sequence,
    body: core.body,
    bodyMd5: core.bodyMd5,
    extras: core.extras,
    sentAtMs: core.sentAtMs,
    state: "gone",
    receiveCount: core.receiveCount,
    receivesHere: 0,
    reception: core.reception,
    deadLetterSourceArn: core.deadLetterSourceArn,
    slot: -1,
    list: undefined,
    previous: undefined,
    next: undefined,
    older: undefined,
    younger: undefined,
    strayAge: undefined,
  };
}

/** What was handed in, of a message that is to be sent anew. */
export function draftOf({ body, extras }: Message): MessageDraft {
  return { body, ...extras, delaySeconds: undefined };
}

/** MD5OfMessageBody: of its UTF-8 bytes, in hexadecimal. */
export function md5Of(body: string): string {
  return hash("md5", body, "hex");
}

function extrasOf(draft: MessageDraft): MessageExtras {
  const { attributes, attributesMd5, traceHeader, groupId, deduplicationId } = draft;
  const isPlain =
    attributes === undefined &&
    traceHeader === undefined &&
    groupId === undefined &&
    deduplicationId === undefined;
  return isPlain ? noExtras : { attributes, attributesMd5, traceHeader, groupId, deduplicationId };
}
