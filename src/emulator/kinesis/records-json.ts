import type { GetRecordsResult } from "./actions/get-records.ts";

/** Texts that stand in JSON as they are. */
const plain = /^[\w .:/@+=-]*$/;

/**
 * The output of GetRecords in AWS JSON. An answer holds up to 10,000 records: written by hand,
 * without an object and a walk for each.
 */
export function getRecordsJson(output: GetRecordsResult): string {
  let records = "";
  for (const record of output.Records) {
    const key = record.partitionKey;
    if (records !== "") records += ",";
    records +=
      `{"SequenceNumber":"${record.sequenceNumber}"` +
      `,"ApproximateArrivalTimestamp":${record.arrivalMs / 1_000}` +
      `,"Data":"${record.data.toString("base64")}"` +
      `,"PartitionKey":${plain.test(key) ? `"${key}"` : JSON.stringify(key)}}`;
  }
  return (
    `{"Records":[${records}],"NextShardIterator":"${output.NextShardIterator}"` +
    `,"MillisBehindLatest":${output.MillisBehindLatest}}`
  );
}
