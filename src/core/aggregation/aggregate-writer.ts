import { hash } from "node:crypto";
import { aggregateMagic, digestBytes, tags } from "./format.ts";
import { fieldBytes, KeyTable, withRoom } from "./key-table.ts";
import { varintBytes, writeVarint } from "./varint.ts";

const initialBytes = 4_096;

/** The answer of `add` where a record does not fit. */
export const full = -1;

/**
 * Packs user records into one Kinesis record, and can then be used again. The data goes straight
 * into the aggregate: `add` answers where the caller is to write it.
 *
 *     const at = writer.add("key", data.length);
 *     if (at !== full) writer.records.set(data, at);
 */
export class AggregateWriter {
  readonly #bytesMax: number;
  readonly #partitionKeys = new KeyTable(tags.partitionKey);
  readonly #hashKeys = new KeyTable(tags.explicitHashKey);
  #records: Buffer = Buffer.allocUnsafeSlow(initialBytes);
  #recordsBytes = 0;
  #count = 0;

  /** `bytesMax`: of the Kinesis record's data, magic and digest included. */
  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /** User records that were added. */
  get count(): number {
    return this.#count;
  }

  /** Of the Kinesis record's data as it would be finished now. */
  get bytes(): number {
    const tables = this.#partitionKeys.bytes + this.#hashKeys.bytes;
    return aggregateMagic.length + tables + this.#recordsBytes + digestBytes;
  }

  /** Where the data of records is to be written. It may be another buffer after each `add`. */
  get records(): Buffer {
    return this.#records;
  }

  /**
   * Adds a user record of `dataBytes`, and answers the offset in `records` at which its data is to
   * be written; `full`, with nothing added, where the aggregate would become too large.
   */
  add(partitionKey: string, dataBytes: number, explicitHashKey?: string): number {
    const knownKey = this.#partitionKeys.indexOf(partitionKey);
    const keyIndex = knownKey ?? this.#partitionKeys.size;
    const keyBytes = knownKey === undefined ? Buffer.byteLength(partitionKey) : 0;
    const hashKeyIndex = this.#hashKeyIndex(explicitHashKey);
    const isNewHashKey = hashKeyIndex === this.#hashKeys.size && explicitHashKey !== undefined;
    const recordBytes =
      1 +
      varintBytes(keyIndex) +
      (hashKeyIndex === undefined ? 0 : 1 + varintBytes(hashKeyIndex)) +
      fieldBytes(dataBytes);
    const bytes =
      fieldBytes(recordBytes) +
      (knownKey === undefined ? fieldBytes(keyBytes) : 0) +
      (isNewHashKey ? fieldBytes(explicitHashKey.length) : 0);
    if (this.bytes + bytes > this.#bytesMax) return full;
    if (knownKey === undefined) this.#partitionKeys.add(partitionKey, keyBytes);
    if (isNewHashKey) this.#hashKeys.add(explicitHashKey, explicitHashKey.length);
    const used = this.#recordsBytes;
    const to = (this.#records = withRoom(this.#records, used, fieldBytes(recordBytes)));
    let at = writeHead(to, used, { tag: tags.record, value: recordBytes });
    at = writeHead(to, at, { tag: tags.partitionKeyIndex, value: keyIndex });
    if (hashKeyIndex !== undefined) {
      at = writeHead(to, at, { tag: tags.explicitHashKeyIndex, value: hashKeyIndex });
    }
    at = writeHead(to, at, { tag: tags.data, value: dataBytes });
    this.#recordsBytes = at + dataBytes;
    this.#count++;
    return at;
  }

  /**
   * The Kinesis record's data, in a buffer of its own, or in one of at least `bytesMax` that is
   * given. The writer is empty after it.
   */
  finish(into?: Buffer): Buffer {
    const data = into ? into.subarray(0, this.bytes) : Buffer.allocUnsafe(this.bytes);
    data.set(aggregateMagic);
    let at = aggregateMagic.length;
    at += this.#partitionKeys.copy(data, at);
    at += this.#hashKeys.copy(data, at);
    at += this.#records.copy(data, at, 0, this.#recordsBytes);
    hash("md5", data.subarray(aggregateMagic.length, at), "buffer").copy(data, at);
    this.clear();
    return data;
  }

  /** Forgets what was added. */
  clear(): void {
    this.#partitionKeys.clear();
    this.#hashKeys.clear();
    this.#recordsBytes = 0;
    this.#count = 0;
  }

  #hashKeyIndex(explicitHashKey: string | undefined): number | undefined {
    if (explicitHashKey === undefined) return undefined;
    return this.#hashKeys.indexOf(explicitHashKey) ?? this.#hashKeys.size;
  }
}

/** A tag, and the number or the length that follows it. */
function writeHead(to: Buffer, at: number, head: { tag: number; value: number }): number {
  to[at] = head.tag;
  return writeVarint(to, at + 1, head.value);
}
