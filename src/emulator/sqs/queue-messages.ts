import type { SqsLimits } from "../../core/limits/sqs.ts";
import { DueHeap } from "./due-heap.ts";
import { GroupOrder } from "./group-order.ts";
import { MessageAges } from "./message-ages.ts";
import type { Message } from "./message.ts";
import type { QueueJournal } from "./sqs-journal.ts";
import { ArrivalOrder, type ReadyOrder } from "./ready-order.ts";
import { TenantOrder } from "./tenant-order.ts";

export interface MessagePolicy {
  readonly retentionMs: number;
  /**
   * From this number of receives on, a message that becomes visible again goes to the back of the
   * queue; Infinity where none does.
   */
  readonly backAfterReceives: number;
}

/** What the messages of a queue are kept by. */
interface Keeping {
  readonly limits: SqsLimits;
  /** Told of all that happens to a message that is in the queue; not of its arrival. */
  readonly journal: MessageJournal;
}

type MessageJournal = Pick<QueueJournal, "received" | "removed" | "leaving">;

export interface MessageCounts {
  readonly ready: number;
  readonly delayed: number;
  readonly inFlight: number;
}

/**
 * The messages of one queue and their states. Nothing costs more than the logarithm of the backlog:
 * ready messages are in an order of their queue's kind, delayed ones and those in flight in a heap
 * by the end of that state, and all in a list by age, from whose head retention takes them.
 */
export class QueueMessages {
  readonly #limits: SqsLimits;
  readonly #journal: MessageJournal;
  readonly #due = new DueHeap<Message>();
  readonly #ages = new MessageAges();
  /** Those that were received at least once: receipt handles name no others. */
  readonly #received = new Map<number, Message>();
  #order: ReadyOrder;
  #size = 0;
  #delayed = 0;
  #inFlight = 0;
  #policy: MessagePolicy;

  constructor(kind: "standard" | "fifo", policy: MessagePolicy, { limits, journal }: Keeping) {
    this.#policy = policy;
    this.#limits = limits;
    this.#journal = journal;
    this.#order = kind === "fifo" ? new GroupOrder() : new ArrivalOrder();
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** The next time at which `settle` makes a message ready, or Infinity. */
  get nextDueMs(): number {
    return this.#due.peekKey();
  }

  /** The message that is to be received next. */
  next(nowMs: number): Message | undefined {
    return this.#order.next(nowMs);
  }

  /** How long the oldest message has been there; 0 where there is none. */
  oldestAgeMs(nowMs: number): number {
    return nowMs - (this.#ages.oldest?.sentAtMs ?? nowMs);
  }

  counts(): MessageCounts {
    return {
      ready: this.#size - this.#delayed - this.#inFlight,
      delayed: this.#delayed,
      inFlight: this.#inFlight,
    };
  }

  /** The message of a receipt handle; undefined where it is gone. */
  get(sequence: number): Message | undefined {
    return this.#received.get(sequence);
  }

  /** The end of the delay or of the visibility timeout of a message that has one. */
  visibleAtMs(message: Message): number {
    return this.#due.keyOf(message);
  }

  /** Takes in a message that is in no queue. */
  add(message: Message, visibleAtMs: number, nowMs: number): void {
    if (message.extras.groupId !== undefined) this.#heedTenants();
    this.#size++;
    this.#ages.add(message);
    if (visibleAtMs > nowMs) {
      message.state = "delayed";
      this.#delayed++;
      this.#due.push(visibleAtMs, message);
    } else {
      message.state = "ready";
    }
    this.#order.enter(message);
  }

  /**
   * Takes back in what was in this queue before a restart, with the end of its delay or visibility
   * timeout, which may be over. Called in the order of sequences, before all else.
   */
  restore(message: Message, visibleAtMs: number, nowMs: number): void {
    const wasReceived = message.receivesHere > 0;
    this.add(message, wasReceived ? nowMs : visibleAtMs, nowMs);
    if (!wasReceived) return;
    this.#putInFlight(message, visibleAtMs);
    this.endReceive();
  }

  /** Lets all happen that is due: old messages go, delays and visibility timeouts end. */
  settle(nowMs: number): void {
    for (;;) {
      const oldest = this.#ages.oldest;
      if (!oldest || oldest.sentAtMs + this.#policy.retentionMs > nowMs) break;
      this.remove(oldest, nowMs);
    }
    while (this.#due.peekKey() <= nowMs) {
      this.#makeReady(this.#due.peek() as Message, this.#due.peekKey());
    }
  }

  /** The message that `next` answered is received, and invisible until `visibleAtMs`. */
  startFlight(
    message: Message,
    { nowMs, visibleAtMs }: { readonly nowMs: number; readonly visibleAtMs: number },
  ): void {
    message.receiveCount++;
    message.receivesHere++;
    if (message.reception) message.reception.lastAtMs = nowMs;
    else message.reception = { firstAtMs: nowMs, lastAtMs: nowMs };
    this.#putInFlight(message, visibleAtMs);
    this.#journal.received(message, visibleAtMs);
  }

  /**
   * The message that `next` answered keeps its state, and `next` answers others until it is
   * received all the same.
   */
  passOver(message: Message, nowMs: number): void {
    this.#order.leave(message, nowMs);
  }

  /** To be called when a receive has taken what it wants. */
  endReceive(): void {
    this.#order.endReceive();
  }

  /** Gives a message in flight another end of its visibility timeout; `settle` acts on it. */
  changeVisibility(message: Message, visibleAtMs: number): void {
    this.#due.update(visibleAtMs, message);
    this.#journal.received(message, visibleAtMs);
  }

  /** Ends a message, whatever its state. */
  remove(message: Message, nowMs: number): void {
    this.#journal.removed(message);
    this.#takeOut(message, nowMs);
  }

  /** Takes out a message, whatever its state, that is to go to another queue at once. */
  release(message: Message, nowMs: number): void {
    this.#journal.leaving(message);
    this.#takeOut(message, nowMs);
  }

  setPolicy(policy: MessagePolicy): void {
    this.#policy = policy;
  }

  #putInFlight(message: Message, visibleAtMs: number): void {
    this.#order.take(message);
    message.state = "inFlight";
    this.#inFlight++;
    this.#received.set(message.sequence, message);
    this.#due.push(visibleAtMs, message);
  }

  #takeOut(message: Message, nowMs: number): void {
    this.#order.leave(message, nowMs);
    if (message.state === "delayed") this.#delayed--;
    else if (message.state === "inFlight") this.#inFlight--;
    if (message.state !== "ready") this.#due.remove(message);
    message.state = "gone";
    this.#size--;
    this.#ages.remove(message);
    if (message.reception) this.#received.delete(message.sequence);
  }

  #makeReady(message: Message, atMs: number): void {
    this.#due.remove(message);
    if (message.state === "delayed") {
      this.#delayed--;
      message.state = "ready";
      this.#order.ripen(message);
      return;
    }
    this.#inFlight--;
    message.state = "ready";
    const isFirst = message.receivesHere < this.#policy.backAfterReceives;
    this.#order.giveBack(message, atMs, isFirst ? "front" : "back");
  }

  /** With the first message that names its tenant, a standard queue becomes a fair queue. */
  #heedTenants(): void {
    if (this.#order instanceof ArrivalOrder) {
      this.#order = new TenantOrder(this.#order, this.#inFlight, this.#limits);
    }
  }
}
