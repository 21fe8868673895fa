import type { Message } from "./message.ts";
import { MessageList } from "./message-list.ts";

/**
 * In which order the messages of a queue that are not in flight are received. The three kinds of
 * queue differ in this alone: plain, fair and FIFO. No call costs more than the logarithm of the
 * backlog, of its groups or of its tenants.
 */
export interface ReadyOrder {
  /** A message comes into the queue, ready or delayed. */
  enter(message: Message): void;
  /** Its delay is over. */
  ripen(message: Message): void;
  /** The message to receive next; undefined where none may be received now. */
  next(nowMs: number): Message | undefined;
  /** What `next` answered is received. */
  take(message: Message): void;
  /** A message in flight is visible again since `atMs`, before the others or at the back. */
  giveBack(message: Message, atMs: number, place: "front" | "back"): void;
  /** A message is gone that was in the state that it still has. */
  leave(message: Message, nowMs: number): void;
  /** One receive is over: until here a FIFO queue goes on within a group that it locks. */
  endReceive(): void;
}

/**
 * The order of a standard queue without tenants, best effort: by arrival, and a message that
 * becomes visible again is older than all fresh ones, so it comes before them.
 */
export class ArrivalOrder implements ReadyOrder {
  readonly #returned = new MessageList();
  readonly #fresh = new MessageList();

  enter(message: Message): void {
    if (message.state === "ready") this.#fresh.append(message);
  }

  ripen(message: Message): void {
    this.#fresh.append(message);
  }

  next(): Message | undefined {
    return this.#returned.first ?? this.#fresh.first;
  }

  take(message: Message): void {
    message.list?.remove(message);
  }

  giveBack(message: Message, _atMs: number, place: "front" | "back"): void {
    (place === "front" ? this.#returned : this.#fresh).append(message);
  }

  leave(message: Message): void {
    message.list?.remove(message);
  }

  endReceive(): void {}
}
