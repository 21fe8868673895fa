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
    message.list = this;
    message.previous = this.#last;
    message.next = undefined;
    if (this.#last) this.#last.next = message;
    else this.#first = message;
    this.#last = message;
    this.#size++;
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
}
