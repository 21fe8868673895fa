import type { JournalPlace } from "../../storage/journal.ts";
import { deduplicationKey } from "../fifo-memory.ts";
import type { SavedMessage, SavedQueue, Sending } from "../sqs-journal.ts";
import {
  entryTypes,
  readKey,
  readMessage,
  readReception,
  readSending,
  typeOf,
  type MessageKey,
  type Reception,
  type SavedArrival,
} from "./entries.ts";
import type { Era } from "./era.ts";
import type { Records } from "./records.ts";

/** What was found of one message so far: its entries come in any order. */
interface FoundMessage {
  arrival: { readonly saved: SavedArrival; readonly place: JournalPlace } | undefined;
  reception: { readonly saved: Reception; readonly place: JournalPlace } | undefined;
}

interface FoundEra {
  readonly era: Era;
  readonly messages: Map<number, FoundMessage>;
  readonly sendings: Map<number, Sending>;
}

export interface ReplayOptions {
  readonly records: Records;
  readonly newEra: (number: number) => Era;
}

/** Puts together what the entries of a journal say, in one pass over them. */
export class Replay {
  readonly #options: ReplayOptions;
  readonly #eras = new Map<number, FoundEra>();

  constructor(options: ReplayOptions) {
    this.#options = options;
  }

  /** Also of eras that are over: their numbers may still be in the journal. */
  get lastEra(): number {
    return Math.max(0, ...this.#eras.keys());
  }

  /** @throws Error where the entry is of a type that is not known. */
  visit(entry: Buffer, place: JournalPlace): void {
    const { records } = this.#options;
    const type = typeOf(entry);
    if (type === entryTypes.message) this.#message(entry, place);
    else if (type === entryTypes.reception) this.#reception(entry, place);
    else if (type === entryTypes.sending) this.#sending(entry, place);
    else if (type === entryTypes.messageGone) this.#gone(readKey(entry));
    else if (type === entryTypes.record) records.replay(entry, place);
    else if (type === entryTypes.recordGone) records.replayGone(entry);
    else {
      const where = `segment ${place.segment}, offset ${place.offset}`;
      throw new Error(`${where}: an entry of type ${type} is not known to this version`);
    }
  }

  /**
   * What is in the era in which the queue now is. Called for each queue, when all entries were
   * visited.
   */
  take(eraNumber: number): { readonly era: Era } & Omit<SavedQueue, "state"> {
    const found = this.#found(eraNumber);
    this.#eras.delete(eraNumber);
    const { era, sendings } = found;
    const messages: SavedMessage[] = [];
    for (const sequence of [...found.messages.keys()].sort((a, b) => a - b)) {
      const { arrival, reception } = found.messages.get(sequence) as FoundMessage;
      if (!arrival) {
        era.release(reception?.place);
        continue;
      }
      const { scope, message } = arrival.saved;
      era.arrivals.set(sequence, arrival.place);
      if (reception) era.receptions.set(sequence, reception.place);
      messages.push(restored(arrival.saved, reception?.saved));
      if (!scope) continue;
      era.scopes.set(sequence, scope);
      const key = deduplicationKey(message.extras, scope);
      sendings.set(sequence, { key, id: message.id, sequence, atMs: message.sentAtMs });
    }
    const ordered = [...sendings.values()].sort((a, b) => a.atMs - b.atMs);
    return { era, messages, sendings: ordered };
  }

  /** Gives up what no queue has taken: it was purged, or deleted with its queue. */
  dropRest(): void {
    for (const { era } of this.#eras.values()) era.drop();
    this.#eras.clear();
  }

  #message(entry: Buffer, place: JournalPlace): void {
    const saved = readMessage(entry);
    const { origin } = saved;
    if (origin) this.#gone(origin);
    const found = this.#foundMessage(readKey(entry));
    found.era.hold(place);
    found.era.release(found.message.arrival?.place);
    found.message.arrival = { saved, place };
  }

  #reception(entry: Buffer, place: JournalPlace): void {
    const saved = readReception(entry);
    const found = this.#foundMessage(readKey(entry));
    found.era.hold(place);
    found.era.release(found.message.reception?.place);
    found.message.reception = { saved, place };
  }

  #sending(entry: Buffer, place: JournalPlace): void {
    const { era, sendings } = this.#found(readKey(entry).era);
    const saved = readSending(entry);
    era.hold(place);
    era.release(era.sendings.get(saved.sequence));
    era.sendings.set(saved.sequence, place);
    sendings.set(saved.sequence, saved);
  }

  #gone(key: MessageKey): void {
    const { era, messages } = this.#found(key.era);
    const message = messages.get(key.sequence);
    if (!message) return;
    messages.delete(key.sequence);
    era.release(message.arrival?.place);
    era.release(message.reception?.place);
  }

  #foundMessage(key: MessageKey): { readonly era: Era; readonly message: FoundMessage } {
    const { era, messages } = this.#found(key.era);
    let message = messages.get(key.sequence);
    if (!message) {
      message = { arrival: undefined, reception: undefined };
      messages.set(key.sequence, message);
    }
    return { era, message };
  }

  #found(eraNumber: number): FoundEra {
    let found = this.#eras.get(eraNumber);
    if (!found) {
      const era = this.#options.newEra(eraNumber);
      found = { era, messages: new Map(), sendings: new Map() };
      this.#eras.set(eraNumber, found);
    }
    return found;
  }
}

function restored(arrival: SavedArrival, reception: Reception | undefined): SavedMessage {
  const { message, visibleAtMs } = arrival;
  // One of an earlier stay in the same queue is no part of this one.
  if (!reception || reception.receiveCount <= message.receiveCount) return { message, visibleAtMs };
  const { receiveCount, receivesHere, firstAtMs, lastAtMs } = reception;
  message.receiveCount = receiveCount;
  message.receivesHere = receivesHere;
  message.reception = { firstAtMs, lastAtMs };
  return { message, visibleAtMs: reception.visibleAtMs };
}
