import { deduplicationKey } from "../fifo-memory.ts";
import type { Message } from "../message.ts";
import type { Arrival, QueueJournal, QueueState, Sending } from "../sqs-journal.ts";
import { writeMessage, writeReception } from "./entries.ts";
import type { Era } from "./era.ts";
import type { Records } from "./records.ts";

/** What the journals of all queues have in common. */
export interface Books {
  readonly records: Records;
  /** The messages that have left one queue and not arrived in another yet. */
  readonly leaving: Map<Message, Departure>;
  /** Makes sure that no later run gives a message this sequence again. */
  readonly reserve: (sequence: number) => void;
  readonly newEra: () => Era;
  readonly dropEra: (era: Era) => void;
  readonly forgetQueue: (name: string) => void;
}

interface Departure {
  readonly era: Era;
  readonly sequence: number;
  readonly sending: Sending | undefined;
}

/** A queue as it is kept. */
export interface QueueRecord {
  readonly state: QueueState;
  readonly era: number;
}

export const queuePrefix = "queue:";

/** The journal of one queue: its entries are in one with those of all others. */
export class QueueBook implements QueueJournal {
  readonly #books: Books;
  readonly #name: string;
  #era: Era;

  constructor(name: string, era: Era, books: Books) {
    this.#name = name;
    this.#era = era;
    this.#books = books;
  }

  save(state: QueueState): void {
    const record: QueueRecord = { state, era: this.#era.number };
    this.#books.records.put(queuePrefix + this.#name, record);
  }

  added({ message, visibleAtMs, scope, origin }: Arrival): void {
    this.#books.reserve(message.sequence);
    const left = origin && this.#leave(origin);
    const { number } = this.#era;
    const from = left && { era: left.era.number, sequence: left.sequence };
    const entry = writeMessage(number, { message, visibleAtMs, scope, origin: from });
    this.#era.add(this.#era.arrivals, message.sequence, entry);
    if (scope) this.#era.scopes.set(message.sequence, scope);
    // The entry says by itself that the message has left, but only as long as it lives.
    left?.era.removeMessage(left.sequence);
  }

  received(message: Message, visibleAtMs: number): void {
    const era = this.#era;
    era.put(era.receptions, message.sequence, writeReception(era.number, message, visibleAtMs));
  }

  removed(message: Message): void {
    const { sending, sequence } = this.#departureOf(message);
    // The sending comes first: a crash in between must not make it forgotten.
    if (sending) this.#era.saveSending(sending);
    this.#era.removeMessage(sequence);
  }

  leaving(message: Message): void {
    this.#books.leaving.set(message, this.#departureOf(message));
  }

  sendingForgotten(sequence: number): void {
    this.#era.forgetSending(sequence);
  }

  purged(state: QueueState): void {
    const before = this.#era;
    this.#era = this.#books.newEra();
    this.save(state);
    this.#books.dropEra(before);
  }

  deleted(): void {
    this.#books.records.delete(queuePrefix + this.#name);
    this.#books.forgetQueue(this.#name);
    this.#books.dropEra(this.#era);
  }

  /** Where the message was until now; undefined where nothing is left to be said about that. */
  #leave(message: Message): Departure | undefined {
    const left = this.#books.leaving.get(message);
    if (!left) return undefined;
    this.#books.leaving.delete(message);
    if (left.sending) left.era.saveSending(left.sending);
    if (left.era !== this.#era || left.sequence !== message.sequence) return left;
    // It comes back as the same message: the new entry takes the place of the old one.
    left.era.forgetMessage(left.sequence);
    return undefined;
  }

  #departureOf(message: Message): Departure {
    const { id, sequence, extras, sentAtMs: atMs } = message;
    const scope = this.#era.scopes.get(sequence);
    const sending = scope && { key: deduplicationKey(extras, scope), id, sequence, atMs };
    return { era: this.#era, sequence, sending };
  }
}
