import type { RecordsOutput } from "../records-json.ts";
import { readCbor } from "./cbor-reader.ts";
import { cborText, CborWriter } from "../../../core/cbor-writer.ts";
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
/** Data of this size is sent from where it lies: below it, copying costs less than another part. */
const apartBytesMin = 4_096;

/** Records and what comes with them: up to 10,000, without an object and a walk for each. */
function recordsCbor({ Records: records, ...rest }: RecordsOutput): Buffer[] {
  const isApart = records.bytes >= records.length * apartBytesMin;
  const copiedBytes = isApart ? 0 : records.bytes;
  const expectedBytes = 1_024 + copiedBytes + records.length * recordOverheadBytes;
  const writer = new CborWriter(Buffer.allocUnsafe(expectedBytes));
  const others = Object.entries(rest).filter(([, member]) => member !== undefined);
  writer.mapHead(1 + others.length);
  writer.raw(names.records);
  writer.listHead(records.length);
  records.logged.each((record) => {
    const { bytes, keyAt, dataAt, dataEnd, ordinal, arrivalMs } = record;
    const hasKey = keyAt < dataAt;
    writer.mapHead(hasKey ? 4 : 3);
    writer.raw(names.sequenceNumber);
    writer.utf8(records.digits(ordinal, arrivalMs));
    writer.raw(names.arrival);
    writer.timeMs(arrivalMs);
    writer.raw(names.data);
    const data = bytes.subarray(dataAt, dataEnd);
    if (isApart) writer.bytesApart(data);
    else writer.bytes(data);
    if (!hasKey) return;
    writer.raw(names.partitionKey);
    writer.utf8(bytes.subarray(keyAt, dataAt));
  });
  for (const [name, member] of others) {
    writer.text(name);
    writer.value(member);
  }
  return writer.finishParts();
}
