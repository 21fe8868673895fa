import type { Journal, JournalPlace } from "../../storage/journal.ts";
import type { Arrival, Sending } from "../sqs-journal.ts";
import { entryTypes, writeMessageGone, writeSending } from "./entries.ts";

/** How much of a segment is live entries of one era. */
interface SegmentShare {
  readonly segment: number;
  bytes: number;
}

type Places = Map<number, JournalPlace>;

/**
 * The live entries of one queue, from its creation or a purge on. How many bytes of them are in
 * each segment is counted, so that they can be given up all at once.
 */
export class Era {
  readonly number: number;
  /** Where the entries of a message lie, by its sequence: maps, as most have but the first. */
  readonly arrivals: Places = new Map();
  readonly receptions: Places = new Map();
  readonly sendings: Places = new Map();
  /** Of the messages whose first sending is remembered. */
  readonly scopes = new Map<number, Arrival["scope"]>();
  readonly #journal: Journal;
  readonly #shares = new Map<number, SegmentShare>();
  /** That of the segment last written. */
  #share: SegmentShare = { segment: -1, bytes: 0 };

  constructor(number: number, journal: Journal) {
    this.number = number;
    this.#journal = journal;
  }

  /** Those of the entries of a type that is about a message. */
  placesOf(type: number): Places {
    if (type === entryTypes.message) return this.arrivals;
    return type === entryTypes.reception ? this.receptions : this.sendings;
  }

  /** Appends an entry for which there is none. */
  add(places: Places, sequence: number, entry: Buffer): void {
    const place = this.#journal.append(entry);
    this.hold(place);
    places.set(sequence, place);
  }

  /** Appends an entry in place of the one that was there. */
  put(places: Places, sequence: number, entry: Buffer): void {
    const before = places.get(sequence);
    this.add(places, sequence, entry);
    this.release(before);
  }

  hold({ segment, bytes }: JournalPlace): void {
    if (this.#share.segment !== segment) {
      if (this.#share.bytes === 0) this.#shares.delete(this.#share.segment);
      this.#share = this.#shareOf(segment);
    }
    this.#share.bytes += bytes;
  }

  release(place: JournalPlace | undefined): void {
    if (!place) return;
    const share = this.#shareOf(place.segment);
    share.bytes -= place.bytes;
    // The segment may soon be gone.
    if (share.bytes === 0 && share !== this.#share) this.#shares.delete(place.segment);
    this.#journal.markDead(place);
  }

  saveSending(sending: Sending): void {
    this.put(this.sendings, sending.sequence, writeSending(this.number, sending));
  }

  /** The message is gone from here. */
  removeMessage(sequence: number): void {
    const tombstone = writeMessageGone({ era: this.number, sequence });
    this.#journal.append(tombstone, "tombstone");
    this.forgetMessage(sequence);
  }

  /** As above, where something else says already that it is gone. */
  forgetMessage(sequence: number): void {
    this.#forget(this.arrivals, sequence);
    this.#forget(this.receptions, sequence);
    this.scopes.delete(sequence);
  }

  forgetSending(sequence: number): void {
    this.scopes.delete(sequence);
    this.#forget(this.sendings, sequence);
  }

  /** Costs as much as there are segments. The era is of no use any more. */
  drop(): void {
    for (const places of [this.arrivals, this.receptions, this.sendings]) places.clear();
    this.scopes.clear();
    // One place stands for all of a segment.
    for (const { segment, bytes } of this.#shares.values()) {
      if (bytes > 0) this.#journal.markDead({ segment, offset: 0, bytes });
    }
    this.#shares.clear();
  }

  #shareOf(segment: number): SegmentShare {
    let share = this.#shares.get(segment);
    if (!share) {
      share = { segment, bytes: 0 };
      this.#shares.set(segment, share);
    }
    return share;
  }

  #forget(places: Places, sequence: number): void {
    const place = places.get(sequence);
    if (!place) return;
    places.delete(sequence);
    this.release(place);
  }
}

export function isSamePlace(a: JournalPlace | undefined, b: JournalPlace): boolean {
  return a?.segment === b.segment && a.offset === b.offset;
}
