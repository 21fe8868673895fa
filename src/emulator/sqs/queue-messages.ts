import { DueHeap } from "./due-heap.ts";
import type { Message } from "./message.ts";
import { MessageList } from "./message-list.ts";

export interface MessagePolicy {
  readonly retentionMs: number;
  /**
   * From this number of receives on, a message that becomes visible again goes to the back of the
   * queue; Infinity where none does.
   */
  readonly backAfterReceives: number;
}

export interface MessageCounts {
  readonly ready: number;
  readonly delayed: number;
  readonly inFlight: number;
}

/**
 * The messages of one standard queue and their states. Nothing costs more than the logarithm of the
 * backlog: ready messages are in two linked lists (those that came back, then the fresh ones), and
 * every message is once in a heap by the next time at which something happens to it: the end of its
 * delay or of its visibility timeout, or the end of its retention, whichever is first.
 *
 * Order is best effort, as of a standard queue: by arrival, and a message that becomes visible
 * again is older than all fresh ones, so it comes before them.
 */
export class QueueMessages {
  readonly #due = new DueHeap<Message>();
  #bySequence = new Map<number, Message>();
  #returned = new MessageList();
  #fresh = new MessageList();
  #delayed = 0;
  #inFlight = 0;
  #policy: MessagePolicy;

  constructor(policy: MessagePolicy) {
    this.#policy = policy;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** The message that is to be received next. */
  get firstReady(): Message | undefined {
    return this.#returned.first ?? this.#fresh.first;
  }

  /** The next time at which `settle` has something to do, or Infinity. */
  get nextDueMs(): number {
    return this.#due.peekKey();
  }

  counts(): MessageCounts {
    return {
      ready: this.#returned.size + this.#fresh.size,
      delayed: this.#delayed,
      inFlight: this.#inFlight,
    };
  }

  get(sequence: number): Message | undefined {
    return this.#bySequence.get(sequence);
  }

  /** Takes in a message that is in no queue. */
  add(message: Message, visibleAtMs: number, nowMs: number): void {
    this.#bySequence.set(message.sequence, message);
    message.visibleAtMs = visibleAtMs;
    if (visibleAtMs > nowMs) {
      message.state = "delayed";
      this.#delayed++;
    } else {
      message.state = "ready";
      this.#fresh.append(message);
    }
    this.#due.push(this.#nextDueOf(message), message);
  }

  /** Lets all happen that is due: delays and visibility timeouts end, old messages go. */
  settle(nowMs: number): void {
    while (this.#due.peekKey() <= nowMs) {
      const message = this.#due.peek() as Message;
      if (this.#expiryOf(message) <= nowMs) this.remove(message);
      else this.#makeReady(message);
    }
  }

  /** A ready message is received, and invisible until `visibleAtMs`. */
  startFlight(message: Message, nowMs: number, visibleAtMs: number): void {
    this.#leaveState(message);
    message.state = "inFlight";
    this.#inFlight++;
    if (message.receiveCount === 0) message.firstReceivedAtMs = nowMs;
    message.receiveCount++;
    message.receivesHere++;
    message.lastReceivedAtMs = nowMs;
    message.visibleAtMs = visibleAtMs;
    this.#due.update(this.#nextDueOf(message), message);
  }

  /** Gives a message in flight another end of its visibility timeout; `settle` acts on it. */
  changeVisibility(message: Message, visibleAtMs: number): void {
    message.visibleAtMs = visibleAtMs;
    this.#due.update(this.#nextDueOf(message), message);
  }

  /** Takes a message out, whatever its state. */
  remove(message: Message): void {
    this.#leaveState(message);
    message.state = "gone";
    this.#due.remove(message);
    this.#bySequence.delete(message.sequence);
  }

  /** Drops all messages at once. */
  clear(): void {
    this.#due.clear();
    this.#bySequence = new Map();
    this.#returned = new MessageList();
    this.#fresh = new MessageList();
    this.#delayed = 0;
    this.#inFlight = 0;
  }

  /** The one operation that is linear in the backlog, and only where the retention changes. */
  setPolicy(policy: MessagePolicy): void {
    const retentionChanged = policy.retentionMs !== this.#policy.retentionMs;
    this.#policy = policy;
    if (retentionChanged) this.#due.rekey((message) => this.#nextDueOf(message));
  }

  #makeReady(message: Message): void {
    const cameBack = message.state === "inFlight";
    this.#leaveState(message);
    message.state = "ready";
    const first = cameBack && message.receivesHere < this.#policy.backAfterReceives;
    (first ? this.#returned : this.#fresh).append(message);
    this.#due.update(this.#expiryOf(message), message);
  }

  #leaveState(message: Message): void {
    if (message.state === "delayed") this.#delayed--;
    else if (message.state === "inFlight") this.#inFlight--;
    else message.list?.remove(message);
  }

  #nextDueOf(message: Message): number {
    const expiry = this.#expiryOf(message);
    return message.state === "ready" ? expiry : Math.min(expiry, message.visibleAtMs);
  }

  #expiryOf(message: Message): number {
    return message.sentAtMs + this.#policy.retentionMs;
  }
}
