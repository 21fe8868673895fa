import { KinesisError } from "./errors.ts";
import { findShard, type KinesisAccount } from "./account.ts";
import { shardId, type Shard } from "./shard.ts";
import type { Stream } from "./stream.ts";

/** Where a reader goes on: a place in one shard of one stream, in this life of the stream. */
export interface ShardPosition {
  readonly stream: Stream;
  readonly shard: Shard;
  readonly ordinal: number;
}

const kind = "iterator";

export function writeIterator(account: KinesisAccount, position: ShardPosition): string {
  const { stream, shard, ordinal } = position;
  const fields = [account.nowMs(), stream.name, stream.createdMs, shard.index, ordinal];
  return account.seal.seal(kind, fields);
}

/**
 * Reads an iterator back.
 *
 * @throws KinesisError where it is not one of ours, has expired, or its stream or shard is gone.
 */
export function readIterator(account: KinesisAccount, token: string): ShardPosition {
  const fields = account.seal.open(kind, token);
  if (!fields) throw new KinesisError("InvalidArgumentException", "Invalid ShardIterator.");
  const [madeMs, name, streamCreatedMs, shardIndex, ordinal] = fields as [
    string,
    string,
    string,
    string,
    string,
  ];
  checkAge(Number(madeMs), account);
  const stream = account.find({ StreamName: name });
  if (stream.createdMs !== Number(streamCreatedMs)) {
    throw new KinesisError("InvalidArgumentException", "Invalid ShardIterator.");
  }
  // A shard that a good iterator names was there: if it is not, it has expired since.
  const shard = findShard(stream, shardId(Number(shardIndex)), account.accountId);
  return { stream, shard, ordinal: Number(ordinal) };
}

/** The stream and the shard of an iterator, good or expired; undefined for one not of ours. */
export function iteratorPlace(
  account: KinesisAccount,
  token: string,
): { readonly streamName: string; readonly shardIndex: number } | undefined {
  const [, streamName, , shardIndex] = account.seal.open(kind, token) ?? [];
  return streamName === undefined ? undefined : { streamName, shardIndex: Number(shardIndex) };
}

function checkAge(madeMs: number, account: KinesisAccount): void {
  const nowMs = account.nowMs();
  if (nowMs - madeMs > account.limits.iteratorLifeMs) throw iteratorExpired(madeMs, account);
}

/** What a reader is told whose iterator was made at this time, too long ago. */
export function iteratorExpired(madeMs: number, account: KinesisAccount): KinesisError {
  return new KinesisError(
    "ExpiredIteratorException",
    `Iterator expired. The iterator was created at time ${javaDate(madeMs)} while right now ` +
      `it is ${javaDate(account.nowMs())} which is further in the future than the tolerated ` +
      `delay of ${account.limits.iteratorLifeMs} milliseconds.`,
  );
}

/** A time as the service's messages print it: `Thu Jan 22 01:22:02 UTC 2015`. */
function javaDate(ms: number): string {
  const [weekday, day, month, year, time] = new Date(ms).toUTCString().split(/,? /);
  return `${weekday} ${month} ${day} ${time} UTC ${year}`;
}
