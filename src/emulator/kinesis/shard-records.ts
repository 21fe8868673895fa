import { LoggedRecords } from "./logged-records.ts";
import type { RecordBody } from "./record-log.ts";
import type { SequenceWriter } from "./sequence-number.ts";

/** A record as a reader sees it. */
export interface ShardRecord extends RecordBody {
  readonly sequenceNumber: string;
  readonly arrivalMs: number;
}

/** Records of one shard with what numbers them: those who write to the wire do it in one pass. */
export class ShardRecords implements Iterable<ShardRecord> {
  readonly logged: LoggedRecords;
  /** Of data and partition keys together. */
  readonly bytes: number;
  readonly #sequence: SequenceWriter | undefined;

  static readonly none = new ShardRecords({ records: LoggedRecords.none, bytes: 0 }, undefined);

  constructor(
    page: { readonly records: LoggedRecords; readonly bytes: number },
    sequence: SequenceWriter | undefined,
  ) {
    this.logged = page.records;
    this.bytes = page.bytes;
    this.#sequence = sequence;
  }

  get length(): number {
    return this.logged.length;
  }

  /** The 56 digits of a record's sequence number in ASCII, good until the next are asked for. */
  digits(ordinal: number, arrivalMs: number): Buffer {
    return sequenceDigits(this.#sequence as SequenceWriter, ordinal, arrivalMs);
  }

  *[Symbol.iterator](): Iterator<ShardRecord> {
    for (const { ordinal, arrivalMs, partitionKey, data } of this.logged) {
      const sequenceNumber = this.digits(ordinal, arrivalMs).toString("latin1");
      yield { sequenceNumber, arrivalMs, partitionKey, data };
    }
  }
}

/** The sequence number of a record: its place in the shard counts from 1. */
export function sequenceDigits(
  sequence: SequenceWriter,
  ordinal: number,
  arrivalMs: number,
): Buffer {
  return sequence.digits(ordinal + 1, Math.floor(arrivalMs / 1_000));
}
