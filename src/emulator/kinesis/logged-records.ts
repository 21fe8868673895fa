import type { RecordCursor } from "./record-chunk.ts";
import type { LoggedRecord } from "./record-log.ts";

/** Records that lie one behind the other. */
export interface RecordRun {
  /** At the first of them. It is not moved. */
  readonly start: RecordCursor;
  readonly count: number;
}

/**
 * A page of records where they lie. Nothing is copied, and no object is made for a record, before
 * they are walked over: an answer of 10,000 goes from here to the wire in one pass. What lies in a
 * block is never changed, so a page may be kept.
 */
export class LoggedRecords implements Iterable<LoggedRecord> {
  static readonly none = new LoggedRecords([]);
  readonly length: number;
  readonly #runs: readonly RecordRun[];

  constructor(runs: readonly RecordRun[]) {
    this.#runs = runs;
    this.length = runs.reduce((sum, { count }) => sum + count, 0);
  }

  /** Calls `visit` with each record. The cursor is the same for all, and good during the call. */
  each(visit: (record: RecordCursor) => void): void {
    for (const { start, count } of this.#runs) {
      const cursor = start.clone();
      for (let left = count; left > 0; left--) {
        visit(cursor);
        cursor.advance();
      }
    }
  }

  *[Symbol.iterator](): Iterator<LoggedRecord> {
    for (const { start, count } of this.#runs) {
      const cursor = start.clone();
      for (let left = count; left > 0; left--) {
        yield cursor.read();
        cursor.advance();
      }
    }
  }
}
