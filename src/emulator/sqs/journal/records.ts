import type { Journal, JournalPlace } from "../../storage/journal.ts";
import { readRecordKey, readRecordValue, writeRecord, writeRecordGone } from "./entries.ts";
import { isSamePlace } from "./era.ts";

/** Values of JSON by key, of which the last one holds. */
export class Records {
  readonly #journal: Journal;
  readonly #places = new Map<string, JournalPlace>();

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  put(key: string, value: unknown): void {
    this.#place(key, this.#journal.append(writeRecord(key, value)));
  }

  delete(key: string): void {
    if (!this.#places.has(key)) return;
    this.#journal.append(writeRecordGone(key), "tombstone");
    this.#place(key, undefined);
  }

  replay(entry: Buffer, place: JournalPlace): void {
    this.#place(readRecordKey(entry), place);
  }

  replayGone(tombstone: Buffer): void {
    this.#place(readRecordKey(tombstone), undefined);
  }

  relocate(entry: Buffer, place: JournalPlace): void {
    const key = readRecordKey(entry);
    if (isSamePlace(this.#places.get(key), place)) this.#place(key, this.#journal.append(entry));
  }

  /** The values whose keys begin so. */
  all(prefix: string): readonly unknown[] {
    return [...this.#places]
      .filter(([key]) => key.startsWith(prefix))
      .map(([, place]) => readRecordValue(this.#journal.read(place)));
  }

  #place(key: string, place: JournalPlace | undefined): void {
    const before = this.#places.get(key);
    if (place) this.#places.set(key, place);
    else this.#places.delete(key);
    if (before) this.#journal.markDead(before);
  }
}
