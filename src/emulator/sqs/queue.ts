import type { After } from "../../core/timers.ts";
import { invalidParameter, queueDoesNotExist, SqsError } from "./errors.ts";
import type { SqsLimits } from "../../core/limits/sqs.ts";
import { LongPolls } from "./long-polls.ts";
import { createMessage, type Message, type MessageDraft } from "./message.ts";
import { QueueMessages, type MessageCounts, type MessagePolicy } from "./queue-messages.ts";
import type { QueueSettings } from "./queue-settings.ts";
import { formatReceipt, parseReceipt } from "./receipt-handle.ts";

/** What a queue is given by the engine that holds it. */
export interface QueueSurroundings {
  readonly limits: SqsLimits;
  /** Engine time in epoch milliseconds; never goes back. */
  readonly nowMs: () => number;
  readonly after: After;
  readonly nextMessage: () => { readonly id: string; readonly sequence: number };
  readonly queueByArn: (arn: string) => Queue | undefined;
}

export interface QueueIdentity {
  readonly name: string;
  readonly arn: string;
  /** Eight hexadecimal digits that no other queue has, also none of the same name. */
  readonly tag: string;
}

export interface ReceiveRequest {
  readonly messagesMax: number;
  readonly visibilitySeconds: number | undefined;
  readonly waitSeconds: number | undefined;
  /** Asked for only where the receive waits: aborted when its client goes away. */
  readonly signalOf: () => AbortSignal;
}

/** A message as one receive saw it. */
export interface Delivery {
  readonly message: Message;
  readonly receiptHandle: string;
  readonly receiveCount: number;
}

const noDeliveries: readonly Delivery[] = [];

/** A standard queue: at-least-once delivery, best-effort order. */
export class Queue {
  readonly name: string;
  readonly arn: string;
  readonly createdAtMs: number;
  modifiedAtMs: number;
  readonly #tag: string;
  readonly #surroundings: QueueSurroundings;
  readonly #messages: QueueMessages;
  readonly #polls: LongPolls<readonly Delivery[]>;
  #settings: QueueSettings;
  #deadLetters: Message[] = [];
  #purgedAtMs = -Infinity;
  #wakeAtMs = Infinity;
  #cancelWake: () => void = () => {};

  constructor(identity: QueueIdentity, settings: QueueSettings, surroundings: QueueSurroundings) {
    this.name = identity.name;
    this.arn = identity.arn;
    this.#tag = identity.tag;
    this.createdAtMs = surroundings.nowMs();
    this.modifiedAtMs = this.createdAtMs;
    this.#settings = settings;
    this.#surroundings = surroundings;
    this.#messages = new QueueMessages(policyOf(settings));
    this.#polls = new LongPolls(surroundings.after);
  }

  get settings(): QueueSettings {
    return this.#settings;
  }

  change(settings: QueueSettings): void {
    this.#settings = settings;
    this.modifiedAtMs = this.#surroundings.nowMs();
    this.#messages.setPolicy(policyOf(settings));
    this.#serve();
  }

  counts(): MessageCounts {
    this.#messages.settle(this.#surroundings.nowMs());
    return this.#messages.counts();
  }

  /** Takes in new messages, and answers them in the order of the drafts. */
  send(drafts: readonly MessageDraft[]): readonly Message[] {
    const nowMs = this.#surroundings.nowMs();
    const sent = drafts.map((draft) => {
      const birth = { ...this.#surroundings.nextMessage(), sentAtMs: nowMs };
      const message = createMessage(draft, birth);
      const delaySeconds = draft.delaySeconds ?? this.#settings.numbers.DelaySeconds;
      this.#messages.add(message, nowMs + delaySeconds * 1_000, nowMs);
      return message;
    });
    this.#serve();
    return sent;
  }

  /**
   * Receives up to `messagesMax` messages; waits for the first as long as `waitSeconds` says.
   *
   * A short poll looks at the whole queue. AWS's samples some of its servers and may answer nothing
   * though there are messages (ReceiveMessage API reference); that loss of a poll is left out on
   * purpose, so that what a consumer sees follows from what was sent.
   *
   * At the in-flight limit a short poll throws OverLimit, and a long poll waits (SQS quotas,
   * "In-flight messages").
   */
  receive(request: ReceiveRequest): readonly Delivery[] | Promise<readonly Delivery[]> {
    const waitSeconds = request.waitSeconds ?? this.#settings.numbers.ReceiveMessageWaitTimeSeconds;
    const taken = this.#take(request);
    this.#moveDeadLetters();
    if (taken) return taken;
    if (waitSeconds === 0) {
      if (this.#messages.inFlight >= this.#surroundings.limits.inFlightMax) {
        throw new SqsError(
          "OverLimit",
          "The maximum number of in flight messages of the queue is reached.",
        );
      }
      return noDeliveries;
    }
    const answer = this.#polls.wait({
      attempt: () => this.#take(request),
      empty: noDeliveries,
      waitMs: waitSeconds * 1_000,
      signal: request.signalOf(),
    });
    this.#armWake();
    return answer;
  }

  /**
   * Deletes the message of a receipt handle. A handle of an earlier receive, or of a message that
   * is gone, succeeds and does nothing (DeleteMessage API reference).
   */
  delete(receiptHandle: string): void {
    const message = this.#messageOf(receiptHandle);
    if (!message) return;
    this.#messages.remove(message);
    this.#serve();
  }

  changeVisibility(receiptHandle: string, visibilitySeconds: number): void {
    const nowMs = this.#surroundings.nowMs();
    this.#messages.settle(nowMs);
    const message = this.#messageOf(receiptHandle);
    if (!message) {
      throw invalidParameter(
        "ReceiptHandle",
        receiptHandle,
        "Message does not exist or is not available for visibility timeout change.",
      );
    }
    if (message.state !== "inFlight") {
      throw new SqsError("MessageNotInflight", "The message referred to isn't in flight.");
    }
    const visibleAtMs = nowMs + visibilitySeconds * 1_000;
    const { visibilitySecondsMax } = this.#surroundings.limits;
    if (visibleAtMs > message.lastReceivedAtMs + visibilitySecondsMax * 1_000) {
      throw invalidParameter(
        "VisibilityTimeout",
        visibilitySeconds,
        "Total VisibilityTimeout for the message is beyond the limit " +
          `[${visibilitySecondsMax} seconds].`,
      );
    }
    this.#messages.changeVisibility(message, visibleAtMs);
    this.#serve();
  }

  /** Deletes all messages, those in flight too. Throws PurgeQueueInProgress within the interval. */
  purge(): void {
    const nowMs = this.#surroundings.nowMs();
    const { purgeIntervalMs } = this.#surroundings.limits;
    if (nowMs < this.#purgedAtMs + purgeIntervalMs) {
      throw new SqsError(
        "PurgeQueueInProgress",
        `Only one PurgeQueue operation on ${this.name} is allowed every ` +
          `${purgeIntervalMs / 1_000} seconds.`,
      );
    }
    this.#purgedAtMs = nowMs;
    this.#messages.clear();
  }

  /** Ends the receives that wait: the engine has deleted the queue. */
  close(): void {
    this.#cancelWake();
    this.#messages.clear();
    this.#polls.fail(queueDoesNotExist());
  }

  #accept(messages: readonly Message[]): void {
    const nowMs = this.#surroundings.nowMs();
    for (const message of messages) this.#messages.add(message, nowMs, nowMs);
    this.#serve();
  }

  #messageOf(receiptHandle: string): Message | undefined {
    const receipt = parseReceipt(receiptHandle, this.#tag);
    const message = this.#messages.get(receipt.sequence);
    return message?.receiveCount === receipt.receiveCount ? message : undefined;
  }

  /** Puts ready messages in flight; undefined where there are none, or no room for them. */
  #take(request: ReceiveRequest): readonly Delivery[] | undefined {
    const nowMs = this.#surroundings.nowMs();
    this.#messages.settle(nowMs);
    const { inFlightMax } = this.#surroundings.limits;
    const visibilitySeconds = request.visibilitySeconds ?? this.#settings.numbers.VisibilityTimeout;
    const taken: Delivery[] = [];
    while (taken.length < request.messagesMax && this.#messages.inFlight < inFlightMax) {
      const message = this.#messages.firstReady;
      if (!message) break;
      if (this.#isDeadLetter(message)) {
        this.#messages.remove(message);
        this.#deadLetters.push(message);
        continue;
      }
      this.#messages.startFlight(message, nowMs, nowMs + visibilitySeconds * 1_000);
      const { sequence, receiveCount } = message;
      const receiptHandle = formatReceipt({ queueTag: this.#tag, sequence, receiveCount });
      taken.push({ message, receiptHandle, receiveCount });
    }
    return taken.length > 0 ? taken : undefined;
  }

  #isDeadLetter(message: Message): boolean {
    const { redrive } = this.#settings;
    return (
      redrive !== undefined &&
      message.receivesHere >= redrive.maxReceiveCount &&
      this.#surroundings.queueByArn(redrive.deadLetterTargetArn) !== undefined
    );
  }

  /**
   * Hands over what the last receives found to be dead letters. It comes after them, not within:
   * the other queue serves its own waiters at once, and its dead letters may be meant for this one.
   */
  #moveDeadLetters(): void {
    if (this.#deadLetters.length === 0) return;
    const messages = this.#deadLetters;
    this.#deadLetters = [];
    for (const message of messages) {
      message.receivesHere = 0;
      message.deadLetterSourceArn = this.arn;
    }
    const arn = this.#settings.redrive?.deadLetterTargetArn;
    const target = arn === undefined ? undefined : this.#surroundings.queueByArn(arn);
    if (target) target.#accept(messages);
  }

  #serve(): void {
    if (this.#polls.size === 0) return;
    this.#polls.serve();
    this.#moveDeadLetters();
    this.#armWake();
  }

  /** While a receive waits, the queue wakes when its next message becomes visible. */
  #armWake(): void {
    const dueMs = this.#messages.nextDueMs;
    if (this.#polls.size === 0 || dueMs >= this.#wakeAtMs) return;
    this.#cancelWake();
    this.#wakeAtMs = dueMs;
    this.#cancelWake = this.#surroundings.after(dueMs - this.#surroundings.nowMs(), () => {
      this.#wakeAtMs = Infinity;
      this.#serve();
    });
  }
}

function policyOf(settings: QueueSettings): MessagePolicy {
  const maxReceiveCount = settings.redrive?.maxReceiveCount ?? 0;
  return {
    retentionMs: settings.numbers.MessageRetentionPeriod * 1_000,
    // SQS developer guide, "Dead-letter queues": with a maxReceiveCount above 3, a message that was
    // received three times or more goes to the back of the queue.
    backAfterReceives: maxReceiveCount > 3 ? 3 : Infinity,
  };
}
