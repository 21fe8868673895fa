import type { KinesisAccount } from "./account.ts";
import type { ShardPage } from "./shard.ts";
import type { Stream } from "./stream.ts";

/** What became of the records of one call. */
export interface PutCounts {
  readonly bytes: number;
  readonly stored: number;
  readonly throttled: number;
  /** By an error of the service: only a fault does that. */
  readonly failed: number;
}

/** What CloudWatch counts of a PutRecords call (developer guide, "Monitoring with CloudWatch"). */
export function countPutRecords({ context }: KinesisAccount, stream: Stream, put: PutCounts): void {
  const { meter } = context;
  const { name } = stream;
  const { bytes, stored, throttled, failed } = put;
  meter.count("PutRecords.Bytes", name, bytes);
  meter.count("PutRecords.TotalRecords", name, stored + throttled + failed);
  meter.count("PutRecords.SuccessfulRecords", name, stored);
  meter.count("PutRecords.ThrottledRecords", name, throttled);
  meter.count("PutRecords.FailedRecords", name, failed);
  meter.count("WriteProvisionedThroughputExceeded", name, throttled);
  meter.count("IncomingBytes", name, bytes);
  meter.count("IncomingRecords", name, stored);
}

export function countPutRecord({ context }: KinesisAccount, stream: Stream, bytes: number): void {
  const { meter } = context;
  meter.count("PutRecord.Bytes", stream.name, bytes);
  meter.count("IncomingBytes", stream.name, bytes);
  meter.count("IncomingRecords", stream.name, 1);
}

/** The age that CloudWatch keeps of a read is how far it is behind the tip, in milliseconds. */
export interface ReadCounts {
  readonly page: Pick<ShardPage, "records" | "bytes">;
  readonly millisBehind: number;
}

export function countGetRecords(
  { context }: KinesisAccount,
  stream: Stream,
  read: ReadCounts,
): void {
  const { meter } = context;
  meter.count("GetRecords.Bytes", stream.name, read.page.bytes);
  meter.count("GetRecords.Records", stream.name, read.page.records.length);
  meter.observe("GetRecords.IteratorAgeMilliseconds", stream.name, read.millisBehind);
}

export function countEvent({ context }: KinesisAccount, stream: Stream, read: ReadCounts): void {
  const { meter } = context;
  meter.count("SubscribeToShardEvent.Bytes", stream.name, read.page.bytes);
  meter.count("SubscribeToShardEvent.Records", stream.name, read.page.records.length);
  meter.observe("SubscribeToShardEvent.MillisBehindLatest", stream.name, read.millisBehind);
}
