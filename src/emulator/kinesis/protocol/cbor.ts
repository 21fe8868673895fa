import type { RecordsOutput } from "../records-json.ts";
import { readCbor } from "./cbor-reader.ts";
import { cborText, CborWriter } from "./cbor-writer.ts";
import type { Codec } from "./codec.ts";

/**
 * CBOR 1.1, which the Java SDKs speak by default: blobs as byte strings, timestamps as tag 1 with
 * integer milliseconds in both directions.
 */
export const cborCodec: Codec = {
  contentType: "application/x-amz-cbor-1.1",
  read: readCbor,
  write: (of, members) =>
    ofRecords.has(of) ? recordsCbor(members as RecordsOutput) : written(members),
  writeError: ({ code, message }) => written({ __type: code, message }),
};

const ofRecords: ReadonlySet<string> = new Set(["GetRecords", "SubscribeToShardEvent"]);

function written(members: object): Buffer {
  const writer = new CborWriter();
  writer.value(members);
  return writer.finish();
}

const names = {
  records: cborText("Records"),
  sequenceNumber: cborText("SequenceNumber"),
  arrival: cborText("ApproximateArrivalTimestamp"),
  data: cborText("Data"),
  partitionKey: cborText("PartitionKey"),
} as const;

/** More than a record takes beside its data and its key: names, numbers and heads. */
const recordOverheadBytes = 160;

/** Records and what comes with them: up to 10,000, without an object and a walk for each. */
function recordsCbor({ Records: records, ...rest }: RecordsOutput): Buffer {
  let expected = 1_024;
  for (const record of records) expected += record.data.length + recordOverheadBytes;
  const writer = new CborWriter(expected);
  const others = Object.entries(rest).filter(([, member]) => member !== undefined);
  writer.mapHead(1 + others.length);
  writer.raw(names.records);
  writer.listHead(records.length);
  for (const record of records) {
    const hasKey = record.partitionKey !== "";
    writer.mapHead(hasKey ? 4 : 3);
    writer.raw(names.sequenceNumber);
    writer.text(record.sequenceNumber);
    writer.raw(names.arrival);
    writer.timeMs(record.arrivalMs);
    writer.raw(names.data);
    writer.bytes(record.data);
    if (!hasKey) continue;
    writer.raw(names.partitionKey);
    writer.text(record.partitionKey);
  }
  for (const [name, member] of others) {
    writer.text(name);
    writer.value(member);
  }
  return writer.finish();
}
