import type { Message } from "./message.ts";
import { MessageList } from "./message-list.ts";
import type { ReadyOrder } from "./ready-order.ts";

/** The messages of a FIFO queue with one MessageGroupId. */
interface MessageGroup {
  readonly id: string;
  /** In the order in which they were sent; those in flight are not among them. */
  readonly waiting: MessageList;
  /** While it is above zero, no other message of the group is received. */
  inFlight: number;
  /** Whether it is among the open groups, and between which. */
  isOpen: boolean;
  previous: MessageGroup | undefined;
  next: MessageGroup | undefined;
}

/**
 * The order of a FIFO queue: strict within a group, and a group is locked while a message of it is
 * in flight or while its first one is delayed. Only open groups, those whose first message can be
 * received, are in a linked list; a receive takes from its head, so locked groups cost nothing.
 *
 * A receive takes as many messages of one group as it can before it goes on to the next (SQS
 * developer guide, "FIFO queue delivery logic"). A group that opens goes to the end of the list: a
 * group with a long backlog does not hold up the others.
 */
export class GroupOrder implements ReadyOrder {
  readonly #groups = new Map<string, MessageGroup>();
  #firstOpen: MessageGroup | undefined;
  #lastOpen: MessageGroup | undefined;
  /** The group that this receive takes from. */
  #current: MessageGroup | undefined;

  enter(message: Message): void {
    const group = this.#groupOf(message);
    group.waiting.append(message);
    this.#refresh(group);
  }

  ripen(message: Message): void {
    this.#refresh(this.#groupOf(message));
  }

  next(): Message | undefined {
    const following = this.#current?.waiting.first;
    if (following?.state === "ready") return following;
    this.#current = undefined;
    return this.#firstOpen?.waiting.first;
  }

  take(message: Message): void {
    const group = this.#groupOf(message);
    group.waiting.remove(message);
    group.inFlight++;
    this.#current = group;
    this.#refresh(group);
  }

  /** Always to its place in the group: what is before it is at most what one receive took. */
  giveBack(message: Message): void {
    const group = this.#groupOf(message);
    group.inFlight--;
    group.waiting.restore(message);
    this.#refresh(group);
  }

  leave(message: Message): void {
    const group = this.#groupOf(message);
    if (message.state === "inFlight") group.inFlight--;
    else group.waiting.remove(message);
    this.#refresh(group);
  }

  endReceive(): void {
    this.#current = undefined;
  }

  #groupOf(message: Message): MessageGroup {
    const id = message.extras.groupId as string;
    let group = this.#groups.get(id);
    if (!group) {
      group = {
        id,
        waiting: new MessageList(),
        inFlight: 0,
        isOpen: false,
        previous: undefined,
        next: undefined,
      };
      this.#groups.set(id, group);
    }
    return group;
  }

  /** Puts a group where it now belongs: among the open ones, aside, or nowhere. */
  #refresh(group: MessageGroup): void {
    const isOpen = group.inFlight === 0 && group.waiting.first?.state === "ready";
    if (isOpen && !group.isOpen) this.#open(group);
    else if (!isOpen && group.isOpen) this.#close(group);
    if (group.inFlight === 0 && group.waiting.size === 0) this.#groups.delete(group.id);
  }

  #open(group: MessageGroup): void {
    group.isOpen = true;
    group.previous = this.#lastOpen;
    if (this.#lastOpen) this.#lastOpen.next = group;
    else this.#firstOpen = group;
    this.#lastOpen = group;
  }

  #close(group: MessageGroup): void {
    group.isOpen = false;
    if (group.previous) group.previous.next = group.next;
    else this.#firstOpen = group.next;
    if (group.next) group.next.previous = group.previous;
    else this.#lastOpen = group.previous;
    group.previous = undefined;
    group.next = undefined;
  }
}
