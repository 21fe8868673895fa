import type { SqsLimits } from "../../core/limits/sqs.ts";
import type { Delivery, Sent } from "./delivery.ts";
import { ExpiringMap } from "./expiring-map.ts";
import type { FifoSettings } from "./fifo-settings.ts";
import { md5Of, type MessageDraft } from "./message.ts";
import type { QueueMessages } from "./queue-messages.ts";
import type { Sending } from "./sqs-journal.ts";

/** What one receive with a ReceiveRequestAttemptId got. */
interface Attempt {
  readonly deliveries: readonly Delivery[];
  /** The end of their visibility timeout, unless someone has changed it. */
  readonly visibleAtMs: number;
}

/** The time of a receive, and the end of the visibility timeout that it gives. */
interface Span {
  readonly nowMs: number;
  readonly visibleAtMs: number;
}

/**
 * What a FIFO queue remembers next to its messages, for five minutes each: what was sent, also when
 * it was received and deleted meanwhile (SQS developer guide, "Exactly-once processing"), and what
 * was received, so that an attempt can be repeated (ReceiveMessage API reference).
 */
export class FifoMemory {
  readonly #attempts: ExpiringMap<Attempt>;
  readonly #noSendings: () => ExpiringMap<Pick<Sent, "id" | "sequence">>;
  #sendings: ExpiringMap<Pick<Sent, "id" | "sequence">>;

  /** `forgotten` is told the sequence of each sending that is not remembered any more. */
  constructor(limits: SqsLimits, forgotten: (sequence: number) => void) {
    this.#attempts = new ExpiringMap(limits.receiveAttemptIntervalMs);
    this.#noSendings = () =>
      new ExpiringMap(limits.deduplicationIntervalMs, ({ sequence }) => forgotten(sequence));
    this.#sendings = this.#noSendings();
  }

  /** What the sender of a duplicate is told; undefined where it is none. */
  firstSending(
    draft: MessageDraft,
    { deduplicationScope }: FifoSettings,
    nowMs: number,
  ): Sent | undefined {
    const first = this.#sendings.get(deduplicationKey(draft, deduplicationScope), nowMs);
    return first && { ...first, bodyMd5: md5Of(draft.body), extras: draft };
  }

  rememberSending(sent: Sent, { deduplicationScope }: FifoSettings, nowMs: number): void {
    const { id, sequence, extras } = sent;
    this.#sendings.set(deduplicationKey(extras, deduplicationScope), { id, sequence }, nowMs);
  }

  /** Of an earlier run; called in the order of their times. */
  restoreSending({ key, id, sequence, atMs }: Sending): void {
    this.#sendings.set(key, { id, sequence }, atMs);
  }

  forgetSendings(): void {
    this.#sendings = this.#noSendings();
  }

  rememberAttempt(id: string, deliveries: readonly Delivery[], span: Span): void {
    this.#attempts.set(id, { deliveries, visibleAtMs: span.visibleAtMs }, span.nowMs);
  }

  /**
   * The deliveries of an attempt once more, under a new visibility timeout; undefined where it is
   * not known or one of its messages was deleted, has become visible or had its timeout changed.
   */
  repeatAttempt(id: string, messages: QueueMessages, span: Span): readonly Delivery[] | undefined {
    const attempt = this.#attempts.get(id, span.nowMs);
    if (!attempt) return undefined;
    const { deliveries, visibleAtMs } = attempt;
    const isAsItWas = ({ message, receiveCount }: Delivery): boolean =>
      message.state === "inFlight" &&
      message.receiveCount === receiveCount &&
      messages.get(message.sequence) === message &&
      messages.visibleAtMs(message) === visibleAtMs;
    if (!deliveries.every(isAsItWas)) return undefined;
    for (const { message } of deliveries) messages.changeVisibility(message, span.visibleAtMs);
    this.rememberAttempt(id, deliveries, span);
    return deliveries;
  }
}

/** By which a FIFO queue knows a duplicate. */
export function deduplicationKey(
  { groupId, deduplicationId }: Pick<MessageDraft, "groupId" | "deduplicationId">,
  scope: FifoSettings["deduplicationScope"],
): string {
  // A space is in neither of the two.
  return scope === "queue" ? String(deduplicationId) : `${groupId} ${deduplicationId}`;
}
