import type { ShardRecord } from "./shard.ts";

/** What GetRecords and SubscribeToShardEvents are: records, and a few plain members more. */
export interface RecordsOutput {
  readonly Records: readonly ShardRecord[];
}

/** Texts that stand in JSON as they are. */
const plain = /^[\w .:/@+=-]*$/;

/**
 * Records and what comes with them in AWS JSON. An answer holds up to 10,000 records: written by
 * hand, without an object and a walk for each.
 */
export function recordsJson({ Records, ...others }: RecordsOutput): string {
  let records = "";
  for (const record of Records) {
    const key = record.partitionKey;
    if (records !== "") records += ",";
    records +=
      `{"SequenceNumber":"${record.sequenceNumber}"` +
      `,"ApproximateArrivalTimestamp":${record.arrivalMs / 1_000}` +
      `,"Data":"${record.data.toString("base64")}"` +
      (key === "" ? "}" : `,"PartitionKey":${plain.test(key) ? `"${key}"` : JSON.stringify(key)}}`);
  }
  const rest = JSON.stringify(others);
  return `{"Records":[${records}]${rest === "{}" ? "" : ","}${rest.slice(1)}`;
}
