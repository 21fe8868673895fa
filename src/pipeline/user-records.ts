import type { _Record as KinesisRecord } from "@aws-sdk/client-kinesis";
import {
  isAggregate,
  readAggregate,
  type AggregatedUserRecord,
} from "../core/aggregation/aggregate-reader.ts";

/** A record as its producer put it, whether it was a Kinesis record of its own or not. */
export interface UserRecord extends KinesisRecord {
  /**
   * Its place in the aggregate, from 0, which tells the records of one sequence number apart.
   * Absent where it is a Kinesis record of its own.
   */
  readonly SubSequenceNumber?: number;
}

/**
 * An answer of aggregates holds ten thousands of records. They are handed on in batches of about so
 * many, so that no more of them are in memory at once.
 */
const batchRecords = 2_000;

/**
 * Takes aggregates apart, as the KCL does before it hands records on: each user record has the
 * sequence number and the arrival time of its aggregate, and its own data and partition key.
 * Answers them in batches; where nothing is aggregated, all in one, as they came.
 *
 * The KCL also drops user records whose hash key is not in the range of the shard: its producer
 * sends those again. Ours does not, so here all of them count.
 */
export function* userRecords(
  records: readonly KinesisRecord[],
): Generator<readonly UserRecord[], void> {
  if (!records.some(({ Data }) => isAggregate(Data as Uint8Array))) {
    yield records;
    return;
  }
  let batch: UserRecord[] = [];
  for (const record of records) {
    takeApart(record, batch);
    if (batch.length < batchRecords) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function takeApart(record: KinesisRecord, into: UserRecord[]): void {
  const inside = readAggregate(record.Data as Uint8Array);
  if (!inside) {
    into.push(record);
    return;
  }
  const { SequenceNumber, ApproximateArrivalTimestamp, EncryptionType } = record;
  for (let i = 0; i < inside.length; i++) {
    const { data: Data, partitionKey: PartitionKey } = inside[i] as AggregatedUserRecord;
    into.push({
      SequenceNumber,
      ApproximateArrivalTimestamp,
      EncryptionType,
      Data,
      PartitionKey,
      SubSequenceNumber: i,
    });
  }
}
