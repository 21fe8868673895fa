import { noFaults } from "../faults/faults.ts";
import { DeadLetters } from "./dead-letters.ts";
import { Deliveries } from "./deliveries.ts";
import type { Delivery, ReceiveRequest, Sent } from "./delivery.ts";
import { purgeInProgress, queueDoesNotExist, receiptExpired, tooManyInFlight } from "./errors.ts";
import { FifoMemory } from "./fifo-memory.ts";
import { FifoRates, unratedCall, type RatedAction, type RatedCall } from "./fifo-rates.ts";
import { LongPolls } from "./long-polls.ts";
import { createMessage, draftOf, type Message, type MessageDraft } from "./message.ts";
import { QueueMessages, type MessageCounts } from "./queue-messages.ts";
import { messagePolicyOf, type QueueSettings } from "./queue-settings.ts";
import type { QueueSurroundings } from "./queue-surroundings.ts";
import type { Tags } from "./queue-tags.ts";
import { parseReceipt } from "./receipt-handle.ts";
import type { QueueJournal, QueueState, SavedQueue } from "./sqs-journal.ts";
import { latestReceived, newVisibilityEnd } from "./visibility-change.ts";
import { Wake } from "./wake.ts";

/** A standard queue, at least once in best-effort order; or a FIFO queue, in order by group. */
export class Queue {
  readonly name: string;
  readonly arn: string;
  readonly #surroundings: QueueSurroundings;
  readonly #polls: LongPolls<readonly Delivery[]>;
  readonly #wake: Wake;
  readonly #deadLetters: DeadLetters;
  readonly #deliveries: Deliveries;
  readonly #fifo: { readonly memory: FifoMemory; readonly rates: FifoRates } | undefined;
  readonly #journal: QueueJournal;
  #messages: QueueMessages;
  #state: QueueState;

  constructor(state: QueueState, surroundings: QueueSurroundings) {
    this.name = state.name;
    this.arn = state.arn;
    this.#state = state;
    this.#surroundings = surroundings;
    const { limits, after, queueByArn } = surroundings;
    this.#journal = surroundings.journal.queueJournal(this.name);
    this.#fifo = state.settings.fifo && {
      memory: new FifoMemory(limits, (sequence) => this.#journal.sendingForgotten(sequence)),
      rates: new FifoRates(limits),
    };
    this.#messages = this.#noMessages();
    this.#polls = new LongPolls(after);
    this.#wake = new Wake(after, () => this.#serve());
    this.#deadLetters = new DeadLetters(this.arn, queueByArn);
    const faults = this.#fifo ? noFaults : surroundings.faults;
    this.#deliveries = new Deliveries({ identity: state, deadLetters: this.#deadLetters, faults });
  }

  get state(): QueueState {
    return this.#state;
  }

  get settings(): QueueSettings {
    return this.#state.settings;
  }

  /** Long polls that have not been answered yet. */
  get waitingReceives(): number {
    return this.#polls.size;
  }

  change(settings: QueueSettings): void {
    this.#state = { ...this.#state, settings, modifiedAtMs: this.#surroundings.nowMs() };
    this.#journal.save(this.#state);
    this.#messages.setPolicy(messagePolicyOf(settings));
    this.#serve();
  }

  setTags(tags: Tags): void {
    this.#state = { ...this.#state, tags };
    this.#journal.save(this.#state);
  }

  /** Takes back in what was here before a restart; called before all else. */
  restore({ messages, sendings }: SavedQueue): void {
    const nowMs = this.#surroundings.nowMs();
    for (const sending of sendings) this.#fifo?.memory.restoreSending(sending);
    for (const { message, visibleAtMs } of messages) {
      this.#messages.restore(message, visibleAtMs, nowMs);
    }
  }

  counts(): MessageCounts {
    this.#messages.settle(this.#surroundings.nowMs());
    return this.#messages.counts();
  }

  /** How long its oldest message has been there; 0 where there is none. */
  get oldestAgeMs(): number {
    return this.#messages.oldestAgeMs(this.#surroundings.nowMs());
  }

  /** Counts an API call at a FIFO queue; throws RequestThrottled. A standard queue has no rate. */
  startCall(action: RatedAction): RatedCall {
    const { fifo } = this.settings;
    if (!this.#fifo || !fifo) return unratedCall;
    return this.#fifo.rates.start(action, fifo.throughputLimit, this.#surroundings.nowMs());
  }

  /**
   * Takes in new messages, and answers them in the order of the drafts. A FIFO queue takes a
   * duplicate in silence, and answers the first sending in its place.
   */
  send(drafts: readonly MessageDraft[]): readonly Sent[] {
    const nowMs = this.#surroundings.nowMs();
    const { fifo } = this.settings;
    const sent = drafts.map((draft) => {
      const first = fifo && this.#fifo?.memory.firstSending(draft, fifo, nowMs);
      return first ?? this.#add(draft, nowMs);
    });
    this.#serve();
    return sent;
  }

  /** Takes in what was taken out of a dead-letter queue, as a new message and never a duplicate. */
  sendAnew(origin: Message): void {
    this.#add(draftOf(origin), this.#surroundings.nowMs(), origin);
    this.#serve();
  }

  /**
   * Receives up to `messagesMax` messages; waits for the first as long as `waitSeconds` says.
   *
   * A short poll looks at the whole queue. AWS's samples some of its servers and may answer nothing
   * though there are messages (ReceiveMessage API reference); that loss of a poll is left out on
   * purpose, so that what a consumer sees follows from what was sent.
   *
   * At the in-flight limit a short poll of a standard queue throws OverLimit; a long poll waits,
   * and a FIFO queue answers nothing (SQS quotas, "In-flight messages").
   */
  receive(request: ReceiveRequest): readonly Delivery[] | Promise<readonly Delivery[]> {
    const waitSeconds = request.waitSeconds ?? this.settings.numbers.ReceiveMessageWaitTimeSeconds;
    const taken = this.#take(request);
    this.#deadLetters.move(this.settings.redrive);
    if (taken) return taken;
    if (waitSeconds === 0) {
      if (!this.#fifo && this.#messages.inFlight >= this.#inFlightMax) {
        throw tooManyInFlight();
      }
      return [];
    }
    const answer = this.#polls.wait({
      attempt: () => this.#take(request),
      empty: [],
      waitMs: waitSeconds * 1_000,
      signal: request.signalOf(),
    });
    this.#armWake();
    return answer;
  }

  /**
   * Deletes the message of a receipt handle. With a handle of an earlier receive a standard queue
   * succeeds and does nothing (DeleteMessage API reference); a FIFO queue throws once the message
   * is visible again. A message that is gone is no error.
   */
  delete(receiptHandle: string, call: RatedCall = unratedCall): void {
    const receipt = parseReceipt(receiptHandle, this.#state.tag);
    const nowMs = this.#surroundings.nowMs();
    if (this.#fifo) this.#messages.settle(nowMs);
    const message = this.#messages.get(receipt.sequence);
    if (!message) return;
    call.admit(message.extras.groupId ?? "");
    const isLatest = message.receiveCount === receipt.receiveCount;
    if (this.#fifo && (!isLatest || message.state !== "inFlight")) {
      throw receiptExpired(receiptHandle);
    }
    if (!isLatest) return;
    this.#messages.remove(message, nowMs);
    this.#serve();
  }

  changeVisibility(
    receiptHandle: string,
    visibilitySeconds: number,
    call: RatedCall = unratedCall,
  ): void {
    const nowMs = this.#surroundings.nowMs();
    this.#messages.settle(nowMs);
    const message = latestReceived(this.#messages, receiptHandle, this.#state.tag);
    call.admit(message.extras.groupId ?? "");
    const { visibilitySecondsMax: secondsMax } = this.#surroundings.limits;
    const visibleAtMs = newVisibilityEnd(message, visibilitySeconds, { nowMs, secondsMax });
    this.#messages.changeVisibility(message, visibleAtMs);
    this.#serve();
  }

  /** Takes out the message that would be received next, if `accepts` it for another queue. */
  takeReady(accepts: (message: Message) => boolean): Message | undefined {
    const nowMs = this.#surroundings.nowMs();
    this.#messages.settle(nowMs);
    const message = this.#messages.next(nowMs);
    if (!message || !accepts(message)) return undefined;
    this.#messages.release(message, nowMs);
    return message;
  }

  /**
   * Deletes all messages, those in flight too, and what a FIFO queue knows of duplicates. Throws
   * PurgeQueueInProgress within the interval.
   */
  purge(): void {
    const nowMs = this.#surroundings.nowMs();
    const { purgeIntervalMs } = this.#surroundings.limits;
    if (nowMs < (this.#state.purgedAtMs ?? -Infinity) + purgeIntervalMs) {
      throw purgeInProgress(this.name, purgeIntervalMs);
    }
    this.#state = { ...this.#state, purgedAtMs: nowMs };
    this.#journal.purged(this.#state);
    this.#messages = this.#noMessages();
    this.#deliveries.clear();
    this.#fifo?.memory.forgetSendings();
  }

  /** Ends the receives that wait: the engine has deleted the queue. */
  close(): void {
    this.#wake.cancel();
    this.#messages = this.#noMessages();
    this.#polls.fail(queueDoesNotExist());
  }

  /**
   * Dead letters come in. In a standard queue they keep their time of sending, in a FIFO queue it
   * begins anew (SQS developer guide, "Dead-letter queues"), and with it their place in the order.
   */
  accept(messages: readonly Message[]): void {
    const nowMs = this.#surroundings.nowMs();
    for (const message of messages) {
      if (this.#fifo) {
        message.sentAtMs = nowMs;
        message.sequence = this.#surroundings.nextMessage().sequence;
      }
      this.#journal.added({ message, visibleAtMs: nowMs, scope: undefined, origin: message });
      this.#messages.add(message, nowMs, nowMs);
    }
    this.#serve();
  }

  get #inFlightMax(): number {
    const { limits } = this.#surroundings;
    return this.#fifo ? limits.fifoInFlightMax : limits.inFlightMax;
  }

  #noMessages(): QueueMessages {
    const kind = this.#fifo ? "fifo" : "standard";
    const policy = messagePolicyOf(this.settings);
    const { limits } = this.#surroundings;
    return new QueueMessages(kind, policy, { limits, journal: this.#journal });
  }

  #add(draft: MessageDraft, nowMs: number, origin?: Message): Message {
    const birth = { ...this.#surroundings.nextMessage(), sentAtMs: nowMs };
    const message = createMessage(draft, birth);
    const { fifo, numbers } = this.settings;
    if (fifo) this.#fifo?.memory.rememberSending(message, fifo, nowMs);
    const delaySeconds = draft.delaySeconds ?? numbers.DelaySeconds;
    const visibleAtMs = nowMs + delaySeconds * 1_000;
    this.#journal.added({ message, visibleAtMs, scope: fifo?.deduplicationScope, origin });
    this.#messages.add(message, visibleAtMs, nowMs);
    return message;
  }

  /**
   * Puts ready messages in flight, or answers a repeated attempt; undefined where there are none,
   * or no room for them.
   */
  #take(request: ReceiveRequest): readonly Delivery[] | undefined {
    const nowMs = this.#surroundings.nowMs();
    this.#messages.settle(nowMs);
    const { redrive, numbers } = this.settings;
    const { messagesMax, attemptId, visibilitySeconds = numbers.VisibilityTimeout } = request;
    const span = { nowMs, visibleAtMs: nowMs + visibilitySeconds * 1_000 };
    const memory = this.#fifo?.memory;
    const repeated =
      attemptId === undefined ? undefined : memory?.repeatAttempt(attemptId, this.#messages, span);
    if (repeated) return repeated;
    const extent = { messagesMax, inFlightMax: this.#inFlightMax, redrive, ...span };
    const taken = this.#deliveries.take(this.#messages, extent);
    if (taken.length === 0) return undefined;
    if (attemptId !== undefined) memory?.rememberAttempt(attemptId, taken, span);
    return taken;
  }

  #serve(): void {
    if (this.#polls.size === 0) return;
    this.#polls.serve();
    this.#deadLetters.move(this.settings.redrive);
    this.#armWake();
  }

  /** While a receive waits, the queue wakes when its next message becomes visible. */
  #armWake(): void {
    if (this.#polls.size === 0) return;
    this.#wake.setBy(this.#messages.nextDueMs, this.#surroundings.nowMs());
  }
}
