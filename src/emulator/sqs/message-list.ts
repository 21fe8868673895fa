import type { Message } from "./message.ts";

/**
 * A doubly linked list threaded through its messages: appending, taking the first and removing from
 * the middle cost the same at any length. A message is in at most one list.
 */
export class MessageList {
  #first: Message | undefined;
  #last: Message | undefined;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get first(): Message | undefined {
    return this.#first;
  }

  append(message: Message): void {
    this.#insert(message, this.#last, undefined);
  }

  /** Puts a message back before all later ones; costs the number of earlier ones in the list. */
  restore(message: Message): void {
    let next = this.#first;
    while (next && next.sequence < message.sequence) next = next.next;
    this.#insert(message, next ? next.previous : this.#last, next);
  }

  remove(message: Message): void {
    if (message.previous) message.previous.next = message.next;
    else this.#first = message.next;
    if (message.next) message.next.previous = message.previous;
    else this.#last = message.previous;
    message.list = undefined;
    message.previous = undefined;
    message.next = undefined;
    this.#size--;
  }

  #insert(message: Message, previous: Message | undefined, next: Message | undefined): void {
    message.list = this;
    message.previous = previous;
    message.next = next;
    if (previous) previous.next = message;
    else this.#first = message;
    if (next) next.previous = message;
    else this.#last = message;
    this.#size++;
  }
}
