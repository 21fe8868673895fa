import type { FaultSource } from "../faults/faults.ts";
import type { DeadLetters } from "./dead-letters.ts";
import type { Delivery } from "./delivery.ts";
import type { Message } from "./message.ts";
import type { QueueMessages } from "./queue-messages.ts";
import type { QueueIdentity } from "./queue-surroundings.ts";
import { formatReceipt } from "./receipt-handle.ts";
import type { RedrivePolicy } from "./redrive-policy.ts";

/** What one receive may take, and the time that it gives. */
export interface Take {
  readonly messagesMax: number;
  readonly inFlightMax: number;
  readonly redrive: RedrivePolicy | undefined;
  readonly nowMs: number;
  readonly visibleAtMs: number;
}

export interface DeliveriesOptions {
  readonly identity: QueueIdentity;
  readonly deadLetters: DeadLetters;
  /** Those of deliveries; a FIFO queue keeps its promises, so that it has none. */
  readonly faults: FaultSource;
}

/** A message that is to be received behind later ones. */
interface PassedOver {
  readonly message: Message;
  readonly isTwice: boolean;
}

/** By one receive: where a fault strikes all, a receive is not to go through a whole backlog. */
const passedOverMax = 16;

/**
 * Puts ready messages of one queue in flight. A standard queue may deliver a message more than
 * once, and messages in another order (SQS developer guide, "Standard queues"); here that happens
 * only where a fault strikes a delivery:
 *
 * - A duplicate comes with the next receive, although its message is in flight or was deleted
 *   since. It is as the first delivery was but for a receipt handle of its own; either deletes.
 * - A message that is passed over comes behind those that this receive takes, or else first in the
 *   next receive. It is ready meanwhile.
 */
export class Deliveries {
  readonly #options: DeliveriesOptions;
  #duplicates: Delivery[] = [];
  #passedOver: PassedOver[] = [];

  constructor(options: DeliveriesOptions) {
    this.#options = options;
  }

  /**
   * Up to `messagesMax` of a queue's messages, which have settled. Dead letters are put aside on
   * the way.
   */
  take(messages: QueueMessages, take: Take): Delivery[] {
    const { messagesMax, inFlightMax, redrive, nowMs } = take;
    const deliver = (delivery: PassedOver) => {
      messages.startFlight(delivery.message, take);
      taken.push(this.#delivery(delivery));
    };
    const { identity, deadLetters, faults } = this.#options;
    const resource = identity.name;
    const site = { service: "sqs", operation: "ReceiveMessage", resource } as const;
    const isThreatened = faults.threatens("delivery", site);
    const taken = this.#duplicates.splice(0, messagesMax);
    const waiting = this.#passedOver;
    const later: PassedOver[] = [];
    while (taken.length < messagesMax && messages.inFlight < inFlightMax) {
      const early = waiting.shift();
      if (early) {
        if (early.message.state === "ready") deliver(early);
        continue;
      }
      const message = later.length < passedOverMax ? messages.next(nowMs) : undefined;
      if (!message) break;
      if (deadLetters.includes(message, redrive)) {
        messages.release(message, nowMs);
        deadLetters.add(message);
        continue;
      }
      const struck = isThreatened ? faults.strike("delivery", site) : [];
      const isTwice = struck.some(({ action }) => action === "aforo:duplicate-delivery");
      if (struck.some(({ action }) => action === "aforo:reorder")) {
        messages.passOver(message, nowMs);
        later.push({ message, isTwice });
      } else {
        deliver({ message, isTwice });
      }
    }
    while (later.length > 0 && taken.length < messagesMax && messages.inFlight < inFlightMax) {
      deliver(later.pop() as PassedOver);
    }
    waiting.push(...later);
    messages.endReceive();
    return taken;
  }

  /** The queue has none of its messages any more. */
  clear(): void {
    this.#duplicates = [];
    this.#passedOver = [];
  }

  #delivery({ message, isTwice }: PassedOver): Delivery {
    const { sequence, receiveCount } = message;
    const receipt = { queueTag: this.#options.identity.tag, sequence, receiveCount };
    if (isTwice) {
      const receiptHandle = formatReceipt({ ...receipt, copy: 1 });
      this.#duplicates.push({ message, receiptHandle, receiveCount });
    }
    return { message, receiptHandle: formatReceipt(receipt), receiveCount };
  }
}
