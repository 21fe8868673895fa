import { KinesisError, validationFailed } from "./errors.ts";
import { hashKeyMax } from "../../core/hash-ranges.ts";
import type { Stream } from "./stream.ts";

/** A record as PutRecord and PutRecords take it. */
export interface PutEntry {
  readonly PartitionKey?: string;
  readonly Data: Buffer;
  readonly ExplicitHashKey?: string;
}

/** The bytes that count against the limits: data and the UTF-8 of the partition key. */
export function entryBytes(entry: PutEntry): number {
  return entry.Data.length + Buffer.byteLength(entry.PartitionKey ?? "");
}

/**
 * @param sizes of the records, partition keys included, as the API reference says of PutRecord
 * @param at the data of the record at an index, as the service's messages name it
 * @throws KinesisError where a record is larger than the stream takes. It reads as if the model had
 * the stream's own maximum: so it was recorded of a stream of 1 MiB after larger ones had come.
 */
export function checkRecordSizes(
  stream: Stream,
  sizes: readonly number[],
  at: (index: number) => string,
): void {
  const max = stream.settings.maxRecordSizeKiB * 1_024;
  if (sizes.every((bytes) => bytes <= max)) return;
  throw validationFailed(
    sizes.flatMap((bytes, index) => {
      const what = `Member must have length less than or equal to ${max}`;
      return bytes > max ? `Value at '${at(index)}' failed to satisfy constraint: ${what}` : [];
    }),
  );
}

/**
 * @param at the member, as the service's messages name it
 * @throws KinesisError where there is no key and the stream does not spread its records by itself.
 */
export function checkPartitionKey(stream: Stream, entry: PutEntry, at: string): void {
  if (entry.PartitionKey !== undefined || stream.settings.distribution === "AUTO") return;
  throw validationFailed([
    `Value null at '${at}' failed to satisfy constraint: Member must not be null`,
  ]);
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
