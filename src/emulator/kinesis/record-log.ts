import type { LoggedRecords } from "./logged-records.ts";

/** What a producer wrote. */
export interface RecordBody {
  /** Empty where the producer gave none, as an AUTO stream allows. */
  readonly partitionKey: string;
  readonly data: Buffer;
}

/** A record as it was kept. Its data is a view of the log's memory: to be read, not changed. */
export interface LoggedRecord extends RecordBody {
  readonly ordinal: number;
  readonly arrivalMs: number;
}

/** What one read answers at most; at least one record, where there is one. */
export interface ReadExtent {
  readonly records: number;
  /** Partition keys included. */
  readonly bytes: number;
}

/** A run of records. `next` is the ordinal to go on from. */
export interface LogPage {
  readonly records: LoggedRecords;
  readonly next: number;
  /** Partition keys included. */
  readonly bytes: number;
  /** `full` where the maximum of bytes was reached. */
  readonly extent: "full" | "partial";
}

/**
 * The port behind which one shard's records live. Ordinals are dense from 0, in the order of the
 * appends. Arrivals do not go back, even where the wall clock does: look-ups by time are binary
 * searches.
 */
export interface RecordLog {
  /** The ordinal of the oldest record kept, or `next` where there is none. */
  readonly first: number;
  /** The ordinal that the next record will get. */
  readonly next: number;
  /** Of what is kept, as it is packed; kept up to date, not counted when asked. */
  readonly storedBytes: number;
  /** Adds a record and answers its arrival time, in whole milliseconds. */
  append(body: RecordBody, nowMs: number): number;
  /** The ordinal, or `first` where that one is not kept any more. */
  keptFrom(ordinal: number): number;
  /** Reads from an ordinal on, or from `first` where that one is not kept any more. */
  read(from: number, extent: ReadExtent): LogPage;
  /** When the record at an ordinal arrived that was appended and not trimmed. */
  arrivalMs(ordinal: number): number;
  /** The oldest kept record that arrived at `ms` or later, or `next` where there is none. */
  firstSince(ms: number): number;
  /** What arrived before `horizonMs` will not be read again. Horizons do not go back. */
  trim(horizonMs: number): void;
  /** The shard is gone: nothing of it will be read again. */
  drop(): void;
}

/** Where the logs of all shards are. */
export interface RecordLogs {
  /** The log of a new shard, or, where logs outlive a restart, that of one of an earlier run. */
  log(place: ShardPlace): RecordLog;
}

export interface ShardPlace {
  /** Names one life of a stream: one that is made again under an old name has another. */
  readonly streamId: string;
  readonly shardIndex: number;
}
