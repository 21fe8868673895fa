import { KinesisError } from "./errors.ts";
import { hashKeyMax } from "./hash-ranges.ts";
import type { Stream } from "./stream.ts";

/** A record as PutRecord and PutRecords take it. */
export interface PutEntry {
  readonly PartitionKey: string;
  readonly Data: Buffer;
  readonly ExplicitHashKey?: string;
}

/** The bytes that count against the limits: data and the UTF-8 of the partition key. */
export function entryBytes(entry: PutEntry): number {
  return entry.Data.length + Buffer.byteLength(entry.PartitionKey);
}

/**
 * @throws KinesisError where the record is larger than the stream takes. The partition key counts,
 * as the developer guide says of MaxRecordSizeInKiB; the service's own words are not on record.
 */
export function checkRecordSize(stream: Stream, bytes: number): void {
  const max = stream.settings.maxRecordSizeKiB * 1_024;
  if (bytes <= max) return;
  throw new KinesisError(
    "InvalidArgumentException",
    `Record size of ${bytes} bytes, partition key included, exceeds the maximum record size of ` +
      `${max} bytes of stream ${stream.name}.`,
  );
}

/** @throws KinesisError where the key is above 2^128 - 1. */
export function parseHashKey(text: string | undefined): bigint | undefined {
  if (text === undefined) return undefined;
  const key = BigInt(text);
  if (key <= hashKeyMax) return key;
  throw new KinesisError(
    "InvalidArgumentException",
    "Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. " +
      `Specified value was ${text}`,
  );
}
