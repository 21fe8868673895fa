import { hash } from "node:crypto";
import { aggregateMagic, digestBytes, tags } from "./format.ts";
import { BrokenMessage, FieldReader } from "./varint.ts";

/** One record as its producer put it, taken out of an aggregate. */
export interface AggregatedUserRecord {
  readonly partitionKey: string;
  /** Decimal; undefined where the producer gave none. */
  readonly explicitHashKey: string | undefined;
  /** A view into the aggregate. */
  readonly data: Uint8Array;
}

/**
 * Takes an aggregate apart, without copying. The place of a record in the answer is its
 * sub-sequence number, by which the KCL tells the user records of one sequence number apart.
 *
 * Answers undefined for what is to be treated as a plain record: one that has not the form, and,
 * as the KCL does it (AggregatorUtil.deaggregate), one whose digest or protobuf is broken. An index
 * beyond its table makes a record plain too: the KCL drops the rest of such an aggregate, and here
 * nothing is dropped.
 */
export function readAggregate(data: Uint8Array): readonly AggregatedUserRecord[] | undefined {
  if (!isAggregate(data)) return undefined;
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const end = bytes.length - digestBytes;
  const digest = hash("md5", bytes.subarray(aggregateMagic.length, end), "buffer");
  if (digest.compare(bytes, end) !== 0) return undefined;
  try {
    return readMessage(bytes, end);
  } catch (error) {
    if (error instanceof BrokenMessage) return undefined;
    throw error;
  }
}

/** Whether a record has the form of an aggregate: it may still be a broken one. */
export function isAggregate(data: Uint8Array): boolean {
  if (data.length < aggregateMagic.length + digestBytes) return false;
  return aggregateMagic.every((byte, i) => data[i] === byte);
}

function readMessage(bytes: Buffer, end: number): AggregatedUserRecord[] {
  const fields = new FieldReader(bytes, aggregateMagic.length, end);
  const tables: Tables = { partitionKeys: [], explicitHashKeys: [] };
  // The fields may come in any order, so records are read when the tables are complete.
  const spans: number[] = [];
  while (!fields.isAtEnd) {
    const tag = fields.varint();
    if (tag !== tags.partitionKey && tag !== tags.explicitHashKey && tag !== tags.record) {
      fields.skip(tag);
      continue;
    }
    const fieldEnd = fields.skipLength();
    if (tag === tags.record) spans.push(fields.at, fieldEnd);
    else {
      const table = tag === tags.partitionKey ? tables.partitionKeys : tables.explicitHashKeys;
      table.push(bytes.toString("utf8", fields.at, fieldEnd));
    }
    fields.moveTo(fieldEnd);
  }
  const records: AggregatedUserRecord[] = [];
  for (let i = 0; i < spans.length; i += 2) {
    fields.enter(spans[i] as number, spans[i + 1] as number);
    records.push(readRecord(bytes, fields, tables));
  }
  return records;
}

interface Tables {
  readonly partitionKeys: string[];
  readonly explicitHashKeys: string[];
}

function readRecord(bytes: Buffer, fields: FieldReader, tables: Tables): AggregatedUserRecord {
  let partitionKey: string | undefined;
  let explicitHashKey: string | undefined;
  let data: Uint8Array | undefined;
  while (!fields.isAtEnd) {
    const tag = fields.varint();
    if (tag === tags.partitionKeyIndex) {
      partitionKey = keyAt(tables.partitionKeys, fields.varint());
    } else if (tag === tags.explicitHashKeyIndex) {
      explicitHashKey = keyAt(tables.explicitHashKeys, fields.varint());
    } else if (tag === tags.data) {
      const end = fields.skipLength();
      data = new Uint8Array(bytes.buffer, bytes.byteOffset + fields.at, end - fields.at);
      fields.moveTo(end);
    } else fields.skip(tag);
  }
  if (partitionKey === undefined || data === undefined) {
    throw new BrokenMessage("a record without its key or its data");
  }
  return { partitionKey, explicitHashKey, data };
}

function keyAt(table: readonly string[], index: number): string {
  const key = table[index];
  if (key === undefined) throw new BrokenMessage(`the table has no key ${index}`);
  return key;
}
